package import NewsreelModel

extension Newsroom {
    /// Adds somebody, or changes who has this identity.
    package func putUser(_ user: User) async throws(StoreError) {
        let email = user.email.trimmingWhitespace().lowercased()
        try await write("put user \(user.id)") { (transaction: WriteTransaction) throws(StoreError) in
            let isTaken = try transaction.exists(
                "SELECT 1 FROM users WHERE email = $1 AND id <> $2", [.text(email), .id(user.id)])
            guard !isTaken else {
                throw StoreError(.alreadyExists, "Somebody with the address \(email) is in the newsroom already.")
            }
            try transaction.execute(
                """
                INSERT INTO users (id, name, email, role, created_ms) VALUES ($1, $2, $3, $4, $5)
                ON CONFLICT (id) DO UPDATE SET name = excluded.name, email = excluded.email, role = excluded.role
                """,
                [.id(user.id), .text(user.name), .text(email), .text(user.role.rawValue), .time(user.created)])
        }
    }

    /// Everybody, by name.
    package func users() async throws(StoreError) -> [User] {
        try await read("read the users") { (transaction: ReadTransaction) throws(StoreError) in
            try transaction.rows("SELECT id, name, email, role, created_ms FROM users ORDER BY name, id", [], Self.user)
        }
    }

    /// Who has this address, in whatever case it is written.
    package func user(email: String) async throws(StoreError) -> User? {
        let email = email.trimmingWhitespace().lowercased()
        return try await read("read a user") { (transaction: ReadTransaction) throws(StoreError) in
            try transaction.first(
                "SELECT id, name, email, role, created_ms FROM users WHERE email = $1", [.text(email)], Self.user)
        }
    }

    private static func user(_ row: borrowing RowView) throws(StoreError) -> User {
        guard let role = Role(rawValue: row.text(3)) else {
            throw StoreError(.damaged, "The role \(row.text(3)) of a user is none that this program knows.")
        }
        return User(id: row.id(0), name: row.text(1), email: row.text(2), role: role, created: row.time(4))
    }
}
