import Testing

@testable import NewsreelStore

@Suite struct SearchHighlighterTests {
    private func marked(_ query: String, _ text: String, _ language: String = "en") -> String {
        SearchHighlighter(SearchQuery(query), language: language).runs(in: text).bracketed
    }

    @Test func `what matched is marked, in its own spelling`() {
        #expect(
            marked("election", "Elections were held; nobody ELECTED him.")
                == "[Elections] were held; nobody [ELECTED] him.")
        #expect(marked("the café", "A cafe, the café") == "A [cafe], the [café]")
        #expect(marked("nothing", "Some text") == "Some text")
        #expect(marked("", "Some text") == "Some text")
    }

    @Test func `a word is marked whatever its stem makes of its second letter`() {
        #expect(marked("die", "Dying, died, dies; dog") == "[Dying], [died], [dies]; dog")
        #expect(marked("sky", "The skies, a sky-high X") == "The [skies], a [sky]-high X")
        #expect(marked("u.s. x", "In the U.S., an x") == "In the [U.S]., an [x]")
    }

    @Test func `a phrase is marked where it stands, single words of it are not`() {
        #expect(
            marked("\"prime minister\"", "The prime minister and a minister") == "The [prime] [minister] and a minister"
        )
    }

    @Test func `begun words are marked whole, excluded ones never`() {
        #expect(marked("ferr*", "Two ferries") == "Two [ferries]")
        #expect(marked("ferries -two", "Two ferries") == "Two [ferries]")
    }

    @Test func `part of a Korean, Chinese or Japanese word is marked`() {
        #expect(marked("의사당", "국회의사당에서", "ko") == "국회[의사당]에서")
        #expect(marked("雨", "今天有雨。", "zh") == "今天有[雨]。")
        #expect(marked("タワー", "東京タワー", "ja") == "東京[タワー]")
        #expect(marked("выборов", "Выборы прошли", "ru") == "[Выборы] прошли")
    }

    @Test func `markup in a text stays text`() {
        let runs = SearchHighlighter(SearchQuery("b script"), language: "en").runs(
            in: "<b>x</b> <script>alert(1)</script>")
        #expect(runs.map(\.text).joined() == "<b>x</b> <script>alert(1)</script>")
    }

    @Test func `marks can be put into one text, and nobody can forge them`() {
        let runs = SearchHighlighter(SearchQuery("ferry"), language: "en").runs(in: "A \u{2}big\u{3} ferry")
        #expect(runs.text(start: "\u{2}", end: "\u{3}") == "A big \u{2}ferry\u{3}")
    }

    @Test func `a snippet shows the words, whole, near the middle of a long text`() {
        let filler = String(repeating: "Nothing of interest happened that day. ", count: 60)
        let text = filler + "Then the harbour ferry sank.\nPeople ran. " + filler
        let runs = SearchHighlighter(SearchQuery("harbour ferry"), language: "en").snippet(of: text, length: 120)
        let shown = runs.bracketed
        #expect(shown.contains("Then the [harbour] [ferry] sank. People ran."))
        #expect(shown.hasPrefix("… ") && shown.hasSuffix(" …"))
        #expect(runs.map(\.text).joined().count <= 130)
    }

    @Test func `a snippet without a match is the beginning`() {
        let text = String(repeating: "One two three. ", count: 50)
        let runs = SearchHighlighter(SearchQuery("zebra"), language: "en").snippet(of: text, length: 60)
        #expect(runs.bracketed.hasPrefix("One two three. One"))
        #expect(runs.bracketed.hasSuffix(" …"))
        #expect(SearchHighlighter(SearchQuery("x"), language: "en").snippet(of: "").isEmpty)
    }

    @Test func `snippets of scripts without spaces are cut between characters`() {
        let text = String(repeating: "今天天气很好我们去公园散步", count: 40) + "突然下雨了" + String(repeating: "大家都回家了没有人说话", count: 40)
        let runs = SearchHighlighter(SearchQuery("下雨"), language: "zh").snippet(of: text, length: 50)
        let shown = runs.bracketed
        #expect(shown.contains("[下雨]"))
        #expect(!shown.contains("\u{FFFD}"))
        #expect(shown.count <= 60)
    }

    @Test func `snippets of random texts keep their letters and never fail`() {
        var numbers = Numbers(state: 5)
        let pieces = ["harbour ", "ferry", " ", "\n", "한국", "雨", "é", "e\u{301}", ". ", "👩‍🚒", "\u{202E}", "x", "…", "。"]
        let highlighter = SearchHighlighter(SearchQuery("harbour \"ferry x\" 雨 한국* é"), language: "en")
        for _ in 0..<2_000 {
            let text = (0..<numbers.next(200)).map { _ in pieces[numbers.next(pieces.count)] }.joined()
            let runs = highlighter.snippet(of: text, length: 10 + numbers.next(80))
            #expect(!runs.map(\.text).joined().contains("\u{FFFD}"))
            #expect(highlighter.runs(in: text).map(\.text).joined() == text)
        }
    }
}
