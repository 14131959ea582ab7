/// Somebody who has a story open.
package struct Presence: Hashable, Sendable {
    package let user: UserID
    package let name: String
    package let seen: Timestamp

    package init(user: UserID, name: String, seen: Timestamp) {
        self.user = user
        self.name = name
        self.seen = seen
    }
}
