/// Somebody of the newsroom.
package struct User: Hashable, Sendable, Codable {
    package let id: UserID
    package var name: String
    package var email: String
    package var role: Role
    package let created: Timestamp

    package init(id: UserID, name: String, email: String, role: Role, created: Timestamp) {
        self.id = id
        self.name = name
        self.email = email
        self.role = role
        self.created = created
    }
}

/// What somebody may do at the desk, each role including the ones before it.
package enum Role: String, Sendable, Codable, CaseIterable, Comparable {
    case reporter, editor, administrator

    package static func < (left: Role, right: Role) -> Bool {
        (allCases.firstIndex(of: left) ?? 0) < (allCases.firstIndex(of: right) ?? 0)
    }
}
