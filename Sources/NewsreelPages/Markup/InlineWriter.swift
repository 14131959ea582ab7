internal import NewsreelModel

extension HTMLWriter {
    /// Writes runs of text with their marks as well-formed elements: a mark that goes on over several runs is one element.
    /// `isAbsolute` writes links of this site in full, for readers elsewhere.
    mutating func inlines(_ runs: [Inline], site: Site, isAbsolute: Bool = false) {
        var open: [Mark] = []
        for run in runs where !run.text.isEmpty {
            let marks = Self.ordered(run.marks)
            var shared = 0
            while shared < open.count, shared < marks.count, open[shared] == marks[shared] { shared += 1 }
            while open.count > shared { close(open.removeLast()) }
            for mark in marks[shared...] {
                self.open(mark, site: site, isAbsolute: isAbsolute)
                open.append(mark)
            }
            lines(run.text)
        }
        while let mark = open.popLast() { close(mark) }
    }

    /// Text in which a line end is a break.
    private mutating func lines(_ text: String) {
        guard text.utf8.contains(0x0A) else { return self.text(text) }
        var isFirst = true
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if !isFirst { markup("<br>") }
            self.text(line)
            isFirst = false
        }
    }

    /// Each mark once, links outermost, so that neighbouring runs share what they can.
    private static func ordered(_ marks: [Mark]) -> [Mark] {
        if marks.count < 2 { return marks }
        var seen: [Mark] = []
        var hasLink = false
        for mark in marks.sorted(by: { rank($0) < rank($1) }) {
            if case .link = mark {
                if hasLink { continue }
                hasLink = true
            }
            if seen.last != mark { seen.append(mark) }
        }
        return seen
    }

    private static func rank(_ mark: Mark) -> Int {
        switch mark {
        case .link: 0
        case .strong: 1
        case .emphasis: 2
        case .strikethrough: 3
        case .subscript: 4
        case .superscript: 5
        case .code: 6
        }
    }

    private mutating func open(_ mark: Mark, site: Site, isAbsolute: Bool) {
        switch mark {
        case .strong: markup("<strong>")
        case .emphasis: markup("<em>")
        case .code: markup("<code>")
        case .strikethrough: markup("<s>")
        case .subscript: markup("<sub>")
        case .superscript: markup("<sup>")
        case .link(let target):
            markup("<a")
            attribute("href", target.isExternal || !isAbsolute ? target.description : site.origin + target.description)
            if target.leaves(site) { markup(" rel=\"noopener\"") }
            markup(">")
        }
    }

    private mutating func close(_ mark: Mark) {
        switch mark {
        case .strong: markup("</strong>")
        case .emphasis: markup("</em>")
        case .code: markup("</code>")
        case .strikethrough: markup("</s>")
        case .subscript: markup("</sub>")
        case .superscript: markup("</sup>")
        case .link: markup("</a>")
        }
    }
}

extension LinkTarget {
    /// True for a page of another site; an address of this one may be written in full.
    func leaves(_ site: Site) -> Bool {
        guard isExternal, description.hasPrefix("http") else { return false }
        guard description.hasPrefix(site.origin) else { return true }
        let rest = description.dropFirst(site.origin.count)
        return !(rest.isEmpty || rest.hasPrefix("/") || rest.hasPrefix("?") || rest.hasPrefix("#"))
    }
}
