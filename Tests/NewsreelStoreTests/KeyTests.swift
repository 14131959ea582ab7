import Foundation
import NewsreelModel
import NewsreelTesting
import Testing

@testable import NewsreelStore

@Suite struct KeyTests {
    @Test func `a key lets in whoever has its secret, until it is revoked`() async throws {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        let (key, secret) = try await newsroom.addKey(" Camera desk ", scopes: [.upload])
        #expect(key.name == "Camera desk")
        #expect(secret.hasPrefix("nrk_") && secret.count == 56)
        #expect(try await newsroom.key(secret: secret)?.id == key.id)
        #expect(try await newsroom.key(secret: secret + "0") == nil)
        #expect(try await newsroom.key(secret: "nrk_") == nil)
        #expect(try await newsroom.key(secret: key.id.rawValue) == nil)
        #expect(try await newsroom.revokeKey("Camera desk").id == key.id)
        #expect(try await newsroom.key(secret: secret) == nil)
        // The name may be used again, and the list still tells of the old key.
        let (again, _) = try await newsroom.addKey("Camera desk", scopes: [.upload])
        #expect(try await newsroom.keys().map(\.id) == [key.id, again.id])
        let twice = await #expect(throws: StoreError.self) {
            try await newsroom.addKey("Camera desk", scopes: [.upload])
        }
        #expect(twice?.code == .alreadyExists)
        let missing = await #expect(throws: StoreError.self) { try await newsroom.revokeKey("nobody") }
        #expect(missing?.code == .notFound)
    }

    @Test func `the secret is nowhere in the newsroom's files`() async throws {
        let temporary = try await TemporaryNewsroom()
        let (_, secret) = try await temporary.newsroom.addKey("Camera desk", scopes: [.upload])
        for name in ["newsroom.sqlite", "newsroom.sqlite-wal"] {
            let bytes = try Data(contentsOf: URL(filePath: temporary.folder + "/" + name))
            #expect(bytes.range(of: Data(secret.dropFirst(4).utf8)) == nil)
        }
    }

    @Test func `the use of a key is noted to the minute`() async throws {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        let (_, secret) = try await newsroom.addKey("Camera desk", scopes: [.upload])
        #expect(try await newsroom.keys().first?.used == nil)
        _ = try await newsroom.key(secret: secret)
        temporary.clock.advance(seconds: 30)
        _ = try await newsroom.key(secret: secret)
        #expect(try await newsroom.keys().first?.used == .fixtureNow)
        temporary.clock.advance(seconds: 31)
        _ = try await newsroom.key(secret: secret)
        #expect(try await newsroom.keys().first?.used == Timestamp.fixtureNow.adding(seconds: 61))
    }
}
