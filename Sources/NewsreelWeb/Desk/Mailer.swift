/// A letter to one person, in plain text.
package struct Mail: Sendable {
    package let to: String
    package let subject: String
    package let text: String

    package init(to: String, subject: String, text: String) {
        self.to = to
        self.subject = subject
        self.text = text
    }
}

/// How letters leave; only the wiring can start the program that takes them.
package struct Mailer: Sendable {
    package let send: @Sendable (Mail) async throws -> Void

    package init(send: @escaping @Sendable (Mail) async throws -> Void) { self.send = send }
}
