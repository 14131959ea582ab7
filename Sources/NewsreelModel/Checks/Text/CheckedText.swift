/// A run of text that is read at one go: a headline, a paragraph, a caption.
struct Passage {
    enum Kind { case label, headline, standfirst, paragraph, heading, quote, caption, other }

    let kind: Kind
    let place: FindingPlace
    /// Where it begins in the text that its place counts in, in UTF-16 units.
    let offset: Int
    let scalars: [Unicode.Scalar]
    var tokens: [CheckToken]
    var quotes: QuoteScan
    /// Where the sentences begin, in tokens, and the end of the last.
    private var sentences: [Int] = []
    /// Scalars that take two UTF-16 units.
    private let wide: [Int]

    init(_ text: String, _ kind: Kind, at place: FindingPlace, offset: Int = 0) {
        self.kind = kind
        self.place = place
        self.offset = offset
        let letters = Array(text.unicodeScalars)
        scalars = letters
        wide = letters.indices.filter { letters[$0].value > 0xFFFF }
        tokens = CheckToken.tokens(of: scalars)
        quotes = QuoteScan(scalars)
        Sentences.number(&tokens)
        for (index, token) in tokens.enumerated() where token.sentence == sentences.count { sentences.append(index) }
        sentences.append(tokens.count)
        markQuoted()
    }

    private mutating func markQuoted() {
        if kind == .quote {
            for index in tokens.indices { tokens[index].isQuoted = true }
            return
        }
        var span = 0
        let spans = quotes.spans
        for index in tokens.indices {
            while span < spans.count, (spans[span].close ?? .max) < tokens[index].start { span += 1 }
            guard span < spans.count else { break }
            tokens[index].isQuoted = spans[span].open < tokens[index].start
        }
    }

    /// The words between two places in scalars.
    func words(_ range: Range<Int>) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars[range.clamped(to: 0..<scalars.count)])
        return String(text)
    }

    /// The place of a stretch of scalars.
    func place(_ range: Range<Int>) -> FindingPlace {
        func units(_ end: Int) -> Int { wide.isEmpty ? end : end + wide.prefix { $0 < end }.count }
        let start = units(range.lowerBound)
        var place = place
        place.range = FindingPlace.TextRange(start: offset + start, end: offset + units(range.upperBound))
        return place
    }

    /// The place of a stretch of tokens.
    func range(_ tokens: ClosedRange<Int>) -> Range<Int> {
        self.tokens[tokens.lowerBound].start..<self.tokens[tokens.upperBound].end
    }

    /// A finding about a stretch of scalars, quoting its words.
    func finding(_ code: CheckCode, _ range: Range<Int>, _ reason: String, fix: Fix? = nil) -> Finding {
        finding(code, code.severity, range, reason, fix: fix)
    }

    func finding(
        _ code: CheckCode, _ severity: Diagnostic.Severity, _ range: Range<Int>, _ reason: String, fix: Fix? = nil
    ) -> Finding {
        Finding(code, severity, at: place(range), words: words(range), reason: reason, fix: fix)
    }

    /// The tokens of one sentence.
    func sentence(around token: Int) -> Range<Int> {
        let number = tokens[token].sentence
        return sentences[number]..<sentences[number + 1]
    }

    /// The first words of a passage, for naming it.
    var opening: String {
        let text = words(0..<min(scalars.count, 60))
        return scalars.count > 60 ? text + "…" : text
    }
}

/// A story's text cut into passages once for all checks.
struct CheckedText {
    let language: String
    /// Nil for a language whose dates and verbs are not known.
    let words: CheckWords?
    /// In reading order: label, headline, standfirst, the body, captions.
    private(set) var passages: [Passage] = []
    /// Quotation blocks of the body that name nobody, by their index.
    private(set) var speakerlessQuotes: [Int] = []
    /// True where the text goes on beyond what is read.
    private(set) var isCut = false

    /// How much of a story is read, in UTF-8 bytes, so that no text takes long.
    static let most = 120_000

    private var left = CheckedText.most

    init(_ story: Story, language: String, media: [MediaID: MediaAsset]) {
        self.language = String(language.prefix { $0 != "-" && $0 != "_" }).lowercased()
        words = CheckWords.of(self.language)
        let content = story.content
        if let label = content.label { add(label, .label, FindingPlace(.label)) }
        add(content.headline, .headline, FindingPlace(.headline))
        if let standfirst = content.standfirst { add(standfirst, .standfirst, FindingPlace(.standfirst)) }
        for (index, block) in content.body.enumerated() {
            guard !isCut else { break }
            _ = add(block, FindingPlace(.body, block: index), 0)
        }
        for use in content.media where content.shows(use.media) {
            guard let caption = use.caption ?? media[use.media]?.caption else { continue }
            add(caption, .caption, FindingPlace(.caption, media: use.media))
        }
    }

