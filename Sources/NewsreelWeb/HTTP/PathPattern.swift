extension [String] {
    /// The parts of a path that this pattern names with a colon; nil where the path is another's.
    func parameters(of segments: [String]) -> [String: String]? {
        guard segments.count == count else { return nil }
        var found: [String: String] = [:]
        for (part, segment) in zip(self, segments) {
            if part.hasPrefix(":") {
                found[String(part.dropFirst())] = segment
            } else if part != segment {
                return nil
            }
        }
        return found
    }
}
