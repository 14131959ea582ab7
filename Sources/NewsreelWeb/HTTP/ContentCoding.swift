import NewsreelPages

extension Compressed.Coding {
    /// The best coding that an `Accept-Encoding` field allows (RFC 9110 §12.5.3).
    static func accepted(_ field: String?) -> Compressed.Coding {
        guard let field else { return .identity }
        var weights: [String: Double] = [:]
        for item in field.split(separator: ",").prefix(20) {
            let parts = item.split(separator: ";").map { $0.filter { $0 != " " }.lowercased() }
            guard let name = parts.first else { continue }
            let quality = parts.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) } ?? 1
            weights[name] = quality
        }
        func weight(_ coding: Compressed.Coding) -> Double { weights[coding.rawValue] ?? weights["*"] ?? 0 }
        let best = max(weight(.brotli), weight(.gzip))
        guard best > 0 else { return .identity }
        return weight(.brotli) >= best ? .brotli : .gzip
    }
}
