package import Foundation
package import NewsreelModel

/// A short story with the findings that an editor would want, as `Benchmarks/Checks` has them.
package struct LabelledStory: Sendable {
    /// A finding that is expected; `words`, where given, are among those that the finding quotes.
    package struct Label: Hashable, Sendable {
        package var code: CheckCode
        package var words: String?
    }

    package var id: String
    package var story: Story
    package var checks: StoryChecks
    package var labels: [Label] = []

    /// Labels that nothing found, and findings that no label asked for.
    package struct Outcome: Sendable {
        package var hits: [CheckCode] = []
        package var missed: [Label] = []
        package var unasked: [Finding] = []
    }

    package func outcome() -> Outcome {
        var outcome = Outcome()
        var left = labels
        for finding in checks.findings(in: story) {
            let match = left.firstIndex { label in
                label.code == finding.code && (label.words.map { finding.words?.contains($0) == true } ?? true)
            }
            if let match {
                outcome.hits.append(left.remove(at: match).code)
            } else {
                outcome.unasked.append(finding)
            }
        }
        outcome.missed = left
        return outcome
    }
}

/// The set could not be read: the file, the line and why.
package struct LabelledStoryError: Error, CustomStringConvertible {
    package let description: String
}

extension LabelledStory {
    /// The folder of the set in this checkout.
    package static let folder: URL = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Benchmarks/Checks")

    /// Every story of the set, in the order of its files.
    package static func all() throws -> [LabelledStory] { try stories(in: folder) }

    /// The stories that no check was changed for; what they score is what unseen text does.
    package static func unseen() throws -> [LabelledStory] { try stories(in: folder.appending(path: "Unseen")) }

    private static func stories(in folder: URL) throws -> [LabelledStory] {
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".txt") }
        var stories: [LabelledStory] = []
        for file in files.sorted() {
            let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
            stories += try read(text, file: file)
        }
        return stories
    }

    /// The stories of one file.
    package static func read(_ text: String, file: String) throws -> [LabelledStory] {
        var stories: [LabelledStory] = []
        var builder: StoryBuilder?
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let line = line.trimmingWhitespace()
            if line.isEmpty || line == "#" || line.hasPrefix("# ") { continue }
            if line.hasPrefix("@ ") {
                if let done = builder { stories.append(done.labelled) }
                let parts = line.split(separator: " ")
                guard parts.count == 3 else {
                    throw LabelledStoryError(description: "\(file):\(number + 1): write @ ID LANGUAGE")
                }
                builder = StoryBuilder(id: String(parts[1]), language: String(parts[2]))
                continue
            }
            guard builder != nil, builder?.take(line) == true else {
                throw LabelledStoryError(description: "\(file):\(number + 1): not understood: \(line)")
            }
        }
        if let done = builder { stories.append(done.labelled) }
        return stories
    }
}

/// A labelled story while its lines are read.
private struct StoryBuilder {
    let id: String
    let language: String
    var at = "2020-06-17T07:55"
    var updated: String?
    var isDraft = false
    var hasEdition = true
    var embargo: String?
    var others: [String] = []
    var headline: String?
    var content = StoryContent(headline: "", slug: "story")
    var media: [MediaID: MediaAsset] = [:]
    var captioned: Set<MediaID> = []
    var labels: [LabelledStory.Label] = []

    init(id: String, language: String) {
        self.id = id
        self.language = language
    }

    /// False for a line that cannot be read.
    mutating func take(_ line: String) -> Bool {
        if line.hasPrefix("! ") {
            let parts = line.dropFirst(2).split(separator: " ", maxSplits: 1)
            guard let code = parts.first.flatMap({ CheckCode(rawValue: String($0)) }) else { return false }
            labels.append(LabelledStory.Label(code: code, words: parts.count > 1 ? String(parts[1]) : nil))
            return true
        }
        if line.hasPrefix(">- ") {
            guard case .quote(let text, _)? = content.body.last else { return false }
            content.body[content.body.count - 1] = .quote(text, speaker: String(line.dropFirst(3)))
            return true
        }
        if line.hasPrefix("> ") {
            content.body.append(.quote([Self.inlines(String(line.dropFirst(2)))], speaker: nil))
            return true
        }
        if line.hasPrefix("## ") {
            content.body.append(.heading(level: 2, Self.inlines(String(line.dropFirst(3)))))
            return true
        }
        for name in Self.names where line.hasPrefix(name + ":") {
            return set(name, String(line.dropFirst(name.count + 1)).trimmingWhitespace())
        }
        content.body.append(.paragraph(Self.inlines(line)))
        return true
    }

    private static let names = [
        "at", "updated", "draft", "label", "headline", "standfirst", "other", "embargo", "edition", "picture", "clip",
    ]

    private mutating func set(_ name: String, _ value: String) -> Bool {
        switch name {
        case "at": at = value
        case "updated": updated = value
        case "draft": isDraft = true
        case "label": content.label = value
        case "headline": headline = value
        case "standfirst": content.standfirst = value
        case "other": others.append(value)
        case "embargo": embargo = value
        case "edition": hasEdition = value != "none"
        case "picture": return medium(.image, value)
        default: return medium(.video, value)
        }
        return true
    }