    private mutating func add(_ text: String, _ kind: Passage.Kind, _ place: FindingPlace, _ offset: Int = 0) {
        guard !isCut else { return }
        let size = text.utf8.count
        if size > left {
            isCut = true
            let part = String(decoding: text.utf8.prefix(left), as: UTF8.self)
            passages.append(Passage(part, kind, at: place, offset: offset))
            left = 0
            return
        }
        left -= size
        passages.append(Passage(text, kind, at: place, offset: offset))
    }

    /// Adds what a block says; the offsets follow `Block.plainText`. Returns the length in UTF-16 units.
    private mutating func add(_ block: Block, _ place: FindingPlace, _ offset: Int, depth: Int = 0) -> Int {
        guard !isCut, depth < 40 else { return 0 }
        switch block {
        case .paragraph(let text):
            let plain = text.plainText
            add(plain, .paragraph, place, offset)
            return plain.utf16.count
        case .heading(_, let text):
            let plain = text.plainText
            add(plain, .heading, place, offset)
            return plain.utf16.count
        case .quote(let paragraphs, let speaker):
            var length = 0
            if speaker?.trimmingWhitespace().isEmpty ?? true, let block = place.block {
                speakerlessQuotes.append(block)
            }
            for (number, paragraph) in paragraphs.enumerated() {
                if number > 0 { length += 1 }
                let plain = paragraph.plainText
                add(plain, .quote, place, offset + length)
                length += plain.utf16.count
            }
            if let speaker { length += (paragraphs.isEmpty ? 0 : 1) + speaker.utf16.count }
            return length
        case .list(_, let items):
            var length = 0
            for (number, item) in items.enumerated() {
                if number > 0 { length += 1 }
                length += add(item, place, offset + length, depth)
            }
            return length
        case .aside(let title, let blocks):
            var length = 0
            if let title {
                add(title, .heading, place, offset)
                length = title.utf16.count
                if !blocks.isEmpty { length += 1 }
            }
            return length + add(blocks, place, offset + length, depth)
        case .embed(let embed):
            add(embed.title, .other, place, offset)
            return embed.title.utf16.count
        case .image, .gallery, .video, .audio, .document, .rule: return 0
        }
    }

    private mutating func add(_ blocks: [Block], _ place: FindingPlace, _ offset: Int, _ depth: Int) -> Int {
        var length = 0
        for (number, block) in blocks.enumerated() {
            if number > 0 { length += 1 }
            length += add(block, place, offset + length, depth: depth + 1)
        }
        return length
    }

    /// The passages of running text, in which a story is told.
    var prose: [Passage] { passages.filter { $0.kind == .paragraph || $0.kind == .quote } }
}

/// Where sentences end.
enum Sentences {
    /// Words with a full stop that ends no sentence.
    private static let abbreviations: Set<String> = [
        "mr", "mrs", "ms", "dr", "prof", "st", "gen", "col", "lt", "capt", "sgt", "sen", "rep", "gov", "rev", "jr",
        "sr",
        "no", "vs", "etc", "inc", "co", "ltd", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct",
        "nov", "dec", "mon", "tue", "wed", "thu", "fri", "sat", "sun", "approx", "dept", "est", "fig",
        "г", "гг", "ул", "им", "т", "д", "п", "стр", "руб", "тыс", "млн", "млрд", "янв", "фев", "апр", "авг", "сент",
        "окт", "нояб", "дек", "пн", "вт", "ср", "чт", "пт", "сб", "вс",
    ]

    /// In tokens.
    private static let longest = 250

    /// Gives every token the number of its sentence.
    static func number(_ tokens: inout [CheckToken]) {
        var sentence = 0
        var length = 0
        var index = 0
        while index < tokens.count {
            defer { index += 1 }
            // No sentence is so long; a text without marks must not be read over and over.
            length += 1
            if length > longest {
                sentence += 1
                length = 1
            }
            tokens[index].sentence = sentence
            guard tokens[index].isMark(".!?…。؟") else { continue }
            var next = index + 1
            while next < tokens.count, tokens[next].isMark("\"”»’')」』“") {
                guard !(tokens[next].spaced && tokens[next].isMark("\"“'")) else { break }
                tokens[next].sentence = sentence
                next += 1
            }
            let end = index
            index = next - 1
            guard next < tokens.count else { break }
            let following = tokens[next]
            guard following.spaced || tokens[end].isMark("。") else { continue }
            if tokens[end].text == ".", end > 0, tokens[end - 1].kind == .word {
                let word = tokens[end - 1]
                if word.end - word.start == 1 && word.isCapitalised { continue }
                if abbreviations.contains(word.text) { continue }
            }
            if following.kind == .word, !following.isCapitalised, hasCase(following) { continue }
            sentence += 1
            length = 0
        }
    }

    private static func hasCase(_ token: CheckToken) -> Bool {
        guard let first = token.text.unicodeScalars.first else { return false }
        return first.value < 0x530
    }
}
