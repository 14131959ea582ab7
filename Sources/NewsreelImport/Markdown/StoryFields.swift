import NewsreelModel
import Yams

/// What the front matter of a story says, checked.
struct StoryFields {
    var edition: Edition
    var section: String?
    var label: String?
    var headline: String?
    var standfirst: String?
    var bylines: [String] = []
    var dateline: String?
    var published: Timestamp?
    var updated: Timestamp?
    var tags: [String] = []
    var slug: String?
    var lead: (file: String, line: Int)?
    var media: [ImportedMedia] = []
    var corrections: [Correction] = []
    var related: [String] = []
    var translationOf: String?
    var diagnostics: [Diagnostic] = []

    init(_ matter: FrontMatter, importer: Importer) {
        edition = importer.edition
        for entry in matter.entries where entry.key == "edition" {
            if let code = text(entry.value, "edition"), let found = importer.editions.first(where: { $0.code == code })
            {
                edition = found
            } else {
                let codes = importer.editions.map(\.code).joined(separator: ", ")
                error(
                    "unknown-edition",
                    "There is no edition “\(text(entry.value, "edition") ?? "")”. There are: \(codes).", entry.value)
            }
        }
        for entry in matter.entries { take(entry.key, entry.value, line: entry.line) }
    }

    private mutating func take(_ key: String, _ value: Node, line: Int) {
        if let scalar = value.scalar, ["", "~", "null"].contains(scalar.string), scalar.style != .doubleQuoted,
            scalar.style != .singleQuoted
        {
            return
        }
        switch key {
        case "edition": break
        case "section": takeSection(value)
        case "label": label = text(value, key)
        case "headline", "title": headline = text(value, key)
        case "standfirst": standfirst = text(value, key)
        case "byline", "bylines": bylines = texts(value, key)
        case "dateline": dateline = text(value, key)
        case "published": published = time(value, key)
        case "updated": updated = time(value, key)
        case "tags": tags = texts(value, key)
        case "slug":
            if let given = text(value, key) {
                if Slug.isValid(given) {
                    slug = given
                } else {
                    error(
                        "bad-slug", "The slug “\(given)” may hold lower-case letters, digits and single hyphens only.",
                        value)
                }
            }
        case "lead":
            if let file = text(value, key) { lead = (file, FrontMatter.line(of: value)) }
        case "media": takeMedia(value)
        case "corrections", "correction": takeCorrections(value)
        case "related": related = texts(value, key).map(Self.key)
        case "translationOf": translationOf = text(value, key).map(Self.key)
        default:
            diagnostics.append(
                Diagnostic(
                    .warning, "unknown-key", "The front matter's “\(key)” is not known and was left out.", line: line))
        }
    }

    /// A key is a file's stem; the ending may be given.
    private static func key(_ text: String) -> String { text.hasSuffix(".md") ? String(text.dropLast(3)) : text }

    private mutating func takeSection(_ value: Node) {
        guard let name = text(value, "section") else { return }
        let lower = name.lowercased()
        if edition.sections.isEmpty {
            section = Slug.make(name)
        } else if let found = edition.sections.first(where: { $0.slug == lower || $0.name.lowercased() == lower }) {
            section = found.slug
        } else {
            let slugs = edition.sections.map(\.slug).joined(separator: ", ")
            warning("unknown-section", "The edition \(edition.code) has no section “\(name)”. It has: \(slugs).", value)
        }
    }

    private mutating func takeCorrections(_ value: Node) {
        for item in items(value) {
            guard case .mapping(let fields) = item, let note = fields["note"].flatMap({ text($0, "note") }),
                let at = fields["at"].flatMap({ time($0, "at") })
            else {
                error("bad-correction", "A correction needs `at` and `note`.", item)
                continue
            }
            corrections.append(Correction(at: at, note: note))
        }
    }

