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

    /// Throws a `CommandFailure` in words where the program does not take the letter.
    func send(_ mail: Mail) async throws {
        // The program reads a file and no pipe: one that ends before it has read the letter must not end this process.
        let letter = try Self.opened(Self.letter(mail, from: from))
        // The receiver is in the letter's head alone, so that no address can be read as an option.
        let done = try await Subprocess.run(
            .path(FilePath(path)), arguments: ["-t", "-i"],
            input: .fileDescriptor(letter, closeAfterSpawningProcess: true), output: .discarded,
            error: .string(limit: 4096))
        guard done.terminationStatus.isSuccess else { throw Self.failure(path, done.standardError ?? "") }
    }

    /// A file without a name that holds `text`, open for reading from its start.
    private static func opened(_ text: String) throws -> FileDescriptor {
        let file = FileManager.default.temporaryDirectory.appending(path: "newsreel-letter-\(UUID().uuidString)").path
        let descriptor = try FileDescriptor.open(
            FilePath(file), .readWrite, options: [.create, .exclusiveCreate, .closeOnExec],
            permissions: [.ownerReadWrite])
        try FileManager.default.removeItem(atPath: file)
        do {
            _ = try descriptor.writeAll(text.utf8)
            _ = try descriptor.seek(offset: 0, from: .start)
        } catch {
            try? descriptor.close()
            throw error
        }
        return descriptor
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
