/// One name spelt two ways in a story.
///
/// Two spellings count as one name where only accents, hyphens and spaces tell them apart (Kaesong, Kaesŏng; Kim Jong-un, Kim
/// Jong Un), or one vowel or doubled letter inside a long word does (Kaesong, Kaesung) and nothing says that there are two:
/// not in one sentence, not behind different first names. So do two spellings of one sound (Katherine, Catherine), and two
/// family endings on one stem behind one first name (Igor Litvinov, Igor Litvinenko). Latin and Cyrillic letters only.
struct NameChecks {
    let text: CheckedText

    private struct Use {
        let passage: Int
        let range: Range<Int>
        let sentence: Int
        /// The name in front of it, as in `Anna Hansen`; nil where there is none.
        let before: String?
        /// The name behind it, as in `Anna Hansen`; nil where there is none.
        let after: String?
    }

    private struct Spelling {
        let written: String
        let plain: String
        var uses: [Use]
    }

    /// More than so many names are no story but a list.
    private static let most = 3000

    var findings: [Finding] {
        let spellings = gather()
        guard spellings.count > 1 else { return [] }
        var found: [Finding] = []
        var reported: Set<String> = []
        var places: [Int: [Range<Int>]] = [:]
        func report(_ one: Spelling, _ two: Spelling) {
            let (common, rare) = Self.isBefore(one, two) ? (one, two) : (two, one)
            guard reported.insert(rare.written).inserted, let use = rare.uses.first else { return }
            // “Jong Un” inside “Kim Jong Un” is the same matter.
            guard places[use.passage]?.contains(where: { $0.overlaps(use.range) }) != true else { return }
            places[use.passage, default: []].append(use.range)
            let times = common.uses.count == 1 ? "once" : "\(common.uses.count) times"
            found.append(
                text.passages[use.passage].finding(
                    .nameTwoWays, use.range, "The story writes “\(common.written)” too (\(times)).",
                    fix: .text(common.written)))
        }
        let groups = Dictionary(grouping: spellings, by: \.plain).values.filter { $0.count > 1 }
        // The longest first, and in an order that is the same each time.
        for group in groups.sorted(by: { ($1[0].plain.count, $0[0].plain) < ($0[0].plain.count, $1[0].plain) }) {
            let sorted = group.sorted(by: Self.isBefore)
            for other in sorted.dropFirst() where Self.differs(sorted[0].written, other.written) {
                report(sorted[0], other)
            }
        }
        let alike = Dictionary(grouping: spellings, by: { Self.skeleton($0.plain) }).values.filter { $0.count > 1 }
        for group in alike.sorted(by: { $0[0].plain < $1[0].plain }) {
            let sorted = group.prefix(20).sorted(by: Self.isBefore)
            for (index, one) in sorted.enumerated() {
                for two in sorted[(index + 1)...] where one.plain != two.plain && isOneName(one, two) {
                    report(one, two)
                }
            }
        }
        let singles = spellings.filter { spelling in !spelling.written.contains { !$0.isLetter } }
        let homophones = Dictionary(grouping: singles.filter { $0.plain.utf8.allSatisfy { $0 < 128 } }) {
            Self.sound($0.plain)
        }
        for group in homophones.values.filter({ $0.count > 1 }).sorted(by: { $0[0].plain < $1[0].plain }) {
            let sorted = group.prefix(20).sorted(by: Self.isBefore)
            for other in sorted.dropFirst() where other.plain != sorted[0].plain && isSoundOfOne(sorted[0], other) {
                report(sorted[0], other)
            }
        }
        for (one, two) in shortened(singles) where isOneLetterLess(one, two) { report(one, two) }
        let namesakes = Dictionary(grouping: spellings.filter { $0.written.contains(" ") }) {
            $0.written.prefix { $0 != " " }
        }
        for (_, namesakes) in namesakes.sorted(by: { $0.key < $1.key }) where namesakes.count > 1 {
            let families = Dictionary(grouping: namesakes.prefix(50)) { Self.family($0.written) ?? "" }
            for (stem, group) in families.sorted(by: { $0.key < $1.key }) where !stem.isEmpty && group.count > 1 {
                let sorted = group.sorted(by: Self.isBefore)
                for other in sorted.dropFirst() where !areTogether(sorted[0], other) { report(sorted[0], other) }
            }
        }
        return found
    }

    private static func isBefore(_ left: Spelling, _ right: Spelling) -> Bool {
        if left.uses.count != right.uses.count { return left.uses.count > right.uses.count }
        guard let first = left.uses.first, let second = right.uses.first else { return left.written < right.written }
        return (first.passage, first.range.lowerBound) < (second.passage, second.range.lowerBound)
    }

