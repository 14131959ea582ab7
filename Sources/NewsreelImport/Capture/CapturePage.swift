import NewsreelModel

/// What the crawler wrote about the page, and the lines of the page with what they are by themselves.
struct CapturePage {
    var lines: [CaptureLine] = []
    /// By line, from 0; nil for what may belong to the story.
    var residue: [Residue?] = []
    /// The day that the crawler took the page to be of.
    var crawledDay: LocalDay?
    var crawledLine: Int?
    var address: LinkTarget?
    /// How often each text stands alone on a line.
    private(set) var counts: [String: Int] = [:]

    init(_ source: SourceText) {
        var isHead = true
        for (index, raw) in source.lines.enumerated() {
            let text = isHead || index < 4 ? readHeader(raw, number: index + 1) : raw
            lines.append(CaptureLine(number: index + 1, raw: text))
            if isHead, lines.last?.isBlank == false { isHead = false }
        }
        residue = lines.map { Residue.of($0) }
        for line in lines where !line.isBlank { counts[line.text, default: 0] += 1 }
        markMenus()
    }

    /// Takes `date 2020-06-17` and `url https://…` off the beginning of a line.
    private mutating func readHeader(_ raw: String, number: Int) -> String {
        var rest = Substring(raw.trimmingWhitespace())
        for _ in 0..<4 {
            let words = rest.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: true)
            guard words.count >= 2 else { break }
            let key = words[0].lowercased().filter { $0 != ":" }
            if ["date", "published", "crawled", "fetched"].contains(key),
                let day = LocalDay(String(words[1].prefix(10)))
            {
                if crawledDay == nil || key == "date" {
                    crawledDay = day
                    crawledLine = number
                }
            } else if ["url", "source", "address", "link"].contains(key), let target = LinkTarget(String(words[1])),
                target.isExternal
            {
                address = target
            } else {
                break
            }
            rest = words.count > 2 ? words[2] : ""
        }
        return String(rest)
    }

    /// Runs of three short lines and more without a sentence among them are menus, apart from times of a ticker.
    private mutating func markMenus() {
        var run: [Int] = []
        var sinceShort = 0
        func isEntry(_ line: CaptureLine) -> Bool {
            line.isShort && !line.isClock && line.bullet == nil && line.text.contains(where: \.isLetter)
        }
        func close(_ residue: inout [Residue?], _ lines: [CaptureLine]) {
            let controls = run.count { residue[$0] != nil }
            if run.count >= 4 || (run.count >= 3 && controls >= 1) {
                for index in run where residue[index] == nil { residue[index] = .menu }
            }
            run = []
        }
        for (index, line) in lines.enumerated() {
            if line.isBlank {
                sinceShort += 1
                if sinceShort > 2 { close(&residue, lines) }
                continue
            }
            if (isEntry(line) || residue[index] == .controls) && !isMark(line) {
                run.append(index)
                sinceShort = 0
            } else {
                close(&residue, lines)
                sinceShort = 0
            }
        }
        close(&residue, lines)
    }

    /// A byline, a date or a credit is no menu entry, however short.
    private func isMark(_ line: CaptureLine) -> Bool {
        BylineReader.names(line.text) != nil || (line.text.contains(where: \.isNumber) && isDated(line))
            || CreditParser.find(line.text) != nil
    }

    private func isDated(_ line: CaptureLine) -> Bool {
        !DateReader(zone: .utc, expected: crawledDay).read(line.text).dates.isEmpty
    }

    /// True for the same text on more than one line.
    func isRepeated(_ line: CaptureLine) -> Bool { (counts[line.text] ?? 0) > 1 }
}
