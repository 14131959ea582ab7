import Foundation

/// A reader over HTTPS and HTTP/2, many requests of one connection at once; curl is the other program.
struct SoakSecureReader {
    let server: Int
    let port: Int
    let folder: String
    let reader: SoakReader

    static let curl = "/usr/bin/curl"
    static let openssl = "/usr/bin/openssl"
    static let isPossible = [curl, openssl].allSatisfy { FileManager.default.isExecutableFile(atPath: $0) }

    private static let atOnce = 12

    /// The settings of a server with a certificate of its own making.
    static func settings(in folder: String) throws -> [String] {
        try run(
            openssl,
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                "-subj", "/CN=localhost", "-keyout", folder + "/tls.key", "-out", folder + "/tls.crt",
            ])
        return ["tls.certificate=\(folder)/tls.crt", "tls.key=\(folder)/tls.key"]
    }

    func read() {
        while !reader.crew.isOver {
            do {
                try ask()
            } catch {
                reader.findings.wrong("server \(server) over HTTP/2: \(error)")
            }
            usleep(200_000)
        }
    }

    private func ask() throws {
        // Options hold for all requests of a run, so it is one coding for all.
        let coding = ["gzip", "br", "identity"].randomElement() ?? "gzip"
        let questions = (0..<Self.atOnce).compactMap { _ -> SoakQuestion? in
            guard var question = reader.question([:]), question.method == "GET", question.range == nil else {
                return nil
            }
            question.coding = coding
            return question
        }
        guard !questions.isEmpty else { return }
        let files = questions.indices.map { "\(folder)/answer-\($0)" }
        defer { for file in files { try? FileManager.default.removeItem(atPath: file) } }
        var arguments = ["-sk", "--http2", "--raw", "-i", "-Z", "--max-time", "20"]
        if coding != "identity" { arguments += ["-H", "Accept-Encoding: \(coding)"] }
        for (question, file) in zip(questions, files) {
            arguments += ["-o", file, "https://localhost:\(port)\(question.path)"]
        }
        let start = ContinuousClock.now
        try run(Self.curl, arguments)
        let moment = SoakJudge.Moment(server: server, from: start, to: .now)
        for (question, file) in zip(questions, files) {
            let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: file)))
            guard let end = bytes.firstRange(of: "\r\n\r\n".utf8) else {
                throw BenchFailure("no answer to \(question.path)")
            }
            var answer = try SoakConnection.head(String(decoding: bytes[..<end.upperBound], as: UTF8.self))
            answer.body = Array(bytes[end.upperBound...])
            var wrong = reader.judge.verdict(on: answer, to: question, moment, known: nil)
            if answer.fields["strict-transport-security"] == nil { wrong = "an answer by HTTPS does not ask for it" }
            if let length = answer.fields["content-length"], Int(length) != answer.body.count {
                wrong = "\(answer.body.count) bytes came of \(length)"
            }
            if let wrong { reader.tell(wrong, question, answer, server) }
            reader.findings.count("over HTTP/2")
        }
    }
}
