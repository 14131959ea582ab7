import Foundation
import NewsreelModel
import NewsreelStore
import NewsreelTesting
import Testing

@testable import newsreel

@Suite(.timeLimit(.minutes(2))) struct KeysCommandTests {
    @Test func `a key is made with the scopes that are named, and the list tells them`() async throws {
        let folder = try TestFolder()
        let data = folder.path + "/news"
        _ = try await Binary.run("init", "--data", data)
        let made = try await Binary.run(
            "keys", "add", "Wire partner", "--scope", "write", "--scope", "read", "--data", data)
        #expect(made.code == 0)
        let secret = made.output.trimmingCharacters(in: .whitespacesAndNewlines)
        let newsroom = try Newsroom.open(at: data)
        #expect(try await newsroom.key(secret: secret)?.scopes == [.read, .write])
        #expect(try await newsroom.acts(before: nil, limit: 5).map(\.act).contains(.keyAdded))
        try newsroom.close()
        #expect(try await Binary.run("keys", "--data", data).output.contains("Wire partner  read write  made"))
        #expect(try await Binary.run("keys", "add", "Other", "--scope", "everything", "--data", data).code != 0)
    }
}
