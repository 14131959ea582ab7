import Foundation
import NewsreelWeb
import Subprocess
import SystemPackage

/// The sendmail interface of the machine: a program that reads a letter and sees to it.
struct Sendmail: Sendable {
    let path: String
    /// The sender's address.
    let from: String

    /// Nil where the settings name no program.
    static func mailer(_ settings: Settings, origin: String) -> Mailer? {
        let path = settings.string("mail.sendmail")
        guard !path.isEmpty else { return nil }
        let given = settings.string("mail.from")
        let host = URL(string: origin)?.host() ?? "localhost"
        let sendmail = Sendmail(path: path, from: given.isEmpty ? "newsreel@\(host)" : given)
        return Mailer { try await sendmail.send($0) }
    }

    func send(_ mail: Mail) async throws {
        let letter = Self.letter(mail, from: from)
        // The receiver is in the letter's head alone, so that no address can be read as an option.
        let done = try await Subprocess.run(
            .path(FilePath(path)), arguments: ["-t", "-i"], input: .string(letter), output: .discarded,
            error: .string(limit: 4096))
        guard done.terminationStatus.isSuccess else { throw Self.failure(path, done.standardError ?? "") }
    }

    private static func failure(_ path: String, _ said: String) -> CommandFailure {
        CommandFailure("\(path) did not take the letter: \(Terminal.plain(said))")
    }

    /// The letter of RFC 5322 with a text in UTF-8.
    static func letter(_ mail: Mail, from: String) -> String {
        func line(_ text: String) -> String { text.filter { !$0.isNewline && $0 != "\0" } }
        let subject = "=?utf-8?B?\(Data(line(mail.subject).utf8).base64EncodedString())?="
        return """
            From: \(line(from))
            To: \(line(mail.to))
            Subject: \(subject)
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: 8bit
            Auto-Submitted: auto-generated

            \(mail.text)

            """
    }
}
