/// A secret by which a program may do something in the newsroom; the secret itself is known to its holder alone.
package struct APIKey: Hashable, Sendable {
    /// What the holder of a key may do.
    package enum Scope: String, Sendable, CaseIterable {
        case upload
    }

    package let id: APIKeyID
    package let name: String
    package let scope: Scope
    package let created: Timestamp
    /// When it was last used, to the minute.
    package let used: Timestamp?
    /// When it was taken back; nil while it holds.
    package let revoked: Timestamp?

    package init(
        id: APIKeyID, name: String, scope: Scope, created: Timestamp, used: Timestamp? = nil, revoked: Timestamp? = nil
    ) {
        self.id = id
        self.name = name
        self.scope = scope
        self.created = created
        self.used = used
        self.revoked = revoked
    }
}