    // MARK: Finding names

    private func gather() -> [Spelling] {
        var spellings: [String: Spelling] = [:]
        var order: [String] = []
        var lower: Set<String> = []
        for passage in text.passages {
            for token in passage.tokens where token.kind == .word && !token.isCapitalised { lower.insert(token.text) }
        }
        for (number, passage) in text.passages.enumerated() where passage.kind != .headline && passage.kind != .label {
            for name in names(in: passage) {
                guard spellings.count < Self.most else { return order.compactMap { spellings[$0] } }
                let written = passage.words(name.range)
                let plain = Self.plain(written)
                guard plain.count >= 5, !lower.contains(CheckToken.fold(written)) else { continue }
                let use = Use(
                    passage: number, range: name.range, sentence: passage.tokens[name.token].sentence,
                    before: name.before, after: name.after)
                if spellings[written] == nil {
                    order.append(written)
                    spellings[written] = Spelling(written: written, plain: plain, uses: [use])
                } else {
                    spellings[written]?.uses.append(use)
                }
            }
        }
        return order.compactMap { spellings[$0] }
    }

    private struct Name {
        let range: Range<Int>
        let token: Int
        let before: String?
        let after: String?
    }

    /// Words with a capital inside a sentence, and short runs of them with hyphens or spaces.
    private func names(in passage: Passage) -> [Name] {
        let tokens = passage.tokens
        var names: [Name] = []
        var index = 0
        while index < tokens.count {
            guard tokens[index].isCapitalised, isCased(tokens[index]) else {
                index += 1
                continue
            }
            var run = [index]
            var next = index + 1
            while next < tokens.count, run.count < 5 {
                if tokens[next].isCapitalised, tokens[next].spaced, tokens[next].start == tokens[next - 1].end + 1 {
                    run.append(next)
                    next += 1
                } else if tokens[next].isMark("-‐‑"), !tokens[next].spaced, next + 1 < tokens.count,
                    tokens[next + 1].kind == .word, !tokens[next + 1].spaced
                {
                    run.append(next + 1)
                    next += 2
                } else {
                    break
                }
            }
            for (place, token) in run.enumerated() {
                let starts = isStart(token, tokens)
                let before = place > 0 && !starts ? tokens[run[place - 1]].text : nil
                func after(_ last: Int) -> String? { last + 1 < run.count ? tokens[run[last + 1]].text : nil }
                let isPart = place > 0 && token > 0 && tokens[token - 1].kind == .mark || isHyphened(token, tokens)
                if !isPart {
                    names.append(
                        Name(range: passage.range(token...token), token: token, before: before, after: after(place)))
                }
                // Two and three words together, for hyphens and spaces.
                for length in 2...3 where place + length <= run.count {
                    let last = run[place + length - 1]
                    names.append(
                        Name(
                            range: passage.range(token...last), token: token, before: before,
                            after: after(place + length - 1)))
                }
            }
            index = next
        }
        return names
    }

    private func isHyphened(_ token: Int, _ tokens: [CheckToken]) -> Bool {
        token + 1 < tokens.count && tokens[token + 1].isMark("-‐‑") && !tokens[token + 1].spaced
    }

    private func isCased(_ token: CheckToken) -> Bool {
        guard let first = token.text.unicodeScalars.first else { return false }
        return first.value < 0x530 || (0x1E00...0x1EFF).contains(first.value)
    }

    private func isStart(_ index: Int, _ tokens: [CheckToken]) -> Bool {
        index == 0 || tokens[index - 1].sentence != tokens[index].sentence
            || (tokens[index - 1].kind == .mark && !tokens[index - 1].isMark("-‐‑'’"))
    }

    // MARK: Comparing

    /// Letters without accents, hyphens and spaces, in lower case.
    private static func plain(_ text: String) -> String {
        var plain = ""
        for character in CheckToken.fold(text) where character.isLetter {
            plain.unicodeScalars.append(Self.base(character))
        }
        return plain
    }

    private static func base(_ character: Character) -> Unicode.Scalar {
        guard let first = character.unicodeScalars.first, first.value >= 0xC0,
            first.value < 0x400 || first.value > 0x500
        else { return character.unicodeScalars.first ?? " " }
        // Slug knows the letter under an accent.
        return Slug.make(String(character)).unicodeScalars.first ?? first
    }

