import Foundation
import NewsreelModel
import NewsreelStore
import NewsreelTesting
import NewsreelWeb
import Testing

@testable import newsreel

@Suite(.timeLimit(.minutes(2))) struct PeopleCommandTests {
    @Test func `a new newsroom prints a link for its first administrator, and the operator can print more`()
        async throws
    {
        let folder = try TestFolder()
        let data = folder.path + "/news"
        let made = try await Binary.run("init", "--data", data, "--set", "site.origin=https://lamp.example")
        let link = try #require(made.output.firstRange(of: "https://lamp.example/desk/invitation/"))
        let secret = String(made.output[link.upperBound...].prefix { !$0.isWhitespace })
        let newsroom = try Newsroom.open(at: data)
        #expect(try await newsroom.accountLink(secret)?.purpose == .invitation(email: nil, .administrator))
        _ = try await newsroom.join(by: secret, name: "Ada", email: "ada@lamp.example", password: "p", address: "a")
        try newsroom.close()
        #expect(try await Binary.run("people", "--data", data).output.contains("ada@lamp.example  administrator  Ada"))
        let reset = try await Binary.run("people", "reset", "ada@lamp.example", "--data", data)
        #expect(reset.output.contains("/desk/reset/"))
        let last = try await Binary.run("people", "remove", "ada@lamp.example", "--data", data)
        #expect(last.code != 0)
    }

    @Test func `a letter reaches the sendmail program, with nothing added to its head`() async throws {
        let folder = try TestFolder()
        let script = folder.path + "/sendmail"
        let text = "#!/bin/sh\necho \"$@\" > \(folder.path)/arguments\ncat > \(folder.path)/letter\n"
        try Data(text.utf8).write(to: URL(fileURLWithPath: script))
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: script)
        try await Sendmail(path: script, from: "desk@lamp.example").send(
            Mail(to: "ada@lamp.example\r\nBcc: eve@x", subject: "Ünvited\nX: y", text: "Come in.\n"))
        let letter = try String(contentsOfFile: folder.path + "/letter", encoding: .utf8)
        #expect(letter.hasPrefix("From: desk@lamp.example\nTo: ada@lamp.exampleBcc: eve@x\nSubject: =?utf-8?B?"))
        #expect(letter.contains("\n\nCome in.\n"))
        #expect(try String(contentsOfFile: folder.path + "/arguments", encoding: .utf8) == "-t -i\n")
        // One that ends without reading fails the letter and nothing else, whichever of the two is quicker.
        try Data("#!/bin/sh\nexit 75\n".utf8).write(to: URL(fileURLWithPath: script))
        for length in [1, 1000, 500_000] {
            let mail = Mail(to: "b", subject: "c", text: String(repeating: "d", count: length))
            for _ in 0..<5 {
                await #expect(throws: CommandFailure.self) {
                    try await Sendmail(path: script, from: "a").send(mail)
                }
            }
        }
    }
}
