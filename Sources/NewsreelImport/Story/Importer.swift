package import NewsreelModel

/// How material is written.
package enum ImportFormat: String, Sendable, CaseIterable {
    /// Found by looking at the material.
    case auto
    /// The visible text of a news page as a crawler saved it.
    case capture
    /// A saved page.
    case html
    /// Front matter and CommonMark.
    case markdown
}

/// Reads stories out of foreign material. It touches neither files nor the store.
package struct Importer: Sendable {
    /// The edition for material that names none; its zone holds for times that name none.
    package let edition: Edition
    /// All editions that material may name.
    package let editions: [Edition]
    package let now: Timestamp

    package init(edition: Edition, editions: [Edition] = [], now: Timestamp) {
        self.edition = edition
        self.editions = editions.contains { $0.code == edition.code } ? editions : [edition] + editions
        self.now = now
    }

    /// The story in `bytes`; `name` is the file's name, whose extension and stem are hints.
    package func importStory(
        _ bytes: [UInt8], name: String, format: ImportFormat = .auto
    ) throws(ImportError) -> ImportedStory {
        let source = try SourceText(bytes)
        let found = format == .auto ? ImportFormat.found(in: source, name: name) : format
        switch found {
        case .html: return try HTMLImport(importer: self, source: source).story()
        case .markdown: return try MarkdownImport(importer: self, source: source, name: name).story()
        case .capture, .auto: return try CaptureImport(importer: self, source: source).story()
        }
    }
}

extension ImportFormat {
    /// What the material looks like: markup, front matter or a heading, else the text of a page.
    static func found(in source: SourceText, name: String) -> ImportFormat {
        let lowerName = name.lowercased()
        if lowerName.hasSuffix(".md") || lowerName.hasSuffix(".markdown") { return .markdown }
        let head = source.text.utf8.prefix(4096)
        let lower = String(decoding: head.map { (65...90).contains($0) ? $0 + 32 : $0 }, as: UTF8.self)
        let start = lower.trimmingWhitespace()
        if start.hasPrefix("---\n") && lower.dropFirst(3).contains("\n---") { return .markdown }
        if start.hasPrefix("<!doctype html") || start.hasPrefix("<html") || start.hasPrefix("<?xml") { return .html }
        let tags = ["<html", "<head", "<body", "<article", "<div", "<p>", "<p ", "<meta", "<script", "<h1", "<main"]
        let hits = tags.count { lower.holds($0) }
        if hits >= 2 || (start.hasPrefix("<") && (hits >= 1 || start.hasPrefix("<!--"))) { return .html }
        if lowerName.hasSuffix(".html") || lowerName.hasSuffix(".htm") || lowerName.hasSuffix(".xhtml") { return .html }
        return start.hasPrefix("# ") ? .markdown : .capture
    }
}
