import NewsreelModel

extension CaptureReading {
    /// Walks the lines from the headline on and sorts them into the story.
    mutating func assemble() {
        guard let headline else { return }
        takeHeadline(headline)
        let paragraphs = self.paragraphs.filter { $0 > headline.index && page.lines[$0].text != headline.text }
        guard let lastParagraph = paragraphs.last else { return }
        let firstParagraph = takeTop(headline, paragraphs)
        takePicturesAbove(headline)
        var seen: [String: Int] = [:]
        var isAfterRelated = false
        var index = firstParagraph
        for line in headline.index + 1..<firstParagraph where captions[line] != nil && !used.contains(line) {
            take(captionAt: line)
        }
        while index < end {
            defer { index += 1 }
            let line = page.lines[index]
            if line.isBlank || used.contains(index) { continue }
            if line.text == headline.text || line.text == page.lines[headline.index].text {
                used.insert(index)
                notes.append(
                    Diagnostic(.note, "repeated-headline", "Line \(index + 1) repeats the headline.", line: index + 1))
                continue
            }
            if captions[index] != nil {
                take(captionAt: index)
                isAfterRelated = false
                continue
            }
            if let residue = page.residue[index] {
                isAfterRelated =
                    residue == .related && line.wordCount <= 4 && !line.text.contains(":")
                    || (residue == .related && line.text.hasSuffix(":"))
                takeTags(index)
                continue
            }
            if takeTags(index) || takeByline(index, lastParagraph) { continue }
            if let dated = dates.first(where: { $0.index == index }), isDateLine(index) {
                if usedDates.isEmpty || body.isEmpty {
                    take(date: dated)
                    continue
                }
                if index > lastParagraph { continue }
            }
            if isAfterRelated && !line.endsSentence { continue }
            isAfterRelated = false
            if index > lastParagraph && !belongsToTail(line, index) { continue }
            if let before = seen[line.text], line.wordCount >= 4 {
                used.insert(index)
                notes.append(
                    Diagnostic(
                        .warning, "repeated-line", "Line \(index + 1) repeats line \(before + 1) and was left out.",
                        line: index + 1))
                continue
            }
            seen[line.text] = index
            place(index, line)
        }
        if tags.count > 30 { tags = Array(tags.prefix(30)) }
    }

    private mutating func takeHeadline(_ headline: CaptureHeadline) {
        used.insert(headline.index)
        var repeats: [Int] = []
        for (index, line) in page.lines.enumerated() where index != headline.index && !line.isBlank {
            let isSame = line.text == headline.text || line.text == page.lines[headline.index].text
            let isTitle =
                index < headline.index + 3 && line.text.hasPrefix(headline.text)
                && line.text.utf8.count < headline.text.utf8.count + 60
            if (isSame || isTitle) && index < end && page.residue[index] == nil {
                used.insert(index)
                repeats.append(index + 1)
            }
        }
        if let first = repeats.first {
            let places = repeats.map(String.init).joined(separator: ", ")
            notes.append(
                Diagnostic(.note, "repeated-headline", "The headline is repeated on line \(places).", line: first))
        }
    }

    /// What stands between headline and text: dates, bylines, the standfirst. Gives the first line of the text.
    private mutating func takeTop(_ headline: CaptureHeadline, _ paragraphs: [Int]) -> Int {
        var firstParagraph = paragraphs.first ?? headline.index + 1
        let first = firstParagraph
        func marks(_ range: Range<Int>) -> [Int] {
            range.filter { index in
                dates.contains { $0.index == index } || BylineReader.names(page.lines[index].text) != nil
            }
        }
        let next = paragraphs.dropFirst().first ?? first
        if next > first, page.lines[first].weight <= 420,
            let mark = marks(first + 1..<next).first, mark - first <= 6, page.lines[first].bullet == nil,
            !(headline.index + 1..<first).contains(where: { BylineReader.names(page.lines[$0].text) != nil })
        {
            standfirst = page.lines[first].text
            used.insert(first)
            firstParagraph =
                (first + 1..<next).first { !page.lines[$0].isBlank && !marks(first + 1..<next).contains($0) } ?? next
            for index in marks(first + 1..<next) { takeMark(index) }
        }
        let top = max(0, headline.index - 6)
        for index in top..<first where page.residue[index] == nil && !used.contains(index) { takeMark(index) }
        if standfirst == nil { takeShortStandfirst(headline, first) }
        if usedDates.isEmpty, let far = dates.first(where: { $0.index < headline.index && isDateLine($0.index) }) {
            take(date: far)
        }
        if firstParagraph == first { firstParagraph = startOfText(headline, first) }
        return firstParagraph
    }

