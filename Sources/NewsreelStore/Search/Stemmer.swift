internal import CStemmer

/// A Snowball stemmer; one caller at a time.
struct Stemmer: ~Copyable {
    private let handle: OpaquePointer

    /// Nil for a language that Snowball has no algorithm for.
    init?(algorithm: String) {
        guard let handle = sb_stemmer_new(algorithm, "UTF_8") else { return nil }
        self.handle = handle
    }

    deinit { sb_stemmer_delete(handle) }

    /// Replaces a lower-case word in UTF-8 by its stem; a word that would stem to nothing is left alone.
    func stem(_ word: inout [UInt8]) {
        let stemmed = word.withUnsafeBufferPointer { bytes -> [UInt8]? in
            guard let start = bytes.baseAddress, let stem = sb_stemmer_stem(handle, start, Int32(bytes.count)) else {
                return nil
            }
            // The stem lives in the stemmer only until its next call.
            return Array(UnsafeBufferPointer(start: stem, count: Int(sb_stemmer_length(handle))))
        }
        if let stemmed, !stemmed.isEmpty { word = stemmed }
    }
}
