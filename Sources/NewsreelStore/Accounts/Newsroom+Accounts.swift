package import NewsreelModel

extension Newsroom {
    /// What is asked of whoever has this address; nil where nobody has, or they were never let in.
    package func credentials(email: String) async throws(StoreError) -> Credentials? {
        try await credentials("u.email = $1", .text(email.trimmingWhitespace().lowercased()))
    }

    package func credentials(of user: UserID) async throws(StoreError) -> Credentials? {
        try await credentials("u.id = $1", .id(user))
    }

    private func credentials(_ condition: String, _ value: SQLValue) async throws(StoreError) -> Credentials? {
        try await read("read credentials") { (transaction: ReadTransaction) throws(StoreError) in
            try transaction.first(
                """
                SELECT \(AccountRecords.userColumns), a.password, a.factor FROM users u
                JOIN accounts a ON a.person = u.id WHERE u.removed_ms IS NULL AND \(condition)
                """, [value]
            ) { (row: borrowing RowView) throws(StoreError) -> Credentials in
                Credentials(user: try AccountRecords.user(row), password: row.text(5), factor: row.optionalText(6))
            }
        }
    }

    /// Everybody who is in the newsroom, by name, and whether they have a second factor.
    package func people() async throws(StoreError) -> [(user: User, hasFactor: Bool)] {
        try await read("read the people") { (transaction: ReadTransaction) throws(StoreError) in
            try transaction.rows(
                """
                SELECT \(AccountRecords.userColumns), a.factor IS NOT NULL FROM users u
                LEFT JOIN accounts a ON a.person = u.id WHERE u.removed_ms IS NULL ORDER BY u.name, u.id
                """
            ) { (row: borrowing RowView) throws(StoreError) -> (user: User, hasFactor: Bool) in
                (try AccountRecords.user(row), row.bool(5))
            }
        }
    }

    /// Invitations that nobody has used yet, the newest first.
    package func openInvitations() async throws(StoreError) -> [AccountLink] {
        try await read("read the invitations") { (transaction: ReadTransaction) throws(StoreError) in
            try transaction.rows(
                """
                SELECT id, email, role, created_ms, expires_ms FROM account_links
                WHERE used_ms IS NULL AND expires_ms > $1 AND role IS NOT NULL ORDER BY id DESC
                """, [.time(transaction.now)]
            ) { (row: borrowing RowView) -> AccountLink in
                AccountLink(
                    id: row.id(0),
                    purpose: .invitation(email: row.optionalText(1), Role(rawValue: row.text(2)) ?? .reporter),
                    created: row.time(3), expires: row.time(4))
            }
        }
    }

    /// A new password that its owner chose; signs their browsers out, this one too, which is given a new session.
    package func changePassword(of user: User, to password: String, by actor: Actor) async throws(StoreError) {
        try await write("change a password") { (transaction: WriteTransaction) throws(StoreError) in
            try transaction.execute(
                "UPDATE accounts SET password = $2, changed_ms = $3 WHERE person = $1",
                [.id(user.id), .text(password), .time(transaction.now)])
            try transaction.execute("DELETE FROM sessions WHERE person = $1", [.id(user.id)])
            try transaction.log(.passwordChanged, of: user.email, by: actor)
        }
    }

    package func rename(_ user: User, to name: String, by actor: Actor) async throws(StoreError) {
        let name = try AccountRecords.name(name)
        try await write("rename somebody") { (transaction: WriteTransaction) throws(StoreError) in
            try transaction.execute("UPDATE users SET name = $2 WHERE id = $1", [.id(user.id), .text(name)])
            try transaction.log(.nameChanged, of: "\(user.email): \(user.name) is now \(name)", by: actor)
        }
    }

    /// A new role: whoever has it signs in again with it.
    package func changeRole(of user: User, to role: Role, by actor: Actor) async throws(StoreError) {
        guard user.role != role else { return }
        try await write("change a role") { (transaction: WriteTransaction) throws(StoreError) in
            if user.role == .administrator { try transaction.needAdministrator(besides: user.id) }
            try transaction.execute(
                "UPDATE users SET role = $2 WHERE id = $1", [.id(user.id), .text(role.rawValue)])
            try transaction.execute("DELETE FROM sessions WHERE person = $1", [.id(user.id)])
            try transaction.log(.roleChanged, of: "\(user.email): \(user.role.rawValue) to \(role.rawValue)", by: actor)
        }
    }

    /// Takes somebody out of the newsroom at once; what they wrote stays, and their address may be invited again.
    package func remove(_ user: User, by actor: Actor) async throws(StoreError) {
        try await write("remove somebody") { (transaction: WriteTransaction) throws(StoreError) in
            if user.role == .administrator { try transaction.needAdministrator(besides: user.id) }
            for table in ["sessions", "recovery_codes", "accounts", "account_links"] {
                try transaction.execute("DELETE FROM \(table) WHERE person = $1", [.id(user.id)])
            }
            try transaction.execute(
                "UPDATE users SET removed_ms = $2, email = $3 WHERE id = $1",
                [.id(user.id), .time(transaction.now), .text("removed:\(user.id):\(user.email)")])
            try transaction.log(.removed, of: user.email, by: actor)
        }
    }

    /// The log, the newest act first; `before` goes on after the last of the page before.
    package func acts(before: LoggedActID? = nil, limit: Int) async throws(StoreError) -> [LoggedAct] {
        try await read("read the log") { (transaction: ReadTransaction) throws(StoreError) in
            let columns = "SELECT id, at_ms, name, act, subject, address FROM acts"
            let order = "ORDER BY id DESC LIMIT"
            let map = { (row: borrowing RowView) throws(StoreError) -> LoggedAct in
                guard let act = LoggedAct.Act(rawValue: row.text(3)) else {
                    throw StoreError(.damaged, "The log tells of an act that this program does not know.")
                }
                return LoggedAct(
                    id: row.id(0), at: row.time(1), actor: row.optionalText(2), act: act, subject: row.text(4),
                    address: row.text(5))
            }
            if let before {
                return try transaction.rows(
                    "\(columns) WHERE id < $1 \(order) $2", [.id(before), .integer(limit)], map)
            }
            return try transaction.rows("\(columns) \(order) $1", [.integer(limit)], map)
        }
    }

    /// Notes an act that changed nothing else, such as a sign-in that failed.
    package func note(_ act: LoggedAct.Act, of subject: String, by actor: Actor) async throws(StoreError) {
        try await write("note an act") { (transaction: WriteTransaction) throws(StoreError) in
            try transaction.log(act, of: subject, by: actor)
        }
    }
}
