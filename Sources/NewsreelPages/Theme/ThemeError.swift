/// A theme folder that cannot be used: which file, where in it, and what to do.
package struct ThemeError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The path as it was opened.
    package let file: String
    /// From 1; nil when it is about the whole file.
    package let line: Int?
    package let message: String

    package init(file: String, line: Int? = nil, _ message: String) {
        self.file = file
        self.line = line
        self.message = message
    }

    package var description: String {
        let place = line.map { "\(file), line \($0)" } ?? file
        return "\(place): \(message)"
    }
}
