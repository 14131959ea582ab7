import NewsreelModel

extension APISchemas {
    static let stories: [(name: String, schema: APISchema)] = [
        ("Story", .object(story)), ("StoryContent", .object(content)), ("Block", .kinds(by: "type", blocks)),
        ("Inline", .object(inline)), ("Mark", .kinds(by: "type", marks)), ("Finding", .object(finding)),
        ("Findings", .object([APIField("findings", .list(.named("Finding")))])), ("Revision", .object(revision)),
    ]

    private static let status = APISchema.text(choices: StoryStatus.allCases.map(\.rawValue))

    private static let story: [APIField] = [
        APIField("id", .text), APIField("edition", .text, "The code of its edition."), APIField("status", status),
        APIField("version", .integer, "Counts saved versions from 1; the ETag of the story."),
        APIField("created", .moment), APIField("updated", .moment, "The last change, published or not."),
        .optional("scheduled", .moment, "When it is published by itself."),
        .optional("scheduleRefusal", .text, "Why it was not published when its time came."),
        .optional(
            "publication",
            .object([
                APIField("published", .moment, "When it first reached readers."),
                APIField("day", .text(format: .day), "The day in its address."),
                .optional("updated", .moment, "When its published text last changed."),
            ])),
        .optional("address", .text, "The path of its page, from its first publication on."),
        APIField("corrections", .list(.object([APIField("at", .moment), APIField("note", .text)]))),
        .optional("translationKey", .text, "The same for the same story in other editions."),
        APIField("content", .named("StoryContent")),
    ]

    private static let line = APISchema.text(most: 10_000)

    private static let content: [APIField] = [
        .optional("label", line, "What stands over the headline."),
        .optional("headline", line, fallback: ""),
        .optional("standfirst", line),
        .optional("bylines", .list(.object([APIField("name", line)])), fallback: []),
        .optional("dateline", line, "Where it was written from."),
        .optional("section", line, "The name of a section in addresses."),
        .optional("slug", line, "Its name in the address; made of the headline where there is none.", fallback: ""),
        .optional("body", .list(.named("Block")), fallback: []),
        .optional("lead", line, "The picture, clip or recording that leads the story."),
        .optional("media", .list(.object(use)), "What the story shows.", fallback: []),
        .optional("tags", .list(line), fallback: []),
        .optional("related", .list(line), "Identities of other stories.", fallback: []),
    ]

    private static let use: [APIField] = [
        APIField("media", line), .optional("caption", line, "In place of the asset's own."),
        .optional("alt", line, "In place of the asset's own."),
        .optional("autoplay", .flag, "A clip that starts without its sound when it comes into view."),
    ]

    private static let runs = APISchema.list(.named("Inline"))
    private static let ids = APISchema.list(line)

    private static let blocks: [(name: String, fields: [APIField])] = [
        ("paragraph", [APIField("text", runs)]),
        ("heading", [APIField("level", .integer(2...4)), APIField("text", runs)]),
        ("quote", [APIField("paragraphs", .list(runs)), .optional("speaker", line)]),
        (
            "list",
            [
                .optional("ordered", .flag, fallback: false),
                APIField("items", .list(.list(.named("Block")))),
            ]
        ),
        ("image", [APIField("media", line)]),
        ("gallery", [APIField("media", ids)]),
        ("video", [APIField("media", line)]),
        ("audio", [APIField("media", line)]),
        ("document", [APIField("media", line)]),
        ("embed", [APIField("url", line), APIField("title", line), APIField("provider", line)]),
        ("aside", [.optional("title", line), APIField("blocks", .list(.named("Block")))]),
        ("rule", []),
    ]

    private static let inline: [APIField] = [
        APIField("text", .text, "A line break is \\n."),
        .optional("marks", .list(.named("Mark")), fallback: []),
    ]

    private static let marks: [(name: String, fields: [APIField])] = [
        ("strong", []), ("emphasis", []), ("code", []), ("strikethrough", []), ("subscript", []), ("superscript", []),
        ("link", [APIField("href", .text(most: 2000), "http, https, mailto, tel, or a path of this site.")]),
    ]

    private static let finding: [APIField] = [
        APIField("code", .text(choices: CheckCode.allCases.map(\.rawValue))),
        APIField(
            "severity", .text(choices: ["error", "warning", "note"]),
            "Errors keep the story from readers."),
        APIField(
            "place",
            .object([
                APIField("part", .text), .optional("block", .integer, "The index of the block in the body."),
                .optional("media", .text),
                .optional(
                    "range", .object([APIField("start", .integer), APIField("end", .integer)]),
                    "UTF-16 units of the part's plain text."),
            ])),
        .optional("words", .text, "The words at the place."), APIField("reason", .text),
        .optional(
            "fix", .object([APIField("kind", .text(choices: ["text", "link"])), APIField("replacement", .text)])),
    ]

    private static let revision: [APIField] = [
        APIField("version", .integer), APIField("saved", .moment), APIField("author", .text, "Who saved it."),
        APIField("headline", .text), .optional("content", .named("StoryContent"), "Left out in lists."),
    ]
}
