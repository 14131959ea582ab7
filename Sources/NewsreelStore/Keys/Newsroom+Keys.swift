package import NewsreelModel

extension Newsroom {
    /// A new key and its secret, which nobody can read again.
    package func addKey(
        _ name: String, scopes: Set<APIKey.Scope>, by actor: Actor = .operatorOfMachine
    ) async throws(StoreError) -> (key: APIKey, secret: String) {
        let name = name.trimmingWhitespace()
        guard !name.isEmpty, name.utf8.count <= 100, name.unicodeScalars.allSatisfy({ $0.value >= 0x20 }) else {
            throw StoreError(.invalid, "A key needs a name of one line and up to 100 bytes, such as “Camera desk”.")
        }
        guard !scopes.isEmpty else {
            throw StoreError(.invalid, "A key that may do nothing is no use. Choose what it is for.")
        }
        let secret = KeySecret.make()
        let key = try await write("add key \(name)") { (transaction: WriteTransaction) throws(StoreError) in
            let isTaken = try transaction.exists(
                "SELECT 1 FROM api_keys WHERE name = $1 AND revoked_ms IS NULL", [.text(name)])
            guard !isTaken else {
                throw StoreError(
                    .alreadyExists, "There is a key “\(name)” already. Revoke it first, or choose another name.")
            }
            let key = APIKey(id: transaction.newID(), name: name, scopes: scopes, created: transaction.now)
            try transaction.execute(
                "INSERT INTO api_keys (id, name, scope, secret_sha256, created_ms) VALUES ($1, $2, $3, $4, $5)",
                [
                    .id(key.id), .text(key.name), .text(KeyRecords.text(scopes)), .text(KeySecret.hash(secret)),
                    .time(key.created),
                ])
            try transaction.log(.keyAdded, of: "\(name): \(KeyRecords.text(scopes))", by: actor)
            return key
        }
        return (key, secret)
    }

    /// Every key, those that were taken back too, in the order in which they were made.
    package func keys() async throws(StoreError) -> [APIKey] {
        try await read("read the keys") { (transaction: ReadTransaction) throws(StoreError) in
            try transaction.rows("SELECT \(KeyRecords.columns) FROM api_keys ORDER BY id", [], KeyRecords.key)
        }
    }

    /// Takes back the key of this name or identity.
    package func revokeKey(
        _ nameOrID: String, by actor: Actor = .operatorOfMachine
    ) async throws(StoreError) -> APIKey {
        try await write("revoke key \(nameOrID)") { (transaction: WriteTransaction) throws(StoreError) in
            let found = try transaction.first(
                "SELECT \(KeyRecords.columns) FROM api_keys WHERE (id = $1 OR name = $1) AND revoked_ms IS NULL",
                [.text(nameOrID)], KeyRecords.key)
            guard let found else {
                throw StoreError(.notFound, "No key that holds is called “\(nameOrID)”. newsreel keys lists them.")
            }
            try transaction.execute(
                "UPDATE api_keys SET revoked_ms = $2 WHERE id = $1", [.id(found.id), .time(transaction.now)])
            try transaction.log(.keyRevoked, of: found.name, by: actor)
            return found
        }
    }

    /// The key that has this secret, while it holds; its use is noted once a minute.
    package func key(secret: String) async throws(StoreError) -> APIKey? {
        guard secret.hasPrefix(KeySecret.prefix), secret.utf8.count <= 200 else { return nil }
        let hash = KeySecret.hash(secret)
        let found = try await read("look up a key") { (transaction: ReadTransaction) throws(StoreError) in
            try transaction.first(
                "SELECT \(KeyRecords.columns) FROM api_keys WHERE secret_sha256 = $1", [.text(hash)]
            ) { (row: borrowing RowView) throws(StoreError) -> APIKey? in
                KeySecret.areEqual(row.text(6), hash) ? try KeyRecords.key(row) : nil
            } ?? nil
        }
        guard let found, found.revoked == nil else { return nil }
        if found.used.map({ clock.now.seconds(since: $0) >= 60 }) ?? true {
            try await write("note the use of key \(found.id)") { (transaction: WriteTransaction) throws(StoreError) in
                _ = try transaction.execute(
                    "UPDATE api_keys SET used_ms = $2 WHERE id = $1", [.id(found.id), .time(transaction.now)])
            }
        }
        return found
    }
}

/// Keys as the tables have them.
private enum KeyRecords {
    static let columns = "id, name, scope, created_ms, used_ms, revoked_ms, secret_sha256"

    /// `read write`, always in this order.
    static func text(_ scopes: Set<APIKey.Scope>) -> String {
        scopes.sorted().map(\.rawValue).joined(separator: " ")
    }

    static func key(_ row: borrowing RowView) throws(StoreError) -> APIKey {
        let words = row.text(2).split(separator: " ")
        let scopes = words.compactMap { APIKey.Scope(rawValue: String($0)) }
        guard !words.isEmpty, scopes.count == words.count else {
            throw StoreError(.damaged, "The key \(row.text(0)) is for something that this program does not know.")
        }
        return APIKey(
            id: row.id(0), name: row.text(1), scopes: Set(scopes), created: row.time(3), used: row.optionalTime(4),
            revoked: row.optionalTime(5))
    }
}
