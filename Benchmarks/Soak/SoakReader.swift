import Foundation

/// A reader who asks for whatever there is, in every way that there is, and looks at all that comes.
struct SoakReader {
    let ports: [Int]
    let truth: SoakTruth
    let judge: SoakJudge
    let findings: SoakFindings
    let crew: SoakCrew
    let archive: [String]

    private static let codings = ["identity", "gzip", "br, gzip", "gzip, deflate, br"]

    func run() {
        var connections: [SoakConnection?] = ports.map { _ in nil }
        var known: [String: SoakAnswer] = [:]
        while !crew.isOver {
            let server = ports.indices.randomElement() ?? 0
            var questions = (0..<(Int.random(in: 0..<6) == 0 ? 3 : 1)).compactMap { _ in question(known) }
            guard !questions.isEmpty else { continue }
            let closes = Int.random(in: 0..<8) == 0
            questions[questions.count - 1].closes = closes
            do {
                let connection = try connections[server] ?? SoakConnection(port: ports[server])
                connections[server] = connection
                try ask(questions, connection, server, &known)
                if !connection.isOpen || closes { connections[server] = nil }
            } catch {
                connections[server] = nil
                findings.wrong(
                    "server \(server): \(questions.map { "\($0.method) \($0.path)" }.joined(separator: ", ")): \(error)"
                )
            }
            usleep(2_000)
        }
    }

    /// Sends all, then reads the answers in their order.
    private func ask(
        _ questions: [SoakQuestion], _ connection: SoakConnection, _ server: Int, _ known: inout [String: SoakAnswer]
    ) throws {
        // What the reader had when it asked, whatever earlier answers bring.
        let had = known
        let start = ContinuousClock.now
        try connection.send(questions.flatMap(\.bytes))
        for question in questions {
            let answer = try connection.answer(isHead: question.method == "HEAD")
            let moment = SoakJudge.Moment(server: server, from: start, to: .now)
            let key = "\(question.path) \(question.coding)"
            if let wrong = judge.verdict(on: answer, to: question, moment, known: had[key]) {
                tell(wrong, question, answer, server)
                continue
            }
            findings.count(question.name)
            findings.count("answers of \(answer.status)")
            findings.count(answer.coding == "identity" ? "plain" : answer.coding)
            if question.closes { findings.count("connections closed as asked") }
            guard question.method == "GET", answer.status == 200, !answer.etag.isEmpty else { continue }
            if known.count > 60 { known.removeAll() }
            known[key] = answer
            learn(question, answer, moment)
        }
        if questions.count > 1 { findings.count("asked without waiting", questions.count) }
    }

    /// A wrong answer in full, but for the length of its body.
    func tell(_ wrong: String, _ question: SoakQuestion, _ answer: SoakAnswer, _ server: Int) {
        findings.wrong(
            """
            server \(server): \(wrong)
            \(String(decoding: question.bytes, as: UTF8.self).replacing("\r\n", with: "\n"))\
            \(answer.head.replacing("\r\n", with: "\n"))\
            \(String(decoding: (answer.identity ?? answer.body).prefix(600), as: UTF8.self))
            """)
    }

    /// The addresses of media that a page names.
    private func learn(_ question: SoakQuestion, _ answer: SoakAnswer, _ moment: SoakJudge.Moment) {
        guard case .media(let number) = question.kind, question.path.hasSuffix(".m3u8"), let body = answer.identity
        else { return }
        let folder = question.path.prefix { $0 != "?" }
        let base = folder.lastIndex(of: "/").map { String(folder[...$0]) } ?? "/"
        var found: Set<String> = []
        for line in String(decoding: body, as: UTF8.self).split(separator: "\n") {
            var names: [Substring] = line.hasPrefix("#") ? [] : [line]
            if let start = line.range(of: "URI=\"") { names.append(line[start.upperBound...].prefix { $0 != "\"" }) }
            for name in names where !name.hasPrefix("http") {
                found.insert(name.hasPrefix("/") ? String(name) : Self.path(base + name))
            }
        }
        truth.take(media: found, of: number)
    }

    /// Without its steps up.
    private static func path(_ text: String) -> String {
        var parts: [Substring] = []
        for part in text.split(separator: "/") {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        return "/" + parts.joined(separator: "/")
    }

    func question(_ known: [String: SoakAnswer]) -> SoakQuestion? {
        let number = Int.random(in: 0..<max(1, truth.count))
        let state = truth.state(number)
        var question: SoakQuestion
        switch Int.random(in: 0..<100) {
        case 0..<34:
            guard let path = truth.address(number, slug: state.slug) else { return nil }
            question = SoakQuestion(kind: .story(number, slug: state.slug), path: path)
        case 34..<44:
            let slug = Int.random(in: 0...state.slug)
            guard let path = truth.address(number, slug: slug) else { return nil }
            question = SoakQuestion(kind: .story(number, slug: slug), path: path)
        case 44..<50: question = SoakQuestion(kind: .own(number), path: "/tag/own-\(number)")
        case 50..<55: question = SoakQuestion(kind: .own(number), path: "/search?q=keyq\(number)e")
        case 55..<62: question = SoakQuestion(kind: .list(newest: 12), path: "/latest")
        case 62..<69:
            let feed = ["/rss.xml", "/atom.xml", "/feed.json"].randomElement() ?? "/rss.xml"
            question = SoakQuestion(kind: .list(newest: 30), path: feed)
        case 69..<73:
            guard let day = truth.address(0), day.count > 8 else { return nil }
            let month = day.dropFirst().prefix(7).replacing("/", with: "-")
            question = SoakQuestion(kind: .addresses, path: "/sitemap-\(month).xml")
        case 73..<79: question = SoakQuestion(kind: .other, path: "/")
        case 79..<82:
            let path = ["/section/world", "/author/mara-lind", "/sitemap-news.xml", "/sitemap.xml", "/robots.txt"]
            question = SoakQuestion(kind: .other, path: path.randomElement() ?? "/")
        case 82..<86: question = SoakQuestion(kind: .other, path: archive.randomElement() ?? "/")
        default:
            guard let number = truth.withMedia.randomElement(), let path = truth.media(number).randomElement() else {
                return nil
            }
            question = SoakQuestion(kind: .media(number), path: path)
            if let length = judge.length(of: path), length > 0, Bool.random() {
                let start = Int.random(in: 0..<length)
                question.range = "bytes=\(start)-\(min(length - 1, start + Int.random(in: 0..<200_000)))"
                return question
            }
        }
        question.coding = Self.codings.randomElement() ?? "identity"
        if Int.random(in: 0..<12) == 0 {
            question.method = "HEAD"
        } else if Int.random(in: 0..<3) == 0 {
            question.known = known["\(question.path) \(question.coding)"]?.etag
        }
        return question
    }
}
