import NIOCore
import NIOPosix
import NewsreelTesting
import Testing

/// The connections that tests drive.
@Suite(.timeLimit(.minutes(2))) struct HTTPTalkTests {
    @Test func `talks that wait for an answer leave every thread to the server that is to give it`() async throws {
        let silent = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .bind(host: "127.0.0.1", port: 0).get()
        let port = try #require(silent.localAddress?.port)
        let talks = try (0..<24).map { _ in try HTTPTalk(port: port) }
        let start = ContinuousClock.now
        let waiting = talks.map { talk in Task { try await talk.answer() } }
        try await Task.sleep(for: .milliseconds(100))
        await Task {}.value
        let passed = ContinuousClock.now - start
        for talk in talks { talk.cut() }
        for talk in waiting { await #expect(throws: HTTPTalk.Trouble.self) { try await talk.value } }
        try await silent.close()
        #expect(passed < .seconds(20))
    }
}