    private mutating func takeMedia(_ value: Node) {
        for item in items(value) {
            if let file = item.scalar?.string {
                add(
                    ImportedMedia(
                        id: MediaID(rawValue: "m\(media.count + 1)"), kind: MediaKind(file: file), file: file), item)
                continue
            }
            guard case .mapping(let fields) = item else {
                error(
                    "bad-media", "An entry of `media` is a file name or `file:` with its caption, credit and alt.", item
                )
                continue
            }
            var one = ImportedMedia(id: MediaID(rawValue: "m\(media.count + 1)"), kind: .image)
            for (keyNode, field) in fields {
                let key = keyNode.scalar?.string ?? ""
                switch key {
                case "file":
                    one.file = text(field, key)
                    one.kind = MediaKind(file: one.file ?? "")
                case "url":
                    one.url = text(field, key).flatMap { LinkTarget($0) }
                    if one.url == nil {
                        error("bad-link", "The `url` of a media entry is no http or https address.", field)
                    }
                case "caption": one.caption = text(field, key)
                case "alt": one.alt = text(field, key)
                case "credit": one.credit = credit(field)
                case "download": one.download = truth(field)
                case "focus": one.focus = focus(field)
                case "captions": one.captions = captions(field)
                case "kind":
                    if let kind = text(field, key).flatMap({ MediaKind(rawValue: $0) }) {
                        one.kind = kind
                    } else {
                        error("bad-media", "`kind` is image, video, audio or document.", field)
                    }
                default:
                    diagnostics.append(
                        Diagnostic(
                            .warning, "unknown-key", "A media entry's “\(key)” is not known and was left out.",
                            line: FrontMatter.line(of: keyNode)))
                }
            }
            add(one, item)
        }
    }

    private mutating func add(_ media: ImportedMedia, _ node: Node) {
        var media = media
        guard let file = media.file ?? media.url?.description, !file.isEmpty else {
            error("bad-media", "A media entry names no `file`.", node)
            return
        }
        if let name = media.file, !isRelative(name) {
            error("bad-media", "The file “\(name)” must be named relative to the story.", node)
            return
        }
        if self.media.contains(where: { $0.file == media.file && media.file != nil }) {
            warning("repeated-media", "“\(file)” is listed twice; the first entry counts.", node)
            return
        }
        if media.credit.isEmpty, media.credit.licence == nil, let caption = media.caption,
            let found = CreditParser.find(caption), found.isExplicit
        {
            media.caption = found.caption
            media.credit = found.credit
        }
        if media.credit.isEmpty {
            warning("missing-credit", "“\(file)” has no credit and cannot be published without one.", node)
        }
        self.media.append(media)
    }

    /// A line as agencies write it, or its parts by name.
    private mutating func credit(_ node: Node) -> CreditChain {
        guard case .mapping(let fields) = node else {
            return text(node, "credit").map { CreditParser.credit($0) } ?? CreditChain()
        }
        var chain = CreditChain()
        for (keyNode, value) in fields {
            let key = keyNode.scalar?.string ?? ""
            switch key {
            case "creator", "supplier", "agency", "distributor", "rights-owner", "rightsOwner":
                let role: CreditParty.Role =
                    key == "rightsOwner" ? .rightsOwner : CreditParty.Role(rawValue: key) ?? .creator
                for name in texts(value, key) { chain.parties.append(CreditParty(role, name)) }
            case "copyright": chain.copyright = text(value, key)
            case "licence", "license": chain.licence = text(value, key)
            case "usage": chain.usage = text(value, key)
            default: warning("unknown-key", "A credit's “\(key)” is not known and was left out.", keyNode)
            }
        }
        return chain
    }