    /// Differs in more than capitals and the words of titles: `Vice-President`, `Vice President`.
    private static func differs(_ left: String, _ right: String) -> Bool {
        guard CheckToken.fold(left) != CheckToken.fold(right) else { return false }
        let parts = CheckToken.fold(left).split { $0 == " " || $0 == "-" || $0 == "‑" || $0 == "‐" }.map(String.init)
        return !parts.allSatisfy { titles.contains($0) }
            && !(parts.count > 1 && parts.contains { titles.contains($0) })
    }

    /// Of these one name has one: Mr Petersen, Mrs Peterson.
    private static let gendered: Set<String> = CheckWords.set(
        "mr mrs ms miss sir lady king queen prince princess господин госпожа")

    /// In front of a name, and no first name.
    private static let addresses: Set<String> = CheckWords.set(
        """
        mr mrs ms miss dr sir dame lord lady mayor president minister general captain colonel sergeant judge professor \
        senator governor king queen prince princess pope bishop father in the \
        господин госпожа президент министр генерал капитан судья профессор мэр доктор
        """)

    private static let titles: Set<String> = CheckWords.set(
        """
        vice president prime minister north south east west co ex non anti former general director secretary chief \
        deputy first second third mid inter trans pre post pro new old upper lower central great saint st de la le al el \
        вице премьер президент министр северо юго восток запад северный южный ex-
        """)

    /// The consonants, so that vowels and doubled letters do not tell names apart; first letter kept.
    private static func skeleton(_ plain: String) -> String {
        let stem = stem(plain)
        var skeleton = ""
        var last: Character = " "
        for (index, letter) in stem.enumerated() {
            if index > 0, vowels.contains(letter) { continue }
            if letter == last { continue }
            skeleton.append(letter)
            last = letter
        }
        return skeleton
    }

    private static let vowels: Set<Character> = Set("aeiouyаеиоуыэюя")

    /// Without the case endings of Russian.
    private static func stem(_ plain: String) -> String {
        guard let first = plain.unicodeScalars.first, (0x400...0x52F).contains(first.value) else { return plain }
        for ending in [
            "ами", "ями", "ого", "ому", "ом", "ем", "ой", "ей", "ов", "ев", "ах", "ях", "ам", "ям", "ый", "ий", "а",
            "у", "е", "ы", "и", "ю", "я", "ь", "й",
        ]
        where plain.hasSuffix(ending) && plain.count - ending.count >= 4 { return String(plain.dropLast(ending.count)) }
        return plain
    }

    private func isOneName(_ one: Spelling, _ two: Spelling) -> Bool {
        guard !one.written.contains(" "), !two.written.contains(" "), !one.written.contains("-"),
            !two.written.contains("-")
        else { return false }
        let (left, right) = (Array(Self.stem(one.plain)), Array(Self.stem(two.plain)))
        let isCyrillic = (0x400...0x52F).contains(one.plain.unicodeScalars.first?.value ?? 0)
        guard min(left.count, right.count) >= (isCyrillic ? 5 : 6), left != right, left.first == right.first,
            left.last == right.last && Self.isNear(left, right) || Self.areSwapped(left, right),
            left.count(where: { !Self.vowels.contains($0) }) >= 3
        else { return false }
        guard !Self.pairs.contains([String(left), String(right)]) else { return false }
        return !areTwoPeople(one, two) && !areTogether(one, two)
    }

    /// Long names with those that want one consonant of theirs: Deshpande, Despande.
    private func shortened(_ singles: [Spelling]) -> [(Spelling, Spelling)] {
        let byStem = Dictionary(grouping: singles, by: { Self.stem($0.plain) })
        var pairs: [(Spelling, Spelling)] = []
        for long in singles {
            let letters = Array(Self.stem(long.plain))
            guard letters.count >= 8 else { continue }
            for index in 1..<letters.count - 1
            where !Self.vowels.contains(letters[index]) && letters[index] != letters[index - 1] {
                let short = String(letters[..<index] + letters[(index + 1)...])
                pairs += (byStem[short] ?? []).map { (long, $0) }
            }
        }
        return pairs
    }

    private func isOneLetterLess(_ long: Spelling, _ short: Spelling) -> Bool {
        !Self.pairs.contains([long.plain, short.plain]) && !areTwoPeople(long, short) && !areTogether(long, short)
    }

    /// Two spellings of one sound, of one person or place.
    private func isSoundOfOne(_ one: Spelling, _ two: Spelling) -> Bool {
        guard !areTwoPeople(one, two), !areTogether(one, two) else { return false }
        // First names are of one person only where the same family name follows: Katherine Mallory, Catherine Mallory.
        let (first, second) = (Set(one.uses.compactMap(\.after)), Set(two.uses.compactMap(\.after)))
        return first.isEmpty && second.isEmpty || !first.isDisjoint(with: second)
    }

