import Crypto
import Foundation
import Synchronization

/// What a reader asks for.
struct SoakQuestion: Sendable {
    enum Kind: Sendable {
        case story(Int, slug: Int)
        /// A page that shows one story and no other of the soak.
        case own(Int)
        /// The newest stories: this many have to be there.
        case list(newest: Int)
        /// A list of addresses alone.
        case addresses
        /// A page of the archive, or one that need not show a story.
        case other
        case media(Int)
    }

    var kind: Kind
    var path: String
    var method = "GET"
    var coding = "identity"
    /// The ETag of what the reader has.
    var known: String?
    var range: String?
    var closes = false

    /// A page that shows media, for the frames of other sites.
    var isPage: Bool { path.hasPrefix("/embed/") }

    /// What it counts as.
    var name: String {
        let kind =
            switch kind {
            case .story: "story"
            case .own: "tag and search"
            case .list: "lists and feeds"
            case .addresses: "sitemap"
            case .other: "front page and archive"
            case .media: "media"
            }
        return range == nil ? kind : kind + " in part"
    }

    var bytes: [UInt8] {
        var text = "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        if coding != "identity" { text += "Accept-Encoding: \(coding)\r\n" }
        if let known { text += "If-None-Match: \(known)\r\n" }
        if let range { text += "Range: \(range)\r\n" }
        if closes { text += "Connection: close\r\n" }
        return Array((text + "\r\n").utf8)
    }
}

/// Says what is wrong with an answer.
final class SoakJudge: Sendable {
    let truth: SoakTruth
    /// The hash of the identity form by its ETag: one validator, one content.
    private let contents = Mutex<[String: SHA256.Digest]>([:])
    /// Files of media by address, as they first came.
    private let files = Mutex<[String: [UInt8]]>([:])

    init(truth: SoakTruth) { self.truth = truth }

    /// When and where a question was answered.
    struct Moment: Sendable {
        var server: Int
        var from: ContinuousClock.Instant
        var to: ContinuousClock.Instant
    }

    /// Why the answer is wrong; nil for a right one. `known` is the body that the reader has.
    func verdict(
        on answer: SoakAnswer, to question: SoakQuestion, _ moment: Moment, known: SoakAnswer?
    ) -> String? {
        if answer.status >= 500 { return "the server failed" }
        if answer.status == 304 {
            guard let known, question.known != nil else { return "304 to a reader who has nothing" }
            guard answer.etag == known.etag else { return "304 with another ETag than \(known.etag)" }
            return verdict(on: known, to: question, moment)
        }
        if question.closes, answer.fields["connection"]?.lowercased() != "close" {
            return "the reader asked for the end of the connection, and the answer does not say it"
        }
        if let wrong = coding(answer, question) { return wrong }
        if question.method == "HEAD" {
            return answer.body.isEmpty ? status(answer, question, moment) : "HEAD with a body"
        }
        return verdict(on: answer, to: question, moment)
    }

    private func verdict(on answer: SoakAnswer, to question: SoakQuestion, _ moment: Moment) -> String? {
        if let wrong = status(answer, question, moment) { return wrong }
        if case .media = question.kind, !question.isPage, answer.status == 200 || answer.status == 206 {
            return file(answer, question)
        }
        guard let body = answer.identity else { return "the body is not \(answer.coding)" }
        if answer.status == 200, let wrong = content(answer, body) { return wrong }
        let marks = SoakMarks(body)
        return stale(marks, moment) ?? (answer.status == 200 ? missing(marks, question, moment) : nil)
    }

    /// The coding is one that was asked for, and the ETag is that coding's.
    private func coding(_ answer: SoakAnswer, _ question: SoakQuestion) -> String? {
        guard answer.coding == "identity" || question.coding.contains(answer.coding) else {
            return "\(answer.coding) was not asked for"
        }
        guard answer.status == 200, !answer.etag.isEmpty else { return nil }
        let ending = ["gzip": "-gz\"", "br": "-br\"", "identity": "\""][answer.coding] ?? ""
        let isOther = answer.coding == "identity" && (answer.etag.hasSuffix("-gz\"") || answer.etag.hasSuffix("-br\""))
        return answer.etag.hasSuffix(ending) && !isOther ? nil : "the ETag is that of another coding"
    }

    private func content(_ answer: SoakAnswer, _ body: [UInt8]) -> String? {
        guard !answer.etag.isEmpty else { return nil }
        let etag = answer.etag.replacing("-gz\"", with: "\"").replacing("-br\"", with: "\"")
        let hash = SHA256.hash(data: body)
        let known = contents.withLock { contents in
            let known = contents[etag]
            if known == nil { contents[etag] = hash }
            return known
        }
        return known == nil || known == hash ? nil : "the same ETag came with another content"
    }