    /// One file in the edition's language, or a file for each language.
    private mutating func captions(_ node: Node) -> [ImportedCaptions] {
        guard case .mapping(let fields) = node else {
            guard let language = LanguageTag(edition.language), let file = captionFile(node) else { return [] }
            return [ImportedCaptions(language: language, file: file)]
        }
        var found: [ImportedCaptions] = []
        for (keyNode, value) in fields {
            let key = keyNode.scalar?.string ?? ""
            guard let language = LanguageTag(key) else {
                error(
                    "bad-captions", "“\(key)” is no language of captions: write a tag such as en, ru or pt-BR.", keyNode
                )
                continue
            }
            if let file = captionFile(value) { found.append(ImportedCaptions(language: language, file: file)) }
        }
        return found
    }

    private mutating func captionFile(_ node: Node) -> String? {
        guard let file = text(node, "captions") else { return nil }
        guard isRelative(file) else {
            error("bad-media", "The file “\(file)” must be named relative to the story.", node)
            return nil
        }
        return file
    }

    private func isRelative(_ name: String) -> Bool {
        !name.hasPrefix("/") && !name.contains("\\") && !name.unicodeScalars.contains { $0.value < 0x20 }
    }

    private mutating func focus(_ node: Node) -> FocalPoint? {
        let numbers = items(node).compactMap { $0.scalar.flatMap { Double($0.string) } }
        if numbers.count == 2, let point = FocalPoint(x: numbers[0], y: numbers[1]) { return point }
        warning("bad-focus", "`focus` is two numbers from 0 to 1, from the left and from the top: [0.5, 0.3].", node)
        return nil
    }

    private mutating func truth(_ node: Node) -> Bool {
        switch node.scalar?.string.lowercased() {
        case "true", "yes": return true
        case "false", "no": return false
        default:
            warning("bad-value", "`download` is true or false.", node)
            return false
        }
    }

    private mutating func time(_ node: Node, _ key: String) -> Timestamp? {
        let written = node.scalar?.string.trimmingWhitespace() ?? ""
        if let moment = Timestamp(iso8601: written, in: edition.zone) { return moment }
        let dates = DateReader(zone: edition.zone).read(written).dates
        if let only = dates.first, dates.count == 1, only.doubt == nil { return only.moment }
        error(
            "bad-time",
            "`\(key)` is no time: “\(written.prefix(60))”. Write 2026-11-20 07:30, or with a zone 2026-11-20T07:30:00+03:00.",
            node)
        return nil
    }

    private mutating func text(_ node: Node, _ key: String) -> String? {
        guard let scalar = node.scalar else {
            error("bad-value", "`\(key)` is one text, not a list.", node)
            return nil
        }
        let text = Cleaning.line(scalar.string)
        return text.isEmpty ? nil : text
    }

    private mutating func texts(_ node: Node, _ key: String) -> [String] { items(node).compactMap { text($0, key) } }

    private func items(_ node: Node) -> [Node] {
        if case .sequence(let sequence) = node { return Array(sequence) }
        return [node]
    }

    private mutating func error(_ code: String, _ message: String, _ node: Node) {
        diagnostics.append(Diagnostic(.error, code, message, line: FrontMatter.line(of: node)))
    }

    private mutating func warning(_ code: String, _ message: String, _ node: Node) {
        diagnostics.append(Diagnostic(.warning, code, message, line: FrontMatter.line(of: node)))
    }
}

extension MediaKind {
    /// By the ending of a file's name; the media workshop looks at the content later.
    init(file: String) {
        let path = file.split(whereSeparator: { $0 == "?" || $0 == "#" }).first.map { String($0) } ?? file
        let ending =
            path.split(separator: "/").last.flatMap { $0.contains(".") ? $0.split(separator: ".").last : nil }.map {
                $0.lowercased()
            } ?? ""
        switch ending {
        case "mp4", "m4v", "mov", "webm", "mkv", "avi", "mpg", "mpeg", "ogv", "m3u8", "ts": self = .video
        case "mp3", "m4a", "aac", "ogg", "oga", "opus", "wav", "flac", "weba": self = .audio
        case "pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "odt", "ods", "odp", "csv", "txt", "zip", "rtf",
            "epub":
            self = .document
        default: self = .image
        }
    }
}
