package import NewsreelModel

extension Newsroom {
    /// Signs a browser in, ending the session that it had; the secret goes into its cookie and nowhere else.
    package func beginSession(
        _ user: User, isPending: Bool, device: String, address: String, replacing old: SessionID? = nil
    ) async throws(StoreError) -> String {
        let secret = AccountSecret.make()
        let lifetime = isPending ? AccountTimes.pending : AccountTimes.session
        try await write("begin a session") { (transaction: WriteTransaction) throws(StoreError) in
            if let old { try transaction.execute("DELETE FROM sessions WHERE id = $1", [.id(old)]) }
            try transaction.execute("DELETE FROM sessions WHERE expires_ms <= $1", [.time(transaction.now)])
            let id: SessionID = transaction.newID()
            try transaction.execute(
                """
                INSERT INTO sessions
                    (id, person, secret_sha256, is_pending, created_ms, seen_ms, expires_ms, device, address)
                VALUES ($1, $2, $3, $4, $5, $5, $6, $7, $8)
                """,
                [
                    .id(id), .id(user.id), .text(KeySecret.hash(secret)), .flag(isPending), .time(transaction.now),
                    .time(transaction.now.adding(seconds: lifetime)), .text(String(device.prefix(300))),
                    .text(address),
                ])
            if !isPending { try transaction.log(.signedIn, of: user.email, by: Actor(user, address: address)) }
        }
        return secret
    }

    /// Whose session this secret is of; nil once it has ended, for whatever reason.
    package func session(_ secret: String) async throws(StoreError) -> (session: Session, user: User)? {
        guard secret.utf8.count <= 200 else { return nil }
        let hash = KeySecret.hash(secret)
        let found = try await read("look up a session") { (transaction: ReadTransaction) throws(StoreError) in
            try transaction.first(
                """
                SELECT \(AccountRecords.userColumns), \(AccountRecords.sessionColumns)
                FROM sessions s JOIN users u ON u.id = s.person
                WHERE s.secret_sha256 = $1 AND s.expires_ms > $2 AND s.seen_ms > $3 AND u.removed_ms IS NULL
                """,
                [
                    .text(hash), .time(transaction.now),
                    .time(transaction.now.adding(seconds: -AccountTimes.idle)),
                ]
            ) { (row: borrowing RowView) throws(StoreError) -> (session: Session, user: User) in
                (AccountRecords.session(row, from: 5), try AccountRecords.user(row))
            }
        }
        guard let found else { return nil }
        if clock.now.seconds(since: found.session.seen) >= 60 {
            try await write("note a session") { (transaction: WriteTransaction) throws(StoreError) in
                _ = try transaction.execute(
                    "UPDATE sessions SET seen_ms = $2 WHERE id = $1", [.id(found.session.id), .time(transaction.now)])
            }
        }
        return found
    }

    /// The signed-in browsers of somebody, the one used last first.
    package func sessions(of user: UserID) async throws(StoreError) -> [Session] {
        try await read("read sessions") { (transaction: ReadTransaction) throws(StoreError) in
            try transaction.rows(
                """
                SELECT \(AccountRecords.sessionColumns) FROM sessions s
                WHERE s.person = $1 AND s.is_pending = 0 AND s.expires_ms > $2 AND s.seen_ms > $3
                ORDER BY s.seen_ms DESC, s.id DESC
                """,
                [.id(user), .time(transaction.now), .time(transaction.now.adding(seconds: -AccountTimes.idle))]
            ) { (row: borrowing RowView) in AccountRecords.session(row, from: 0) }
        }
    }

    /// Ends one session of somebody; nothing happens where it is another's.
    package func endSession(
        _ id: SessionID, of user: User, act: LoggedAct.Act, by actor: Actor
    ) async throws(StoreError) {
        try await write("end a session") { (transaction: WriteTransaction) throws(StoreError) in
            let count = try transaction.execute(
                "DELETE FROM sessions WHERE id = $1 AND person = $2", [.id(id), .id(user.id)])
            if count > 0 { try transaction.log(act, of: user.email, by: actor) }
        }
    }

    /// Signs somebody out everywhere.
    package func endSessions(of user: User, by actor: Actor) async throws(StoreError) {
        try await write("end sessions") { (transaction: WriteTransaction) throws(StoreError) in
            try transaction.execute("DELETE FROM sessions WHERE person = $1", [.id(user.id)])
            try transaction.log(.signedOutEverywhere, of: user.email, by: actor)
        }
    }
}
