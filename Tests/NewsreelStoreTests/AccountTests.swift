import Foundation
import NewsreelModel
import NewsreelTesting
import Testing

@testable import NewsreelStore

@Suite struct AccountTests {
    let temporary: TemporaryNewsroom
    let newsroom: Newsroom

    init() async throws {
        temporary = try await TemporaryNewsroom()
        newsroom = temporary.newsroom
    }

    private func join(_ name: String, _ role: Role) async throws -> User {
        let (_, secret) = try await newsroom.invite(email: nil, role: role, by: .operatorOfMachine)
        return try await newsroom.join(
            by: secret, name: name, email: "\(name.lowercased())@lamp.example", password: "scrypt", address: "::1")
    }

    @Test func `an invitation lets one in, once, and not after its time`() async throws {
        let (_, secret) = try await newsroom.invite(
            email: " Mara@Lamp.example ", role: .editor, by: .operatorOfMachine)
        let link = try #require(try await newsroom.accountLink(secret))
        #expect(link.purpose == .invitation(email: "mara@lamp.example", .editor))
        let mara = try await newsroom.join(
            by: secret, name: "Mara", email: "mara@lamp.example", password: "p", address: "::1")
        #expect(mara.role == .editor)
        #expect(try await newsroom.accountLink(secret) == nil)
        let twice = await #expect(throws: StoreError.self) {
            try await newsroom.join(by: secret, name: "Eve", email: "eve@lamp.example", password: "p", address: "::1")
        }
        #expect(twice?.code == .notFound)
        let (_, old) = try await newsroom.invite(email: nil, role: .reporter, lifetime: 60, by: .operatorOfMachine)
        temporary.clock.advance(seconds: 61)
        #expect(try await newsroom.accountLink(old) == nil)
    }

    @Test func `a session ends when it is signed out, idle, removed or given another role`() async throws {
        _ = try await join("Ada", .administrator)
        let ben = try await join("Ben", .reporter)
        func begin() async throws -> String {
            try await newsroom.beginSession(ben, isPending: false, device: "d", address: "a")
        }
        var secret = try await begin()
        #expect(try await newsroom.session(secret)?.user.id == ben.id)
        try await newsroom.endSessions(of: ben, by: .operatorOfMachine)
        #expect(try await newsroom.session(secret) == nil)
        secret = try await begin()
        try await newsroom.changeRole(of: ben, to: .editor, by: .operatorOfMachine)
        #expect(try await newsroom.session(secret) == nil)
        secret = try await begin()
        temporary.clock.advance(seconds: AccountTimes.idle + 1)
        #expect(try await newsroom.session(secret) == nil)
        secret = try await begin()
        try await newsroom.remove(ben, by: .operatorOfMachine)
        #expect(try await newsroom.session(secret) == nil)
        #expect(try await newsroom.credentials(email: ben.email) == nil)
        let again = try await join("Ben", .reporter)
        #expect(again.id != ben.id)
    }

    @Test func `the last administrator can neither leave nor step down`() async throws {
        let ada = try await join("Ada", .administrator)
        let step = await #expect(throws: StoreError.self) {
            try await newsroom.changeRole(of: ada, to: .editor, by: .operatorOfMachine)
        }
        #expect(step?.code == .stepRefused)
        await #expect(throws: StoreError.self) { try await newsroom.remove(ada, by: .operatorOfMachine) }
        _ = try await join("Bea", .administrator)
        try await newsroom.remove(ada, by: .operatorOfMachine)
        #expect(try await newsroom.people().map(\.user.name) == ["Bea"])
    }

    @Test func `a code of the second factor and a recovery code work once`() async throws {
        let ada = try await join("Ada", .administrator)
        let actor = Actor(ada, address: "::1")
        try await newsroom.addFactor("ABC", step: 10, recoveryCodes: ["one", "two"], to: ada, by: actor)
        #expect(try await newsroom.useFactor(step: 10, of: ada.id) == false)
        #expect(try await newsroom.useFactor(step: 11, of: ada.id))
        #expect(try await newsroom.useFactor(step: 11, of: ada.id) == false)
        #expect(try await newsroom.useFactor(step: 9, of: ada.id) == false)
        #expect(try await newsroom.useRecoveryCode("one", of: ada, by: actor))
        #expect(try await newsroom.useRecoveryCode("one", of: ada, by: actor) == false)
        #expect(try await newsroom.recoveryCodesLeft(of: ada.id) == 1)
    }

    @Test func `no secret of a link, a session or a recovery code is in the newsroom's files`() async throws {
        let ada = try await join("Ada", .administrator)
        let (_, link) = try await newsroom.makeReset(of: ada, by: .operatorOfMachine)
        let session = try await newsroom.beginSession(ada, isPending: false, device: "d", address: "a")
        let code = "abcdefgh12345678"
        try await newsroom.addFactor("ABC", step: 1, recoveryCodes: [code], to: ada, by: .operatorOfMachine)
        for name in ["newsroom.sqlite", "newsroom.sqlite-wal"] {
            let bytes = try Data(contentsOf: URL(filePath: temporary.folder + "/" + name))
            for secret in [link, session, code] { #expect(bytes.range(of: Data(secret.utf8)) == nil) }
        }
    }

    @Test func `the log tells who did what, a page at a time, the newest first`() async throws {
        let ada = try await join("Ada", .administrator)
        for number in 0..<5 {
            try await newsroom.note(.signInFailed, of: "try \(number)", by: Actor(ada, address: "::1"))
        }
        let first = try await newsroom.acts(limit: 3)
        #expect(first.map(\.subject) == ["try 4", "try 3", "try 2"])
        let second = try await newsroom.acts(before: first.last?.id, limit: 10)
        #expect(second.map(\.act) == [.signInFailed, .signInFailed, .joined, .invited])
        #expect(second.first?.actor == "Ada")
    }

    @Test func `a reset link ends the others and signs out everywhere`() async throws {
        let ada = try await join("Ada", .administrator)
        let session = try await newsroom.beginSession(ada, isPending: false, device: "d", address: "a")
        let (_, first) = try await newsroom.makeReset(of: ada, by: .operatorOfMachine)
        let (_, second) = try await newsroom.makeReset(of: ada, by: .operatorOfMachine)
        _ = try await newsroom.resetPassword(by: first, password: "new", address: "::1")
        #expect(try await newsroom.session(session) == nil)
        #expect(try await newsroom.accountLink(second) == nil)
        #expect(try await newsroom.credentials(of: ada.id)?.password == "new")
    }
}
