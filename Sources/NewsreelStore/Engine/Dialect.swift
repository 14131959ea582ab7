/// What SQLite writes differently from PostgreSQL in statements that are otherwise the same.
enum Dialect {
    /// The words of SQLite for the type tokens of migrations.
    ///
    /// `{key}` compares byte by byte, `{time}` is milliseconds since 1970, `{flag}` is 0 or 1, `{rowid}` is a number
    /// that the engine counts itself, `{clustered}` keeps the rows in the order of the primary key.
    static let types: [String: String] = [
        "key": "TEXT", "text": "TEXT", "json": "TEXT", "int": "INTEGER", "big": "INTEGER",
        "time": "INTEGER", "flag": "INTEGER", "real": "REAL", "blob": "BLOB", "rowid": "INTEGER PRIMARY KEY",
        "table": "STRICT", "clustered": "STRICT, WITHOUT ROWID",
    ]

    /// Ends a query that picks a job to claim; one writer needs nothing (PostgreSQL: `FOR UPDATE SKIP LOCKED`).
    static let claiming = ""

    /// `sql` with every `{token}` outside quoted text replaced; nil for a token that no engine knows.
    static func expand(_ sql: String) -> String? {
        var result = ""
        for (index, part) in sql.split(separator: "'", omittingEmptySubsequences: false).enumerated() {
            if index > 0 { result += "'" }
            guard index % 2 == 0 else {
                result += part
                continue
            }
            var rest = part
            while let open = rest.firstIndex(of: "{") {
                result += rest[..<open]
                guard let close = rest[open...].firstIndex(of: "}"),
                    let type = types[String(rest[rest.index(after: open)..<close])]
                else { return nil }
                result += type
                rest = rest[rest.index(after: close)...]
            }
            result += rest
        }
        return result
    }

    /// SQLite numbers a parameter by its number only when it is written `?3`; `$3` would be a name there.
    static func numbered(_ sql: String) -> String {
        var result: [UInt8] = []
        result.reserveCapacity(sql.utf8.count)
        var isQuoted = false
        for byte in sql.utf8 {
            if byte == UInt8(ascii: "'") { isQuoted.toggle() }
            result.append(byte == UInt8(ascii: "$") && !isQuoted ? UInt8(ascii: "?") : byte)
        }
        return String(decoding: result, as: UTF8.self)
    }
}
