package import NewsreelModel

extension Newsroom {
    /// Sets a second factor whose first code (of `step`) was right, and its recovery codes; browsers sign in again.
    package func addFactor(
        _ secret: String, step: Int64, recoveryCodes: [String], to user: User, by actor: Actor
    ) async throws(StoreError) {
        try await write("add a second factor") { (transaction: WriteTransaction) throws(StoreError) in
            try transaction.execute(
                "UPDATE accounts SET factor = $2, factor_step = $3 WHERE person = $1",
                [.id(user.id), .text(secret), .integer(step)])
            try transaction.execute("DELETE FROM recovery_codes WHERE person = $1", [.id(user.id)])
            for code in recoveryCodes {
                try transaction.execute(
                    "INSERT INTO recovery_codes (person, code_sha256) VALUES ($1, $2)",
                    [.id(user.id), .text(KeySecret.hash(code))])
            }
            try transaction.execute("DELETE FROM sessions WHERE person = $1", [.id(user.id)])
            try transaction.log(.factorAdded, of: user.email, by: actor)
        }
    }

    package func removeFactor(of user: User, by actor: Actor) async throws(StoreError) {
        try await write("remove a second factor") { (transaction: WriteTransaction) throws(StoreError) in
            try transaction.execute(
                "UPDATE accounts SET factor = NULL, factor_step = 0 WHERE person = $1", [.id(user.id)])
            try transaction.execute("DELETE FROM recovery_codes WHERE person = $1", [.id(user.id)])
            try transaction.execute("DELETE FROM sessions WHERE person = $1", [.id(user.id)])
            try transaction.log(.factorRemoved, of: user.email, by: actor)
        }
    }

    /// Uses up the code of `step`; false where it, or a later one, has been used (RFC 6238 §5.2).
    package func useFactor(step: Int64, of user: UserID) async throws(StoreError) -> Bool {
        try await write("use a second factor") { (transaction: WriteTransaction) throws(StoreError) in
            try transaction.execute(
                "UPDATE accounts SET factor_step = $2 WHERE person = $1 AND factor_step < $2",
                [.id(user), .integer(step)]) > 0
        }
    }

    /// Uses up a recovery code; false where it is none, or was used before.
    package func useRecoveryCode(_ code: String, of user: User, by actor: Actor) async throws(StoreError) -> Bool {
        try await write("use a recovery code") { (transaction: WriteTransaction) throws(StoreError) in
            let isUsed =
                try transaction.execute(
                    """
                    UPDATE recovery_codes SET used_ms = $3
                    WHERE person = $1 AND code_sha256 = $2 AND used_ms IS NULL
                    """, [.id(user.id), .text(KeySecret.hash(code)), .time(transaction.now)]) > 0
            if isUsed { try transaction.log(.recoveryCodeUsed, of: user.email, by: actor) }
            return isUsed
        }
    }

    package func recoveryCodesLeft(of user: UserID) async throws(StoreError) -> Int {
        try await read("count recovery codes") { (transaction: ReadTransaction) throws(StoreError) in
            try transaction.count(
                "SELECT count(*) FROM recovery_codes WHERE person = $1 AND used_ms IS NULL", [.id(user)])
        }
    }
}