    private mutating func medium(_ kind: MediaKind, _ value: String) -> Bool {
        let created = Timestamp(milliseconds: 0)
        var asset = MediaAsset(
            id: MediaID(rawValue: "m\(media.count + 1)"), kind: kind, state: .ready, created: created, updated: created)
        var isLead = false
        var copy: String?
        for part in value.components(separatedBy: " / ") {
            let pair = part.trimmingWhitespace().split(separator: "=", maxSplits: 1).map(String.init)
            switch (pair.first, pair.count) {
            case ("credit", 2): asset.credit = CreditParser.credit(pair[1])
            case ("alt", 2): asset.alt = pair[1]
            case ("caption", 2): asset.caption = pair[1]
            case ("captions", 1): captioned.insert(asset.id)
            case ("lead", 1): isLead = true
            case ("same", 2):
                content.body.append(
                    kind == .image ? .image(MediaID(rawValue: "m" + pair[1])) : .video(MediaID(rawValue: "m" + pair[1]))
                )
                return true
            case ("copy", 2): copy = pair[1]
            default: return false
            }
        }
        let file = copy ?? String(media.count + 1)
        asset.original = Checksum(rawValue: String(repeating: "0", count: 64 - file.count) + file).map {
            Original(checksum: $0, bytes: 1000, mimeType: "image/jpeg", filename: "file\(file).jpg")
        }
        media[asset.id] = asset
        content.media.append(MediaUse(asset.id))
        if isLead {
            content.lead = asset.id
        } else {
            content.body.append(kind == .image ? .image(asset.id) : .video(asset.id))
        }
        return true
    }

    /// A paragraph with links as Markdown has them.
    private static func inlines(_ line: String) -> [Inline] {
        var inlines: [Inline] = []
        var rest = Substring(line)
        while let open = rest.firstIndex(of: "["), let middle = rest[open...].range(of: "]("),
            let close = rest[middle.upperBound...].firstIndex(of: ")"),
            let target = LinkTarget(String(rest[middle.upperBound..<close]))
        {
            if open > rest.startIndex { inlines.append(Inline(String(rest[..<open]))) }
            inlines.append(Inline(String(rest[rest.index(after: open)..<middle.lowerBound]), marks: [.link(target)]))
            rest = rest[rest.index(after: close)...]
        }
        if !rest.isEmpty { inlines.append(Inline(String(rest))) }
        return inlines
    }

    var labelled: LabelledStory {
        let moment = Timestamp(iso8601: at, in: .utc) ?? Timestamp(milliseconds: 0)
        var content = content
        content.headline = headline ?? "News"
        let changed = updated.flatMap { Timestamp(iso8601: $0, in: .utc) }
        let publication =
            isDraft ? nil : Publication(published: moment, day: Zone.utc.local(moment).day, updated: changed)
        let edition = Edition(code: language, language: language, zone: .utc, name: language, masthead: "The Record")
        var others: [StoryID: String] = [:]
        for (number, other) in self.others.enumerated() { others[StoryID(rawValue: "other\(number + 1)")] = other }
        let story = Story(
            id: StoryID(rawValue: id), edition: language, content: content, status: isDraft ? .draft : .published,
            publication: publication, created: moment, updated: changed ?? moment)
        return LabelledStory(
            id: id, story: story,
            checks: StoryChecks(
                edition: hasEdition ? edition : nil, now: changed ?? moment, zone: .utc, media: media,
                captioned: captioned, otherHeadlines: others,
                embargo: embargo.flatMap { Timestamp(iso8601: $0, in: .utc) }),
            labels: labels)
    }
}

/// How well a check does on labelled stories.
package struct CheckScore: Sendable {
    package private(set) var hits = 0
    package private(set) var missed = 0
    package private(set) var unasked = 0

    package var found: Int { hits + unasked }
    package var wanted: Int { hits + missed }
    /// The share of its findings that were wanted; 1 where it found nothing.
    package var precision: Double { found == 0 ? 1 : Double(hits) / Double(found) }
    /// The share of what was wanted that it found; 1 where nothing was.
    package var recall: Double { wanted == 0 ? 1 : Double(hits) / Double(wanted) }

    /// The scores of several checks as one.
    package static func sum(of scores: [CheckScore]) -> CheckScore {
        scores.reduce(into: CheckScore()) { sum, score in
            sum.hits += score.hits
            sum.missed += score.missed
            sum.unasked += score.unasked
        }
    }

    /// Per check that the stories concern, in the order of the codes.
    package static func scores(of stories: [LabelledStory]) -> [(code: CheckCode, score: CheckScore)] {
        var scores: [CheckCode: CheckScore] = [:]
        for story in stories {
            let outcome = story.outcome()
            for code in outcome.hits { scores[code, default: CheckScore()].hits += 1 }
            for label in outcome.missed { scores[label.code, default: CheckScore()].missed += 1 }
            for finding in outcome.unasked { scores[finding.code, default: CheckScore()].unasked += 1 }
        }
        return CheckCode.allCases.compactMap { code in scores[code].map { (code, $0) } }
    }
}
