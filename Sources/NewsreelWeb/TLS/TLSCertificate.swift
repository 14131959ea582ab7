import Foundation
package import Logging
import NIOSSL
package import ServiceLifecycle
import Synchronization

/// The files of a certificate chain and its key, in PEM.
package struct TLSFiles: Sendable {
    package var certificate: String
    package var key: String

    package init(certificate: String, key: String) {
        self.certificate = certificate
        self.key = key
    }
}

/// Why a certificate cannot be served, in words.
package struct TLSError: Error, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }
}

/// The certificate that new connections are shown; another one takes its place when the files change.
package final class TLSCertificate: Service {
    private struct State {
        var context: NIOSSLContext
        var stamp: [Stamp]
    }

    /// Which version of a file was read.
    private struct Stamp: Hashable {
        var number: UInt64
        var bytes: Int64
        var changed: Int64
    }

    private let files: TLSFiles
    private let logger: Logger
    private let state: Mutex<State>

    private static let interval = Duration.seconds(2)

    /// Reads the files; throws a ``TLSError`` that says which of them is wrong.
    package init(_ files: TLSFiles, logger: Logger) throws {
        self.files = files
        self.logger = logger
        let stamp = Self.stamp(files)
        state = Mutex(State(context: try Self.context(files), stamp: stamp))
    }

    var context: NIOSSLContext { state.withLock { $0.context } }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                try? await Task.sleep(for: Self.interval)
                self.look()
            }
        }
    }

    /// Reads the files again where they changed; the old certificate stays where the new one is no good.
    func look() {
        let stamp = Self.stamp(files)
        guard state.withLock({ $0.stamp }) != stamp else { return }
        do {
            let context = try Self.context(files)
            state.withLock { $0 = State(context: context, stamp: stamp) }
            logger.notice("certificate read again", metadata: ["file": "\(files.certificate)"])
        } catch {
            // Remembered, so that half a renewal is complained of once; its second half changes the files again.
            state.withLock { $0.stamp = stamp }
            logger.error("the new certificate cannot be served; the old one stays", metadata: ["error": "\(error)"])
        }
    }

    private static func stamp(_ files: TLSFiles) -> [Stamp] {
        [files.certificate, files.key].map { path in
            var status = Glibc.stat()
            guard stat(path, &status) == 0 else { return Stamp(number: 0, bytes: 0, changed: 0) }
            return Stamp(
                number: UInt64(status.st_ino), bytes: Int64(status.st_size),
                changed: Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec))
        }
    }

    private static func context(_ files: TLSFiles) throws -> NIOSSLContext {
        let chain: [NIOSSLCertificate]
        do {
            chain = try NIOSSLCertificate.fromPEMFile(files.certificate)
        } catch {
            throw TLSError(
                "\(files.certificate) (tls.certificate) cannot be read as a chain of certificates in PEM: \(error)")
        }
        guard !chain.isEmpty else { throw TLSError("\(files.certificate) (tls.certificate) holds no certificate.") }
        let key: NIOSSLPrivateKey
        do {
            key = try NIOSSLPrivateKey(file: files.key, format: .pem)
        } catch {
            throw TLSError("\(files.key) (tls.key) cannot be read as a private key in PEM: \(error)")
        }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["h2", "http/1.1"]
        do {
            return try NIOSSLContext(configuration: configuration)
        } catch {
            throw TLSError(
                "\(files.certificate) (tls.certificate) and \(files.key) (tls.key) do not belong together: \(error)")
        }
    }
}
