/// A secret by which a program may do something in the newsroom; the secret itself is known to its holder alone.
package struct APIKey: Hashable, Sendable {
    /// What the holder of a key may do.
    package enum Scope: String, Sendable, Codable, CaseIterable, Comparable {
        case read, write, publish, upload, manage

        /// What it allows, for those who give a key.
        package var meaning: String {
            switch self {
            case .read: "read stories, drafts too, media, tags, editions, front pages and search"
            case .write: "write and change stories, and what is known of media"
            case .publish: "bring stories to readers, correct and withdraw them, arrange front pages"
            case .upload: "send pictures, clips, recordings and documents"
            case .manage: "see people, keep webhooks, change editions and settings"
            }
        }

        package static func < (left: Scope, right: Scope) -> Bool {
            (allCases.firstIndex(of: left) ?? 0) < (allCases.firstIndex(of: right) ?? 0)
        }
    }

    package let id: APIKeyID
    package let name: String
    package let scopes: Set<Scope>
    package let created: Timestamp
    /// When it was last used, to the minute.
    package let used: Timestamp?
    /// When it was taken back; nil while it holds.
    package let revoked: Timestamp?

    package init(
        id: APIKeyID, name: String, scopes: Set<Scope>, created: Timestamp, used: Timestamp? = nil,
        revoked: Timestamp? = nil
    ) {
        self.id = id
        self.name = name
        self.scopes = scopes
        self.created = created
        self.used = used
        self.revoked = revoked
    }
}