    /// A sentence shorter than a paragraph between headline and byline or date.
    private mutating func takeShortStandfirst(_ headline: CaptureHeadline, _ first: Int) {
        for index in headline.index + 1..<first
        where page.residue[index] == nil && !used.contains(index) && captions[index] == nil {
            let line = page.lines[index]
            guard !line.isBlank else { continue }
            let isFollowed = (index + 1..<first).contains { used.contains($0) && page.lines[$0].text != headline.text }
            if line.weight >= 30, line.wordCount >= (line.endsSentence ? 4 : 6), isFollowed, line.bullet == nil {
                standfirst = line.text
                used.insert(index)
            }
            return
        }
    }

    /// Short sentences right above the first long paragraph are text, too.
    private func startOfText(_ headline: CaptureHeadline, _ first: Int) -> Int {
        var start = first
        var index = first - 1
        while index > headline.index {
            let line = page.lines[index]
            if line.isBlank {
                index -= 1
                continue
            }
            guard page.residue[index] == nil, !used.contains(index), captions[index] == nil,
                line.endsSentence || line.isClock, line.wordCount >= 3 || line.isClock
            else { break }
            start = index
            index -= 1
        }
        return start
    }

    private mutating func takeMark(_ index: Int) {
        let line = page.lines[index]
        if let names = BylineReader.names(line.text) {
            if bylines.isEmpty { bylines = names }
            used.insert(index)
        }
        if isDateLine(index) {
            for dated in dates where dated.index == index { take(date: dated) }
        }
    }

    /// A line that holds a date and little else.
    private func isDateLine(_ index: Int) -> Bool {
        guard dates.contains(where: { $0.index == index }) else { return false }
        let rest = DateReader(zone: zone, expected: page.crawledDay).read(page.lines[index].text).rest
        return rest.count <= 2 || BylineReader.names(page.lines[index].text) != nil
            || (rest.count <= 6 && page.lines[index].text.contains(where: { "|·•".contains($0) }))
    }

    private mutating func take(date dated: DatedLine) {
        used.insert(dated.index)
        if usedDates.count < 6 { usedDates.append(dated) }
    }

    private mutating func takePicturesAbove(_ headline: CaptureHeadline) {
        let top = max(0, headline.index - 6)
        for index in top..<headline.index where captions[index] != nil && !used.contains(index) {
            take(captionAt: index)
        }
    }

    /// `Tags: harbour, fog` and `#harbour #fog`.
    @discardableResult
    private mutating func takeTags(_ index: Int) -> Bool {
        let line = page.lines[index]
        guard line.weight <= 400 else { return false }
        var found: [String] = []
        if let opener = ResidueWords.tags.first(where: { line.lower.begins($0) }) {
            found = line.text.dropFirst(opener.count).split(whereSeparator: { ",;|،#".contains($0) }).map {
                $0.trimmingWhitespace()
            }
        } else if line.text.hasPrefix("#"),
            line.text.split(separator: " ").allSatisfy({ $0.hasPrefix("#") && $0.count > 1 })
        {
            found = line.text.split(separator: " ").map { String($0.dropFirst().map { $0 == "_" ? " " : $0 }) }
        } else {
            return false
        }
        for tag in found where !tag.isEmpty && tag.count <= 60 && !tags.contains(tag) { tags.append(tag) }
        used.insert(index)
        return true
    }

