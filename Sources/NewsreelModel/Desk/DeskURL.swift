/// An address of the desk, beneath `/desk`: the parts of the path and, for lists, where the page begins.
///
/// What the parts may be is told by the desk's route table; a new page adds its name in an extension beside its view.
package struct DeskURL: Hashable, Sendable {
    package let segments: [String]
    /// The identity after which a list goes on; nil on its first page.
    package let before: String?

    package init(_ segments: [String], before: String? = nil) {
        self.segments = segments
        self.before = before
    }

    package static let home = DeskURL([])
    package static let signIn = DeskURL(["sign-in"])
    package static let signOut = DeskURL(["sign-out"])
    package static let secondFactor = DeskURL(["second-factor"])
    package static let forgot = DeskURL(["forgot"])
    package static func invitation(_ secret: String) -> DeskURL { DeskURL(["invitation", secret]) }
    package static func reset(_ secret: String) -> DeskURL { DeskURL(["reset", secret]) }
    package static let account = DeskURL(["account"])
    package static let password = DeskURL(["account", "password"])
    package static let factor = DeskURL(["account", "second-factor"])
    package static let people = DeskURL(["people"])
    package static func person(_ id: UserID, _ what: String) -> DeskURL { DeskURL(["people", id.rawValue, what]) }
    package static func log(before: String? = nil) -> DeskURL { DeskURL(["log"], before: before) }
    package static func asset(fingerprint: String, _ name: String) -> DeskURL {
        DeskURL(["assets", fingerprint, name])
    }
}
