import NewsreelModel
import NewsreelPages
import NewsreelStore

/// Beginning a story, and changing one without the editor: what browsers without scripts use.
extension Desk {
    /// Makes a draft in the edition that was chosen, and opens it.
    func startStory(_ asked: DeskRequest) async throws -> DeskAnswer {
        let user = try asked.person()
        let story = try await newsroom.createStory(
            edition: asked.field("edition"), content: StoryContent(headline: "", slug: ""),
            author: user.id.rawValue)
        try await newsroom.note(.storyStarted, of: "\(story.edition) \(story.id)", by: asked.actor)
        return .see(.story(story.id))
    }

    /// Saves the plain form. What it does not show stays as it is.
    func saveStory(_ asked: DeskRequest) async throws -> DeskAnswer {
        let story = try await story(asked)
        let content = Self.content(story.content, changedBy: asked.form)
        do throws(StoreError) {
            _ = try await newsroom.save(
                story.id, content, basedOn: Int(asked.field("version")) ?? 0, author: try author(asked))
        } catch {
            guard error.isForPeople || error.code == .noHeadline || error.code == .mediaWithoutCredit else {
                throw error
            }
            var shown = story
            shown.content = content
            return .page(try await storyView(shown, asked, error: error.message), status: 422)
        }
        return .see(.story(story.id))
    }

    private func author(_ asked: DeskRequest) throws(StoreError) -> String {
        guard let user = asked.user else { throw StoreError(.invalid, "Sign in first.") }
        return user.id.rawValue
    }

    /// True for the blocks that the plain form can show and give back without losing anything.
    static func isPlain(_ block: Block) -> Bool {
        switch block {
        case .paragraph(let text), .heading(_, let text): text.allSatisfy(\.marks.isEmpty)
        default: false
        }
    }

    private static func content(_ old: StoryContent, changedBy form: [String: String]) -> StoryContent {
        var content = old
        func field(_ name: String) -> String? { form[name].map { $0.replacing("\r\n", with: "\n") } }
        if let headline = field("headline") {
            if content.slug == Slug.make(content.headline) || content.headline.isEmpty { content.slug = "" }
            content.headline = headline
        }
        if let label = field("label") { content.label = label }
        if let standfirst = field("standfirst") { content.standfirst = standfirst }
        if let dateline = field("dateline") { content.dateline = dateline }
        if let names = field("bylines") { content.bylines = names.split(separator: ",").map { Byline(String($0)) } }
        var body: [Block] = []
        for (index, block) in old.body.enumerated() {
            guard isPlain(block), let text = field("block-\(index)"), text != block.plainText else {
                body.append(block)
                continue
            }
            body += changed(block, to: text)
        }
        body += paragraphs(field("more") ?? "").map { Block.paragraph([Inline($0)]) }
        content.body = body
        return content
    }

    private static func changed(_ block: Block, to text: String) -> [Block] {
        if case .heading(let level, _) = block {
            let line = text.split(separator: "\n").joined(separator: " ").trimmingWhitespace()
            return line.isEmpty ? [] : [.heading(level: level, [Inline(line)])]
        }
        return paragraphs(text).map { .paragraph([Inline($0)]) }
    }

    /// Text in paragraphs, between which stands an empty line.
    private static func paragraphs(_ text: String) -> [String] {
        text.replacing("\r\n", with: "\n").split(separator: "\n\n").map { $0.trimmingWhitespace() }
            .filter { !$0.isEmpty }
    }
}
