package import NewsreelModel

/// What is asked of somebody who signs in. The password is an scrypt text that the web layer makes and checks.
package struct Credentials: Sendable {
    package let user: User
    package let password: String
    /// The shared secret of the second factor, in base 32.
    package let factor: String?
}

/// How long what lets people in lasts, in seconds.
package enum AccountTimes {
    package static let session = 30 * 86_400.0
    /// A browser that stays away for so long has to sign in again.
    package static let idle = 7 * 86_400.0
    /// To give the second factor after the password.
    package static let pending = 600.0
    package static let invitation = 7 * 86_400.0
    package static let reset = 3600.0
}

/// Accounts as the tables have them.
enum AccountRecords {
    static let userColumns = "u.id, u.name, u.email, u.role, u.created_ms"

    static func user(_ row: borrowing RowView) throws(StoreError) -> User {
        guard let role = Role(rawValue: row.text(3)) else {
            throw StoreError(.damaged, "The role \(row.text(3)) of a user is none that this program knows.")
        }
        return User(id: row.id(0), name: row.text(1), email: row.text(2), role: role, created: row.time(4))
    }

    static func session(_ row: borrowing RowView, from start: Int) -> Session {
        Session(
            id: row.id(start), user: row.id(start + 1), isPending: row.bool(start + 2), created: row.time(start + 3),
            seen: row.time(start + 4), device: row.text(start + 5), address: row.text(start + 6))
    }

    static let sessionColumns = "s.id, s.person, s.is_pending, s.created_ms, s.seen_ms, s.device, s.address"

    static func email(_ text: String) throws(StoreError) -> String {
        let email = text.trimmingWhitespace().lowercased()
        let parts = email.split(separator: "@", omittingEmptySubsequences: false)
        let isPlain = email.unicodeScalars.allSatisfy {
            $0.value > 0x20 && $0.value != 0x7F && !"<>,;:\"()".unicodeScalars.contains($0)
        }
        guard parts.count == 2, !parts[0].isEmpty, parts[1].utf8.count >= 1, email.utf8.count <= 200, isPlain,
            !email.hasPrefix("-")
        else { throw StoreError(.invalid, "Write a mail address such as mara@news.example.") }
        return email
    }

    static func name(_ text: String) throws(StoreError) -> String {
        let name = text.trimmingWhitespace()
        guard !name.isEmpty, name.utf8.count <= 200, name.unicodeScalars.allSatisfy({ $0.value >= 0x20 }) else {
            throw StoreError(.invalid, "Write the name that the newsroom knows you by, in one line.")
        }
        return name
    }
}

/// A line for the log that is written in the transaction of what it tells of.
package struct ActNote: Sendable {
    let act: LoggedAct.Act
    let subject: String
    let actor: Actor

    package init(_ act: LoggedAct.Act, of subject: String, by actor: Actor) {
        self.act = act
        self.subject = subject
        self.actor = actor
    }
}

extension WriteTransaction {
    func log(_ note: ActNote?) throws(StoreError) {
        guard let note else { return }
        try log(note.act, of: note.subject, by: note.actor)
    }

    /// Adds a line to the log, in the same transaction as what it tells of.
    func log(_ act: LoggedAct.Act, of subject: String, by actor: Actor) throws(StoreError) {
        let id: LoggedActID = newID()
        try execute(
            "INSERT INTO acts (id, at_ms, person, name, act, subject, address) VALUES ($1, $2, $3, $4, $5, $6, $7)",
            [
                .id(id), .time(now), .optional(actor.user), .optional(actor.name), .text(act.rawValue),
                .text(String(subject.prefix(300))), .text(actor.address),
            ])
    }

    /// Refuses to leave the newsroom without anybody who can let others in.
    func needAdministrator(besides id: UserID) throws(StoreError) {
        let others = try exists(
            """
            SELECT 1 FROM users u JOIN accounts a ON a.person = u.id
            WHERE u.role = 'administrator' AND u.removed_ms IS NULL AND u.id <> $1
            """, [.id(id)])
        guard others else {
            throw StoreError(
                .stepRefused, "This is the last administrator. Make somebody else an administrator first.")
        }
    }
}