    /// Letters that sound alike as one: `c` and `k`, `ph` and `f`, `y` and `i`; without doubling.
    private static func sound(_ plain: String) -> [UInt8] {
        let letters = Array(plain.utf8)
        var sound: [UInt8] = []
        for (index, letter) in letters.enumerated() {
            var heard = letter
            switch letter {
            case UInt8(ascii: "q"): heard = UInt8(ascii: "k")
            case UInt8(ascii: "y"): heard = UInt8(ascii: "i")
            case UInt8(ascii: "c") where index + 1 == letters.count || !"eiyh".utf8.contains(letters[index + 1]):
                heard = UInt8(ascii: "k")
            case UInt8(ascii: "h") where sound.last == UInt8(ascii: "p"):
                sound.removeLast()
                heard = UInt8(ascii: "f")
            default: break
            }
            if sound.last != heard { sound.append(heard) }
        }
        return sound
    }

    /// The stem of a family name that has an ending of its kind, behind a first name; nil for other words.
    private static func family(_ written: String) -> String? {
        let parts = written.split(separator: " ").map { plain(String($0)) }
        guard parts.count == 2, parts[0].count >= 3, !addresses.contains(parts[0]), !titles.contains(parts[0]) else {
            return nil
        }
        guard let ending = familyEndings.first(where: { parts[1].hasSuffix($0) }) else { return nil }
        let stem = parts[1].dropLast(ending.count)
        return stem.count >= 5 ? String(stem) : nil
    }

    /// The longest first.
    private static let familyEndings = [
        "овский", "евский", "овская", "евская", "енко", "ович", "евич", "ский", "ская", "ов", "ев", "ин", "ук", "юк",
        "ян", "ovsky", "evsky", "enko", "ovich", "evich", "ovic", "evic", "sson", "mann", "sky", "ski", "son", "sen",
        "man", "ian", "yan", "ov", "ev", "in", "uk",
    ]

    /// Two people: Anna Hansen and Kate Hanson.
    private func areTwoPeople(_ one: Spelling, _ two: Spelling) -> Bool {
        let (first, second) = (Set(one.uses.compactMap(\.before)), Set(two.uses.compactMap(\.before)))
        for kind in [Self.gendered, nil] {
            let left = first.filter { kind?.contains($0) ?? !Self.addresses.contains($0) }
            let right = second.filter { kind?.contains($0) ?? !Self.addresses.contains($0) }
            if !left.isEmpty, !right.isEmpty, left.isDisjoint(with: right) { return true }
        }
        return false
    }

    /// One sentence names both: somebody knows that there are two.
    private func areTogether(_ one: Spelling, _ two: Spelling) -> Bool {
        let places = Set(one.uses.map { [$0.passage, $0.sentence] })
        return two.uses.contains { places.contains([$0.passage, $0.sentence]) }
    }

    /// One vowel for another inside, one letter doubled, or in a long name one vowel more.
    private static func isNear(_ left: [Character], _ right: [Character]) -> Bool {
        if left.count == right.count {
            let different = left.indices.filter { left[$0] != right[$0] }
            return different.count == 1
                && different.allSatisfy { vowels.contains(left[$0]) && vowels.contains(right[$0]) }
        }
        let (short, long) = left.count < right.count ? (left, right) : (right, left)
        guard long.count == short.count + 1 else { return false }
        guard let place = long.indices.first(where: { $0 >= short.count || long[$0] != short[$0] }) else {
            return false
        }
        guard place > 0, Array(long[(place + 1)...]) == Array(short[place...]) else { return false }
        if long[place] == long[place - 1] { return true }
        // A vowel more beside another: Lavrentev, Lavrentiev.
        return short.count >= 8 && vowels.contains(long[place])
            && (vowels.contains(long[place - 1]) || (place + 1 < long.count && vowels.contains(long[place + 1])))
    }

    /// Two neighbouring letters of a long name the other way round: Okonkwo, Okonkow.
    private static func areSwapped(_ left: [Character], _ right: [Character]) -> Bool {
        guard left.count == right.count, left.count >= 7 else { return false }
        let different = left.indices.filter { left[$0] != right[$0] }
        return different.count == 2 && different[1] == different[0] + 1 && left[different[0]] == right[different[1]]
            && left[different[1]] == right[different[0]]
    }

    /// Words of one skeleton that are two.
    private static let pairs: Set<Set<String>> = [
        ["colombia", "columbia"], ["colombian", "columbian"], ["marshal", "marshall"],
        ["christine", "christie"], ["christina", "christian"], ["walter", "wolter"], ["austin", "austen"],
        ["stephan", "stephen"],
    ]
}
