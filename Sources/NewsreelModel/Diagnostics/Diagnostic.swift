/// Something to tell the person who handed in material: what was found, where, and what to do about it.
package struct Diagnostic: Hashable, Sendable, Codable {
    package enum Severity: String, Sendable, Codable, Comparable {
        case note, warning, error

        package static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

        private var rank: Int {
            switch self {
            case .note: 0
            case .warning: 1
            case .error: 2
            }
        }
    }

    package let severity: Severity
    /// A stable name for programs, `kebab-case`.
    package let code: String
    /// One sentence for people.
    package let message: String
    /// The line of the material, from 1; nil when it is about the whole.
    package let line: Int?

    package init(_ severity: Severity, _ code: String, _ message: String, line: Int? = nil) {
        self.severity = severity
        self.code = code
        self.message = message
        self.line = line
    }
}
