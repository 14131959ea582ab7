import ArgumentParser
import AsyncHTTPClient
import Foundation
import NIOCore

/// `newsreel upload`: files of this machine into a newsroom on another.
struct UploadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "upload", abstract: "Send files to a newsroom's site; an interrupted upload goes on.",
        discussion: """
            Prints a line per file: the media asset's identity, its kind and the file's SHA-256. Started again after an \
            interruption, the same command goes on where it stopped. Exit code 0 when all were taken, 1 when some were not.
            """)

    @Option(help: ArgumentHelp("The site: https://news.example", valueName: "address")) var to: String
    @Option(
        help: ArgumentHelp("A file that holds the key; NEWSREEL_UPLOAD_KEY where it is left out.", valueName: "file"))
    var keyFile: String?
    @Option(help: "The caption of the file.") var caption: String?
    @Option(help: "Who made and supplied it.") var credit: String?
    @Option(help: "What it shows, for readers who cannot see it.") var alt: String?
    @Argument(help: "Pictures, clips, recordings and documents.") var files: [String]

    func run() async throws {
        let key = try readKey()
        let site = try Self.site(to)
        let sources = try files.map { try UploadSource($0) }
        // The key must not follow a redirect to somewhere else.
        let http = HTTPClient(
            eventLoopGroupProvider: .singleton,
            configuration: HTTPClient.Configuration(
                redirectConfiguration: .disallow, timeout: .init(connect: .seconds(10), read: .seconds(300))))
        let client = UploadClient(http: http, site: site, key: key, memory: UploadMemory())
        var failed = false
        for source in sources {
            do {
                let words = UploadClient.Words(caption: caption, credit: credit, alt: alt)
                let outcome = try await client.send(source, words) { Terminal.complain($0) }
                if let media = outcome.media {
                    Terminal.say("\(media.id)  \(media.kind)  \(media.checksum)  \(Terminal.plain(source.name))")
                } else {
                    failed = true
                    Terminal.complain(
                        "\(Terminal.plain(source.name)): \(Terminal.plain(outcome.failure ?? "not taken yet"))")
                }
            } catch let failure as CommandFailure {
                failed = true
                Terminal.complain(failure.description)
            }
        }
        try await http.shutdown()
        if failed { throw ExitCode(1) }
    }

    private func readKey() throws -> String {
        let given: String?
        if let keyFile {
            guard let text = try? String(contentsOfFile: keyFile, encoding: .utf8) else {
                throw CommandFailure("The key file \(Terminal.plain(keyFile)) cannot be read.", exitCode: 2)
            }
            given = text
        } else {
            given = ProcessInfo.processInfo.environment["NEWSREEL_UPLOAD_KEY"]
        }
        let key = given?.trimmingCharacters(in: .whitespacesAndNewlines) ?? ""
        guard key.hasPrefix("nrk_"), key.allSatisfy({ $0.isASCII && !$0.isWhitespace }) else {
            throw CommandFailure(
                "Name a file with a key (--key-file), or set NEWSREEL_UPLOAD_KEY. newsreel keys add makes one.",
                exitCode: 2)
        }
        return key
    }

    /// Scheme and authority of an address; a key goes in the clear only to this very machine.
    static func site(_ address: String) throws -> String {
        guard let parts = URLComponents(string: address), let scheme = parts.scheme?.lowercased(),
            let host = parts.host, !host.isEmpty, ["http", "https"].contains(scheme),
            parts.path.isEmpty || parts.path == "/"
        else {
            throw CommandFailure(
                "--to \(Terminal.plain(address)): write the site's address such as https://news.example.", exitCode: 2)
        }
        if scheme == "http", !["localhost", "127.0.0.1", "[::1]", "::1"].contains(host) {
            throw CommandFailure(
                "--to \(Terminal.plain(address)): a key is sent over https only, except to this machine.", exitCode: 2)
        }
        return "\(scheme)://\(host)" + (parts.port.map { ":\($0)" } ?? "")
    }
}
