import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import NewsreelWeb
import ServiceLifecycle

extension SiteApplication {
    enum Setup { case live }

    /// Runs the site as it ships, on a free port, with a client that asks it over one connection.
    func test<Value: Sendable>(
        _ setup: Setup, _ body: @escaping @Sendable (SiteClient) async throws -> Value
    ) async throws -> Value {
        let (ports, listening) = AsyncStream.makeStream(of: Int.self)
        var application = self
        application.onListening = { listening.yield($0) }
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [.init(service: application, serviceName: "site")], logger: logger))
        return try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                defer { listening.finish() }
                try await group.run()
            }
            guard let port = await ports.first(where: { _ in true }) else {
                try await tasks.waitForAll()
                throw ChannelError.connectPending
            }
            let result: Result<Value, any Error>
            do {
                result = .success(
                    try await TestClient.withClient(
                        host: "127.0.0.1", port: port, configuration: .init(timeout: .seconds(60))
                    ) {
                        try await body(SiteClient(client: $0, port: port))
                    })
            } catch {
                result = .failure(error)
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
            return try result.get()
        }
    }
}

/// A reader with one connection, whose requests wait for each other.
struct SiteClient: Sendable {
    struct Answer {
        let head: HTTPResponse
        let body: ByteBuffer

        var status: HTTPResponse.Status { head.status }
        var headers: HTTPFields { head.headerFields }
    }

    fileprivate let client: TestClient
    let port: Int?

    @discardableResult
    func execute(
        uri: String, method: HTTPRequest.Method, headers: HTTPFields = [:], body: ByteBuffer? = nil
    ) async throws -> Answer {
        var headers = headers
        headers[.connection] = "keep-alive"
        let response = try await client.execute(
            TestClient.Request(uri, method: method, authority: "localhost", headers: headers, body: body))
        return Answer(head: response.head, body: response.body ?? ByteBuffer())
    }

    func execute<Value>(
        uri: String, method: HTTPRequest.Method, headers: HTTPFields = [:], body: ByteBuffer? = nil,
        _ read: (Answer) async throws -> Value
    ) async throws -> Value {
        try await read(try await execute(uri: uri, method: method, headers: headers, body: body))
    }
}
