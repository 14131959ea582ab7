import NewsreelModel

/// Finds the headline among the lines of a page.
struct CaptureHeadline {
    /// By line, from 0.
    let index: Int
    /// As the line has it, without the name of the site.
    let text: String

    /// Nil where nothing looks like a headline over the story. `paragraphs` and `dates` are lines, from 0.
    static func find(_ page: CapturePage, paragraphs: [Int], dates: [Int], captions: Set<Int>) -> CaptureHeadline? {
        guard let last = paragraphs.last else { return nil }
        let total = paragraphs.reduce(0) { $0 + page.lines[$1].weight }
        var weightBefore = 0
        var paragraphsBefore = 0
        var best: (score: Double, index: Int)?
        let paragraphSet = Set(paragraphs)
        var firstSeen: [String: Int] = [:]
        for index in 0..<last {
            let line = page.lines[index]
            defer {
                if paragraphSet.contains(index) {
                    weightBefore += line.weight
                    paragraphsBefore += 1
                }
            }
            guard weightBefore * 10 <= total * 3 else { break }
            guard !line.isBlank, page.residue[index] == nil, !captions.contains(index),
                line.isTitle || HeadlineLabel.split(line.text).label != nil,
                !paragraphSet.contains(index) || page.isRepeated(line)
            else { continue }
            if dates.contains(index) || BylineReader.names(line.text) != nil { continue }
            if firstSeen[line.text] != nil { continue }
            firstSeen[line.text] = index
            var score = 0.0
            if page.isRepeated(line) { score += 3 }
            if HeadlineLabel.split(line.text).label != nil { score += 2 }
            score += line.wordCount >= 4 || line.weight >= 30 ? 2 : 0
            score -= line.wordCount > 25 ? 2 : 0
            if line.endsSentence { score -= 0.5 }
            let nearestDate = dates.map { abs($0 - index) }.min()
            if let nearestDate { score += nearestDate <= 4 ? 2 : nearestDate <= 10 ? 1 : 0 }
            if let below = paragraphs.first(where: { $0 > index }) { score -= min(3, Double(below - index) * 0.08) }
            if hasSiteTitle(page, line) { score += 3 }
            if best.map({ score > $0.score }) ?? true { best = (score, index) }
        }
        guard let best, best.score > 0.5 else { return nil }
        return CaptureHeadline(index: best.index, text: withoutSite(page, page.lines[best.index]))
    }

    /// Another line is this one and the name of the site.
    private static func hasSiteTitle(_ page: CapturePage, _ line: CaptureLine) -> Bool {
        page.lines.prefix(60).contains { other in
            other.text.utf8.count > line.text.utf8.count + 3 && other.text.utf8.count < line.text.utf8.count + 60
                && other.text.hasPrefix(line.text)
                && isSiteSeparator(other.text.dropFirst(line.text.count))
        }
    }

    private static func isSiteSeparator(_ rest: Substring) -> Bool {
        let trimmed = rest.drop { $0 == " " }
        return trimmed.first.map { "|-–—:·".contains($0) } ?? false
    }

    /// `Headline - Site` where the headline alone stands on another line, too; else the line.
    private static func withoutSite(_ page: CapturePage, _ line: CaptureLine) -> String {
        for separator in [" | ", " - ", " – ", " — ", " :: "] {
            let parts = line.text.split(separator: separator)
            guard parts.count >= 2, let last = parts.last else { continue }
            let rest = String(line.text.dropLast(last.count + separator.count))
            if page.counts[rest] != nil { return rest }
        }
        return line.text
    }
}