    private mutating func takeByline(_ index: Int, _ lastParagraph: Int) -> Bool {
        let line = page.lines[index]
        guard line.weight <= 90, let names = BylineReader.names(line.text) else { return false }
        let isEarly = body.count { if case .paragraph = $0 { true } else { false } } == 0
        guard isEarly || index > lastParagraph else { return false }
        if bylines.isEmpty { bylines = names }
        used.insert(index)
        return true
    }

    /// Behind the last long paragraph only sentences that follow it closely are text.
    private func belongsToTail(_ line: CaptureLine, _ index: Int) -> Bool {
        guard line.bullet != nil || (line.endsSentence && (line.wordCount >= 3 || line.weight >= 20)) else {
            return false
        }
        var blanks = 0
        var above = index - 1
        while above >= 0, page.lines[above].isBlank {
            blanks += 1
            above -= 1
        }
        return blanks <= 2 && above >= 0 && used.contains(above)
    }

    private mutating func place(_ index: Int, _ line: CaptureLine) {
        used.insert(index)
        if line.isClock {
            body.append(.heading(level: 3, [Inline(line.text)]))
            return
        }
        if let bullet = line.bullet {
            let item: [Block] = [.paragraph([Inline(line.text.dropFirst(bullet.count).trimmingWhitespace())])]
            if case .list(false, let items)? = body.last {
                body[body.count - 1] = .list(ordered: false, items: items + [item])
            } else {
                body.append(.list(ordered: false, items: [item]))
            }
            return
        }
        if !line.endsSentence && !line.isParagraph && !line.text.hasSuffix(":") && !line.text.hasSuffix(",") {
            if line.wordCount <= 9 && line.weight <= 80 && !body.isEmpty {
                body.append(.heading(level: 2, [Inline(line.text)]))
                notes.append(
                    Diagnostic(
                        .note, "heading-guessed", "Line \(index + 1) was taken as a heading: “\(line.text)”.",
                        line: index + 1))
                return
            }
            notes.append(
                Diagnostic(
                    .warning, "doubtful-line",
                    "Line \(index + 1) was kept as a paragraph but may be a link: “\(line.text.prefix(80))”.",
                    line: index + 1))
        }
        body.append(.paragraph([Inline(line.text)]))
    }

    /// A picture's caption and credit become a placeholder, once.
    private mutating func take(captionAt index: Int) {
        guard let found = captions[index] else { return }
        used.insert(index)
        var caption = found.caption.map(Self.withoutCaptionWord)
        if caption == nil, let above = captionAbove(index) {
            caption = above.text
            used.insert(above.number - 1)
        }
        if caption == nil, index + 1 < end,
            let opener = ResidueWords.captions.first(where: { page.lines[index + 1].lower.begins($0) })
        {
            caption = page.lines[index + 1].text.dropFirst(opener.count).trimmingWhitespace()
            used.insert(index + 1)
        }
        if let known = media.first(where: { $0.credit == found.credit && $0.caption == caption }) {
            notes.append(
                Diagnostic(
                    .note, "repeated-caption",
                    "Line \(index + 1) repeats the caption of picture \(known.id) and makes no second one.",
                    line: index + 1))
            return
        }
        let id = MediaID(rawValue: "m\(media.count + 1)")
        media.append(ImportedMedia(id: id, kind: .image, caption: caption, credit: found.credit))
        body.append(.image(id))
        notes.append(
            Diagnostic(
                .note, "picture-awaited", "Line \(index + 1) is the caption of a picture that is not here yet: \(id).",
                line: index + 1))
    }

    /// The line right above a credit that stands alone, where it reads like a caption.
    private func captionAbove(_ index: Int) -> CaptureLine? {
        guard index > 0 else { return nil }
        let line = page.lines[index - 1]
        guard !line.isBlank, !used.contains(index - 1), captions[index - 1] == nil, page.residue[index - 1] == nil,
            line.weight <= 250, line.wordCount >= 2
        else { return nil }
        return line
    }

    private static func withoutCaptionWord(_ caption: String) -> String {
        let lower = caption.lowercased()
        guard let opener = ResidueWords.captions.first(where: { lower.begins($0) }) else { return caption }
        return caption.dropFirst(opener.count).trimmingWhitespace()
    }
}
