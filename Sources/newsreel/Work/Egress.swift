import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NewsreelWeb

/// Sends to other sites, and to nothing else: an address given by somebody never reaches this machine or its network.
struct Egress: Sendable {
    /// This machine may be told too, also without TLS.
    let allowsLoopback: Bool

    /// Seconds to connect, and for the whole.
    private static let connectTime: Int64 = 5
    private static let wholeTime: Int64 = 10

    static func post(_ settings: Settings) -> WebhookPost {
        let egress = Egress(allowsLoopback: settings.bool("webhooks.allow-loopback"))
        return WebhookPost { try await egress.send($0) }
    }

    func send(_ letter: WebhookLetter) async throws -> Int {
        guard let url = URL(string: letter.url), let host = url.host(), let scheme = url.scheme else {
            throw WebhookFailure("The address cannot be read.", isFinal: true)
        }
        let address = try await address(of: host)
        guard scheme == "https" || (address.isLoopback && allowsLoopback) else {
            throw WebhookFailure("The address is not https, so nothing is sent to it.", isFinal: true)
        }
        // The name is looked up once: what was found good is what is connected to.
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: .init(connect: .seconds(Self.connectTime), read: .seconds(Self.wholeTime)))
        configuration.dnsOverride = [host: address.text]
        configuration.httpVersion = .http1Only
        let client = HTTPClient(configuration: configuration)
        let outcome: Result<Int, any Error>
        do {
            var request = HTTPClientRequest(url: letter.url)
            request.method = .POST
            for header in letter.headers { request.headers.add(name: header.name, value: header.value) }
            request.body = .bytes(letter.body)
            // Of the answer only the status counts; its content is not read.
            let response = try await client.execute(request, timeout: .seconds(Self.wholeTime))
            outcome = .success(Int(response.status.code))
        } catch {
            outcome = .failure(error)
        }
        try? await client.shutdown()
        return try outcome.get()
    }

    private func address(of host: String) async throws -> HostAddress {
        let found = await HostAddress.all(of: host)
        guard let first = found.first else { throw WebhookFailure("There is no address of the name \(host).") }
        // One bad address of a name is enough: nobody can tell which one is taken.
        let isGood = found.allSatisfy { $0.isPublic || (allowsLoopback && $0.isLoopback) }
        guard isGood else {
            throw WebhookFailure("\(host) is an address of this machine or of a private network.", isFinal: true)
        }
        return first
    }
}

/// An address of the network layer.
struct HostAddress: Hashable, Sendable {
    let bytes: [UInt8]
    let text: String

    /// Every address that the system finds for a name, or the one that the name is.
    static func all(of host: String) async -> [HostAddress] {
        let name = host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
        return await withCheckedContinuation { continuation in
            // A name server that does not answer holds a thread up for many seconds: one of its own (see `DiskWork`).
            DispatchQueue(label: "newsreel.names").async { continuation.resume(returning: found(name)) }
        }
    }

    private static func found(_ name: String) -> [HostAddress] {
        var list: UnsafeMutablePointer<addrinfo>?
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        guard getaddrinfo(name, nil, &hints, &list) == 0 else { return [] }
        defer { freeaddrinfo(list) }
        var addresses: [HostAddress] = []
        var next = list
        while let entry = next?.pointee {
            next = entry.ai_next
            guard let pointer = entry.ai_addr, let address = HostAddress(pointer, length: entry.ai_addrlen) else {
                continue
            }
            if !addresses.contains(address) { addresses.append(address) }
        }
        return addresses
    }

    private init?(_ pointer: UnsafeMutablePointer<sockaddr>, length: socklen_t) {
        switch Int32(pointer.pointee.sa_family) {
        case AF_INET:
            bytes = pointer.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { address in
                withUnsafeBytes(of: address.pointee.sin_addr) { Array($0) }
            }
        case AF_INET6:
            bytes = pointer.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { address in
                withUnsafeBytes(of: address.pointee.sin6_addr) { Array($0) }
            }
        default: return nil
        }
        var name = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        guard getnameinfo(pointer, length, &name, socklen_t(name.count), nil, 0, NI_NUMERICHOST) == 0 else {
            return nil
        }
        text = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    init?(bytes: [UInt8]) {
        guard bytes.count == 4 || bytes.count == 16 else { return nil }
        self.bytes = bytes
        text = ""
    }

    var isLoopback: Bool {
        bytes.count == 4 ? bytes[0] == 127 : bytes == [UInt8](repeating: 0, count: 15) + [1]
    }

    /// True for what the world can reach (the registries of special addresses, RFC 6890).
    var isPublic: Bool {
        guard bytes.count == 4 else {
            // Global unicast alone, without documentation, benchmarking, and what carries an IPv4 address inside.
            let isGlobal = bytes[0] & 0xE0 == 0x20
            let isSpecial = bytes[0] == 0x20 && (bytes[1] == 0x02 || (bytes[1] == 0x01 && bytes[2] < 2))
            let isDocumentation = bytes.prefix(4) == [0x20, 0x01, 0x0D, 0xB8] || bytes.prefix(2) == [0x3F, 0xFF]
            return isGlobal && !isSpecial && !isDocumentation
        }
        switch (bytes[0], bytes[1], bytes[2]) {
        case (0, _, _), (10, _, _), (127, _, _), (169, 254, _), (172, 16...31, _), (192, 168, _): return false
        case (100, 64...127, _), (192, 0, 0), (192, 0, 2), (192, 88, 99), (198, 18...19, _), (198, 51, 100):
            return false
        case (203, 0, 113), (224..., _, _): return false
        default: return true
        }
    }
}
