import NewsreelPages

/// The codings that a reader takes besides none, the best first (RFC 9110 §12.5.3).
struct AcceptedCodings: Equatable, Sendable, ExpressibleByArrayLiteral {
    private let codings: [Compressed.Coding]

    init(arrayLiteral codings: Compressed.Coding...) { self.codings = codings }

    /// Reads an `Accept-Encoding` field.
    init(_ field: String?) {
        var weights: [String: Double] = [:]
        for item in (field ?? "").split(separator: ",").prefix(20) {
            let parts = item.split(separator: ";").map { $0.filter { $0 != " " }.lowercased() }
            guard let name = parts.first else { continue }
            let quality = parts.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) } ?? 1
            weights[name] = quality
        }
        func weight(_ coding: Compressed.Coding) -> Double { weights[coding.rawValue] ?? weights["*"] ?? 0 }
        let order: [Compressed.Coding] = weight(.brotli) >= weight(.gzip) ? [.brotli, .gzip] : [.gzip, .brotli]
        codings = order.filter { weight($0) > 0 }
    }

    /// The number of the form to send; the first has no coding and is sent where there is none that the reader takes.
    func index<Form>(in forms: [Form], _ own: (Form) -> Compressed.Coding) -> Int {
        for coding in codings {
            if let index = forms.firstIndex(where: { own($0) == coding }) { return index }
        }
        return 0
    }
}
