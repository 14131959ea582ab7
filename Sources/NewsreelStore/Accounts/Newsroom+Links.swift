package import NewsreelModel

extension Newsroom {
    /// A one-time link by which somebody joins; the secret in it cannot be read again.
    package func invite(
        email: String?, role: Role, lifetime: Double = AccountTimes.invitation, by actor: Actor
    ) async throws(StoreError) -> (link: AccountLink, secret: String) {
        let email = try email.map { text throws(StoreError) in try AccountRecords.email(text) }
        return try await makeLink(.invitation(email: email, role), lifetime) {
            (transaction: WriteTransaction) throws(StoreError) in
            if let email {
                let isTaken = try transaction.exists("SELECT 1 FROM users WHERE email = $1", [.text(email)])
                guard !isTaken else {
                    throw StoreError(.alreadyExists, "Somebody with the address \(email) is in the newsroom already.")
                }
            }
            try transaction.log(.invited, of: (email ?? "whoever has the link") + " as " + role.rawValue, by: actor)
        }
    }

    /// A one-time link by which somebody chooses a password anew.
    package func makeReset(
        of user: User, lifetime: Double = AccountTimes.reset, by actor: Actor
    ) async throws(StoreError) -> (link: AccountLink, secret: String) {
        try await makeLink(.reset(user.id), lifetime) { (transaction: WriteTransaction) throws(StoreError) in
            try transaction.log(.resetAsked, of: user.email, by: actor)
        }
    }

    private func makeLink(
        _ purpose: AccountLink.Purpose, _ lifetime: Double,
        _ more: @Sendable @escaping (WriteTransaction) throws(StoreError) -> Void
    ) async throws(StoreError) -> (link: AccountLink, secret: String) {
        let secret = AccountSecret.make()
        let link = try await write("make a link") { (transaction: WriteTransaction) throws(StoreError) in
            try more(transaction)
            let link = AccountLink(
                id: transaction.newID(), purpose: purpose, created: transaction.now,
                expires: transaction.now.adding(seconds: lifetime))
            let values: (person: SQLValue, email: SQLValue, role: SQLValue) =
                switch purpose {
                case .invitation(let email, let role): (.null, .optional(email), .text(role.rawValue))
                case .reset(let user): (.id(user), .null, .null)
                }
            try transaction.execute(
                """
                INSERT INTO account_links (id, secret_sha256, person, email, role, created_ms, expires_ms)
                VALUES ($1, $2, $3, $4, $5, $6, $7)
                """,
                [
                    .id(link.id), .text(KeySecret.hash(secret)), values.person, values.email, values.role,
                    .time(link.created), .time(link.expires),
                ])
            return link
        }
        return (link, secret)
    }

    /// The link with this secret, while it holds.
    package func accountLink(_ secret: String) async throws(StoreError) -> AccountLink? {
        try await read("look up a link") { (transaction: ReadTransaction) throws(StoreError) in
            try LinkRecords.open(secret, transaction)
        }
    }

    /// Somebody joins by their invitation, which is used up with that.
    package func join(
        by secret: String, name: String, email: String, password: String, address: String
    ) async throws(StoreError) -> User {
        let name = try AccountRecords.name(name)
        let email = try AccountRecords.email(email)
        return try await write("join") { (transaction: WriteTransaction) throws(StoreError) in
            guard let link = try LinkRecords.open(secret, transaction), case .invitation(_, let role) = link.purpose
            else { throw LinkRecords.gone }
            guard try !transaction.exists("SELECT 1 FROM users WHERE email = $1", [.text(email)]) else {
                throw StoreError(.alreadyExists, "This address cannot be used. Take another one.")
            }
            let user = User(id: transaction.newID(), name: name, email: email, role: role, created: transaction.now)
            try transaction.execute(
                "INSERT INTO users (id, name, email, role, created_ms) VALUES ($1, $2, $3, $4, $5)",
                [.id(user.id), .text(name), .text(email), .text(role.rawValue), .time(user.created)])
            try transaction.execute(
                "INSERT INTO accounts (person, password, changed_ms) VALUES ($1, $2, $3)",
                [.id(user.id), .text(password), .time(transaction.now)])
            try LinkRecords.use(link, transaction)
            try transaction.log(.joined, of: email + " as " + role.rawValue, by: Actor(user, address: address))
            return user
        }
    }

    /// A new password by a link: every browser is signed out and every other reset link of theirs ends.
    package func resetPassword(
        by secret: String, password: String, address: String
    ) async throws(StoreError) -> User {
        try await write("reset a password") { (transaction: WriteTransaction) throws(StoreError) in
            guard let link = try LinkRecords.open(secret, transaction), case .reset(let id) = link.purpose,
                let user = try transaction.first(
                    "SELECT \(AccountRecords.userColumns) FROM users u WHERE u.id = $1 AND u.removed_ms IS NULL",
                    [.id(id)], AccountRecords.user)
            else { throw LinkRecords.gone }
            try transaction.execute(
                """
                INSERT INTO accounts (person, password, changed_ms) VALUES ($1, $2, $3)
                ON CONFLICT (person) DO UPDATE SET password = excluded.password, changed_ms = excluded.changed_ms
                """, [.id(id), .text(password), .time(transaction.now)])
            try transaction.execute("DELETE FROM sessions WHERE person = $1", [.id(id)])
            try transaction.execute(
                "UPDATE account_links SET used_ms = $2 WHERE person = $1 AND used_ms IS NULL",
                [.id(id), .time(transaction.now)])
            try transaction.log(.passwordReset, of: user.email, by: Actor(user, address: address))
            return user
        }
    }
}

/// Secrets of links and sessions: 256 random bits, of which the tables have the SHA-256 alone.
enum AccountSecret {
    static func make() -> String { String(KeySecret.make().dropFirst(KeySecret.prefix.count)) }
}

private enum LinkRecords {
    static let gone = StoreError(.notFound, "This link has been used or is too old. Ask for a new one.")

    static func open(_ secret: String, _ transaction: ReadTransaction) throws(StoreError) -> AccountLink? {
        guard secret.utf8.count <= 200 else { return nil }
        return try transaction.first(
            """
            SELECT id, person, email, role, created_ms, expires_ms FROM account_links
            WHERE secret_sha256 = $1 AND used_ms IS NULL AND expires_ms > $2
            """, [.text(KeySecret.hash(secret)), .time(transaction.now)]
        ) { (row: borrowing RowView) throws(StoreError) -> AccountLink in
            let purpose: AccountLink.Purpose
            if let role = Role(rawValue: row.text(3)) {
                purpose = .invitation(email: row.optionalText(2), role)
            } else {
                purpose = .reset(row.id(1))
            }
            return AccountLink(id: row.id(0), purpose: purpose, created: row.time(4), expires: row.time(5))
        }
    }

    static func use(_ link: AccountLink, _ transaction: WriteTransaction) throws(StoreError) {
        try transaction.execute(
            "UPDATE account_links SET used_ms = $2 WHERE id = $1", [.id(link.id), .time(transaction.now)])
    }
}
