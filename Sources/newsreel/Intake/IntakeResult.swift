import Foundation
import NewsreelModel

/// What became of one file of raw material.
struct IntakeResult {
    enum Status: String, Encodable { case imported, published, failed }

    let file: String
    let status: Status
    let story: StoryReport?
    let diagnostics: [Diagnostic]

    static func failed(_ file: String, _ diagnostics: [Diagnostic]) -> IntakeResult {
        IntakeResult(file: file, status: .failed, story: nil, diagnostics: diagnostics)
    }

    static func stored(
        _ file: String, _ story: Story, media: [MediaID: MediaAsset], url: String?, zone: Zone,
        _ diagnostics: [Diagnostic]
    ) -> IntakeResult {
        IntakeResult(
            file: file, status: story.status == .published ? .published : .imported,
            story: StoryReport(story, media: media, url: url, zone: zone), diagnostics: diagnostics)
    }

    /// A line for people.
    var line: String {
        let notes = diagnostics.filter { $0.severity > .note }.map { "\n  \($0.severity.rawValue): \($0.text)" }
            .joined()
        guard let story else { return "failed     \(Terminal.plain(file))\(notes)" }
        let name = status.rawValue.padding(toLength: 10, withPad: " ", startingAt: 0)
        return
            "\(name) \(Terminal.plain(file))  \(Terminal.plain(story.headline))\(story.url.map { "  \($0)" } ?? "")\(notes)"
    }
}

extension Diagnostic {
    fileprivate var text: String {
        Terminal.plain(line.map { "line \($0): \(message) [\(code)]" } ?? "\(message) [\(code)]")
    }
}

/// A stored story as `newsreel import --json` tells it.
struct StoryReport: Encodable {
    struct Medium: Encodable {
        let id: MediaID
        let kind: String
        let caption: String?
        let credit: Credit
        let alt: String?
        let state: String
    }

    struct Credit: Encodable {
        let text: String
        let parties: [CreditParty]
        let copyright: String?
        let licence: String?
        let usage: String?
    }

    let id: StoryID
    let url: String?
    let edition: String
    let label: String?
    let headline: String
    let standfirst: String?
    let published: String?
    let byline: String?
    let dateline: String?
    let section: String?
    let body: [Block]
    let media: [Medium]
    let tags: [String]

    init(_ story: Story, media: [MediaID: MediaAsset], url: String?, zone: Zone) {
        let content = story.content
        id = story.id
        self.url = url
        edition = story.edition
        label = content.label
        headline = content.headline
        standfirst = content.standfirst
        published = story.publication?.published.iso8601(in: zone)
        byline = content.bylines.isEmpty ? nil : content.bylines.map(\.name).joined(separator: ", ")
        dateline = content.dateline
        section = content.section
        body = content.body
        tags = content.tags
        self.media = content.media.compactMap { use in
            guard let asset = media[use.media] else { return nil }
            let credit = asset.credit
            return Medium(
                id: asset.id, kind: asset.kind.rawValue, caption: use.caption ?? asset.caption,
                credit: Credit(
                    text: credit.text, parties: credit.parties, copyright: credit.copyright, licence: credit.licence,
                    usage: credit.usage),
                alt: use.alt ?? asset.alt, state: asset.state.name)
        }
    }
}

extension IntakeResult: Encodable {
    private enum Key: String, CodingKey { case file, status, story, diagnostics }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(file, forKey: .file)
        try container.encode(status, forKey: .status)
        try container.encode(story, forKey: .story)
        try container.encode(diagnostics, forKey: .diagnostics)
    }
}
