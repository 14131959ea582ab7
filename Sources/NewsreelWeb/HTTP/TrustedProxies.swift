import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import NewsreelModel

/// The proxies whose word is taken for whom they ask.
package struct TrustedProxies: Sendable, Equatable {
    private struct Network: Equatable {
        var bytes: [UInt8]
        var bits: Int
    }

    private var networks: [Network] = []

    package static let none = TrustedProxies()

    private init() {}

    /// Addresses and networks as `127.0.0.1, ::1, 10.0.0.0/8`; nil where one of them is neither.
    package init?(_ text: String) {
        for part in text.split(whereSeparator: { $0 == "," || $0 == " " }) {
            let pieces = part.split(separator: "/", omittingEmptySubsequences: false)
            guard pieces.count <= 2, let bytes = Self.bytes(String(pieces[0])) else { return nil }
            let most = bytes.count * 8
            guard let bits = pieces.count == 2 ? Int(pieces[1]) : most, (0...most).contains(bits) else { return nil }
            networks.append(Network(bytes: bytes, bits: bits))
        }
    }

    package func contains(_ address: String) -> Bool {
        guard let bytes = Self.bytes(address) else { return false }
        return networks.contains { network in
            network.bytes.count == bytes.count
                && (0..<network.bits).allSatisfy { bit in
                    (network.bytes[bit / 8] ^ bytes[bit / 8]) & (0x80 >> UInt8(bit % 8)) == 0
                }
        }
    }

    /// The address of the reader who asks.
    func client(of request: Request, _ context: SiteContext) -> String {
        client(peer: context.channel.remoteAddress?.ipAddress ?? "", forwarded: request.headers[.forwardedFor])
    }

    /// For whom the connection from `peer` asks: the last address of `X-Forwarded-For` that no trusted proxy has,
    /// since everything before it may have been made up.
    func client(peer: String, forwarded: String?) -> String {
        var client = peer
        var rest = (forwarded?.split(separator: ",") ?? [])[...]
        while contains(client), let last = rest.popLast()?.trimmingWhitespace(), Self.bytes(last) != nil {
            client = last
        }
        return client
    }

    /// The bytes of an address, an IPv4 address within IPv6 as itself.
    private static func bytes(_ address: String) -> [UInt8]? {
        guard let packed = try? SocketAddress(ipAddress: address, port: 0) else { return nil }
        switch packed {
        case .v4(let address): return withUnsafeBytes(of: address.address.sin_addr) { Array($0) }
        case .v6(let address):
            let bytes = withUnsafeBytes(of: address.address.sin6_addr) { Array($0) }
            let isMapped = bytes.prefix(10).allSatisfy { $0 == 0 } && bytes[10] == 0xFF && bytes[11] == 0xFF
            return isMapped ? Array(bytes.suffix(4)) : bytes
        case .unixDomainSocket: return nil
        }
    }
}

extension HTTPField.Name {
    fileprivate static let forwardedFor = HTTPField.Name("X-Forwarded-For") ?? .via
}
