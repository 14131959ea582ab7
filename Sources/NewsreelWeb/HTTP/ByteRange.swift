/// What a `Range` field asks of a representation (RFC 9110 §14).
enum ByteRange: Equatable {
    /// No range, or one that is to be passed over: the whole is sent.
    case whole
    /// Bytes of a single range, both ends included.
    case part(ClosedRange<Int>)
    case unsatisfiable

    /// Reads `field` for a representation of `size` bytes; several ranges at once are answered with the whole (§14.2 allows it).
    static func parse(_ field: String?, size: Int) -> ByteRange {
        guard let field, field.lowercased().hasPrefix("bytes=") else { return .whole }
        let spec = field.dropFirst(6).filter { $0 != " " && $0 != "\t" }
        guard !spec.contains(","), let hyphen = spec.firstIndex(of: "-") else { return .whole }
        let first = spec[..<hyphen]
        let last = spec[spec.index(after: hyphen)...]
        guard first.allSatisfy(\.isASCIIDigit), last.allSatisfy(\.isASCIIDigit), !(first.isEmpty && last.isEmpty) else {
            return .whole
        }
        // Numbers too large for the machine are larger than any representation.
        let start = first.isEmpty ? nil : Int(first) ?? Int.max
        let end = last.isEmpty ? nil : Int(last) ?? Int.max
        guard let start else {
            let count = min(end ?? 0, size)
            return count == 0 ? .unsatisfiable : .part((size - count)...(size - 1))
        }
        if let end, end < start { return .whole }
        guard start < size else { return .unsatisfiable }
        return .part(start...min(end ?? size - 1, size - 1))
    }
}

extension Character {
    fileprivate var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}