    private func status(_ answer: SoakAnswer, _ question: SoakQuestion, _ moment: Moment) -> String? {
        switch question.kind {
        case .story(let number, let slug):
            guard let allowed = allowed(number, moment) else { return "no such story" }
            let outcomes = allowed.states.map { state -> (status: Int, location: String?) in
                switch state.status {
                case .draft: (404, nil)
                case .killed: (slug <= state.slug ? 410 : 404, nil)
                case .published where slug == state.slug: (200, nil)
                case .published where slug < state.slug: (301, truth.address(number, slug: state.slug))
                case .published: (404, nil)
                }
            }
            let isRight = outcomes.contains { outcome in
                outcome.status == answer.status
                    && (outcome.location == nil || outcome.location == answer.fields["location"])
            }
            let wanted = Set(outcomes.map { "\($0.status)\($0.location.map { " " + $0 } ?? "")" }).sorted()
            return isRight ? nil : "the answer should be \(wanted.joined(separator: " or "))"
        case .media(let number):
            guard let allowed = allowed(number, moment) else { return "no such story" }
            let good = question.range == nil ? [200] : [206, 200]
            let isRight = allowed.states.contains { state in
                switch state.status {
                case .published: good.contains(answer.status)
                case .killed: answer.status == 410
                // Between reinstatement and publication the desk decides; nothing of it is linked.
                case .draft: good.contains(answer.status) || [404, 410].contains(answer.status)
                }
            }
            return isRight ? nil : "its story is \(allowed.states.map(\.status.rawValue).joined(separator: " or "))"
        case .own(let number):
            if allowed(number, moment)?.isCertainlyPublished == true, answer.status != 200 {
                return "the page of a published story is missing"
            }
            return answer.status == 200 || answer.status == 404 ? nil : "neither a page nor none"
        case .list, .addresses, .other: return answer.status == 200 ? nil : "the page is missing"
        }
    }

    private func allowed(_ number: Int, _ moment: Moment) -> SoakTruth.Allowed? {
        truth.allowed(number, on: moment.server, from: moment.from, to: moment.to)
    }

    /// No page may show what a story was, or a story that is not published.
    private func stale(_ marks: SoakMarks, _ moment: Moment) -> String? {
        for mark in marks.versions {
            guard let allowed = allowed(mark.story, moment) else {
                return "it shows a story \(mark.story) that is none"
            }
            guard !allowed.states.contains(where: { $0.status == .published && $0.version == mark.version }) else {
                continue
            }
            return "it is stale: it shows version \(mark.version) of story \(mark.story), which \(Self.words(allowed))"
        }
        for address in marks.addresses {
            guard let allowed = allowed(address.story, moment) else { return "it links to a story that is none" }
            guard !allowed.states.contains(where: { $0.status == .published && $0.slug == address.slug }) else {
                continue
            }
            return "it is stale: it links to \(SoakTruth.slug(address.story, address.slug)), a story that "
                + Self.words(allowed)
        }
        return nil
    }

    private static func words(_ allowed: SoakTruth.Allowed) -> String {
        "is now "
            + allowed.states.map { "\($0.status.rawValue) in version \($0.version) at address \($0.slug)" }
            .joined(separator: " or ")
    }

    /// What was published before the question has to be there.
    private func missing(_ marks: SoakMarks, _ question: SoakQuestion, _ moment: Moment) -> String? {
        switch question.kind {
        case .story(let number, _):
            return marks.versions.contains { $0.story == number } ? nil : "the story's text is missing"
        case .own(let number):
            guard allowed(number, moment)?.isCertainlyPublished == true else { return nil }
            return marks.versions.contains { $0.story == number } ? nil : "story \(number) is published and missing"
        case .list(let newest):
            for (number, _) in truth.mustShow(newest, on: moment.server, from: moment.from, to: moment.to)
            where !marks.versions.contains(where: { $0.story == number }) {
                return "story \(number) is published and missing"
            }
            return nil
        case .addresses:
            for (number, _) in truth.mustShow(.max, on: moment.server, from: moment.from, to: moment.to)
            where !marks.addresses.contains(where: { $0.story == number }) {
                return "story \(number) is published and missing"
            }
            return nil
        case .media(let number):
            return marks.versions.contains { $0.story == number } ? nil : "the player does not name its story"
        case .other: return nil
        }
    }

    /// A file is that which its ETag names, and a part is a part of it.
    private func file(_ answer: SoakAnswer, _ question: SoakQuestion) -> String? {
        guard answer.status == 206 else {
            guard let body = answer.identity else { return "the body is not \(answer.coding)" }
            if answer.fields["accept-ranges"] == "bytes" {
                let hash = SHA256.hash(data: body).map { String(format: "%02x", $0) }.joined()
                guard answer.etag == "\"\(hash.prefix(32))\"" else { return "the file is not the one of its ETag" }
            }
            let first = files.withLock { files in
                let first = files[question.path]
                if first == nil { files[question.path] = body }
                return first
            }
            return first == nil || first == body ? nil : "the file changed"
        }
        let parts = (answer.fields["content-range"] ?? "").split { " -/".contains($0) }
        guard parts.count == 4, parts[0] == "bytes", let start = Int(parts[1]), let end = Int(parts[2]),
            let length = Int(parts[3]), start <= end, end < length
        else { return "a part without a right Content-Range" }
        guard let whole = files.withLock({ $0[question.path] }) else { return nil }
        guard whole.count == length, answer.body.elementsEqual(whole[start...end]) else {
            return "the part is not those bytes of the file"
        }
        return nil
    }

    /// The length of a file that came as a whole before.
    func length(of path: String) -> Int? { files.withLock { $0[path]?.count } }
}
