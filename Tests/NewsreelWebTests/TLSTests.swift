import AsyncHTTPClient
import Foundation
import Hummingbird
import Logging
import NIOCore
import NIOHTTP1
import NIOSSL
import NewsreelModel
import NewsreelPages
import NewsreelStore
import NewsreelTesting
import Testing

@testable import NewsreelWeb

/// HTTPS and HTTP/2 with a certificate of the test's own making.
@Suite(.timeLimit(.minutes(2))) struct TLSTests {
    static let openssl = "/usr/bin/openssl"
    static let hasOpenSSL = FileManager.default.isExecutableFile(atPath: openssl)

    let temporary: TemporaryNewsroom

    init() async throws {
        temporary = try await TemporaryNewsroom()
        _ = try await temporary.newsroom.publishFixture()
    }

    private var files: TLSFiles {
        TLSFiles(certificate: temporary.folder + "/tls.crt", key: temporary.folder + "/tls.key")
    }

    /// Writes a certificate for `localhost` that names `owner`.
    private func makeCertificate(_ owner: String) throws {
        let process = Process()
        process.executableURL = URL(filePath: Self.openssl)
        process.arguments = [
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
            "-subj",
            "/CN=localhost/O=\(owner)", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout",
            files.key + ".new", "-out", files.certificate + ".new",
        ]
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
        for path in [files.key, files.certificate] {
            try? FileManager.default.removeItem(atPath: path)
            try FileManager.default.moveItem(atPath: path + ".new", toPath: path)
        }
    }

    private func quiet() -> Logger {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        return logger
    }

    private func ask(_ url: String, http2: Bool) async throws -> (HTTPClientResponse, String) {
        var configuration = HTTPClient.Configuration()
        configuration.httpVersion = http2 ? .automatic : .http1Only
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.trustRoots = .file(files.certificate)
        configuration.tlsConfiguration = tls
        let client = HTTPClient(eventLoopGroup: HTTPClient.defaultEventLoopGroup, configuration: configuration)
        do {
            let answer = try await client.execute(HTTPClientRequest(url: url), timeout: .seconds(60))
            let text = String(buffer: try await answer.body.collect(upTo: 1 << 20))
            try await client.shutdown()
            return (answer, text)
        } catch {
            try await client.shutdown()
            throw error
        }
    }

    @Test(.enabled(if: hasOpenSSL))
    func `pages come over HTTPS and HTTP 2, and a new certificate is shown without a restart`() async throws {
        try makeCertificate("First")
        let certificate = try TLSCertificate(files, logger: quiet())
        let newsroom = temporary.newsroom
        let pages = try PageRenderer(
            theme: try SiteTests.theme.get(), site: try await newsroom.site(origin: "https://lamp.example"),
            editions: try await newsroom.editions())
        let application = buildApplication(
            newsroom: newsroom, pages: pages, clock: temporary.clock.clock,
            options: ApplicationOptions(certificate: certificate), logger: quiet())
        try await application.test(.live) { client in
            let port = try #require(client.port)
            for path in ["/2026/03/02/ferry-returns-to-osterholm", "/nowhere", "/healthz", "/readyz", "/desk"] {
                let url = "https://localhost:\(port)\(path)"
                for _ in 0..<2 {
                    let (old, oldText) = try await ask(url, http2: false)
                    let (new, newText) = try await ask(url, http2: true)
                    #expect(old.version == .http1_1 && new.version == .http2)
                    #expect(old.status == new.status && oldText == newText && !newText.isEmpty)
                    #expect(new.headers["strict-transport-security"] == ["max-age=31536000"], "\(path)")
                    var fields = (old.headers, new.headers)
                    for name in ["date", "connection"] {
                        fields.0.remove(name: name)
                        fields.1.remove(name: name)
                    }
                    let (oldFields, newFields) = (
                        fields.0.map { $0.name.lowercased() + $0.value },
                        fields.1.map { $0.name.lowercased() + $0.value }
                    )
                    #expect(oldFields == newFields, "\(path)")
                }
            }
            try makeCertificate("Second")
            // The trust root of the client is the new file alone, so the old certificate would be refused.
            certificate.look()
            #expect(try await ask("https://localhost:\(port)/healthz", http2: true).1 == "live\n")
            try Data("nonsense".utf8).write(to: URL(filePath: files.certificate + ".bad"))
            let good = try Data(contentsOf: URL(filePath: files.certificate))
            try Data("nonsense".utf8).write(to: URL(filePath: files.certificate))
            certificate.look()
            try good.write(to: URL(filePath: files.certificate))
            #expect(try await ask("https://localhost:\(port)/healthz", http2: false).1 == "live\n")
        }
    }

    @Test(.enabled(if: hasOpenSSL)) func `a certificate that cannot be served is named`() throws {
        try makeCertificate("First")
        var wrong = files
        wrong.certificate = "/nowhere.crt"
        #expect(throws: TLSError.self) { try TLSCertificate(wrong, logger: quiet()) }
        wrong = files
        wrong.key = files.certificate
        let error = #expect(throws: TLSError.self) { try TLSCertificate(wrong, logger: quiet()) }
        #expect(error?.description.contains("tls.key") == true)
    }

    @Test func `browsers are told to come by HTTPS alone where they did, as a trusted proxy says`() async throws {
        let newsroom = temporary.newsroom
        let pages = try PageRenderer(
            theme: try SiteTests.theme.get(), site: try await newsroom.site(origin: "https://lamp.example"),
            editions: try await newsroom.editions())
        for (proxy, days) in [("127.0.0.1", 2), ("127.0.0.1", 0), ("10.0.0.1", 2)] {
            let application = buildApplication(
                newsroom: newsroom, pages: pages, clock: temporary.clock.clock,
                options: ApplicationOptions(proxies: try #require(TrustedProxies(proxy)), strictDays: days),
                logger: quiet())
            try await application.test(.live) { client in
                let port = try #require(client.port)
                // By the router, then from the shelf, then what is never kept.
                for path in ["/latest", "/latest", "/healthz", "/nowhere"] {
                    for (said, isTold) in [("https", true), ("HTTPS", true), ("http", false), (nil, false)] {
                        let fields = said.map { ["X-Forwarded-Proto": $0] } ?? [:]
                        let answer = try await HTTPTalk(port: port).ask("GET", path, fields)
                        let wanted = isTold && proxy == "127.0.0.1" && days > 0 ? "max-age=172800" : nil
                        #expect(answer.headers["strict-transport-security"] == wanted, "\(path) \(said ?? "")")
                        #expect(!answer.body.isEmpty)
                    }
                }
            }
        }
    }

    @Test func `forwarded addresses are believed from configured proxies alone`() throws {
        let proxies = try #require(TrustedProxies("127.0.0.1, ::1 10.0.0.0/8,2001:db8::/32"))
        #expect(proxies.contains("10.200.3.4") && !proxies.contains("11.0.0.1"))
        #expect(proxies.contains("2001:db8:ffff::1") && !proxies.contains("2001:db9::1"))
        #expect(proxies.contains("::ffff:127.0.0.1"))
        #expect(proxies.client(peer: "127.0.0.1", forwarded: "1.2.3.4") == "1.2.3.4")
        #expect(proxies.client(peer: "127.0.0.1", forwarded: "9.9.9.9, 1.2.3.4, 10.0.0.7") == "1.2.3.4")
        #expect(proxies.client(peer: "8.8.8.8", forwarded: "1.2.3.4") == "8.8.8.8")
        #expect(proxies.client(peer: "127.0.0.1", forwarded: "<script>") == "127.0.0.1")
        #expect(proxies.client(peer: "127.0.0.1", forwarded: nil) == "127.0.0.1")
        #expect(TrustedProxies.none.client(peer: "127.0.0.1", forwarded: "1.2.3.4") == "127.0.0.1")
        for text in ["localhost", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8/9", "1.2.3"] {
            #expect(TrustedProxies(text) == nil, "\(text)")
        }
        #expect(TrustedProxies("") == TrustedProxies.none)
    }
}
