import Testing

@testable import NewsreelStore

@Suite struct TextAnalyzerTests {
    private func terms(_ text: String, _ language: String) -> [String] {
        let analyzer = TextAnalyzer(language: SearchLanguage(language))
        return analyzer.tokens(in: TextAnalyzer.composed(text)).map(\.term)
    }

    @Test func `English words meet in their stem`() {
        #expect(terms("Elections elected, the ELECTING", "en") == ["elect", "elect", "the", "elect"])
        #expect(terms("the reader's readers’ café", "en") == ["the", "reader", "reader", "cafe"])
    }

    @Test func `abbreviations and thousands are one word`() {
        #expect(
            terms("The U.S. paid 12,000 in 2.5 days.", "en") == ["the", "us", "paid", "12000", "in", "2", "5", "day"])
        #expect(terms("Mr. O'Brien, e.g. Ann", "en") == ["mr", "obrien", "eg", "ann"])
    }

    @Test func `Russian cases meet and ё is е`() {
        #expect(Set(terms("выборы выборов выборам", "ru")).count == 1)
        #expect(terms("Ёлка", "ru") == terms("елка", "ru"))
        #expect(terms("Reuters сообщает", "ru").first == terms("Reuters", "en").first)
    }

    @Test func `Arabic articles, alef forms, tatweel and vowel signs do not part words`() {
        #expect(terms("الانتخابات", "ar") == terms("انتخابات", "ar"))
        #expect(Set(terms("القوات قوات والقوات للقوات", "ar")).count == 1)
        #expect(terms("أحمد", "ar") == terms("احمد", "ar"))
        #expect(terms("مـــدرسة", "ar") == terms("مَدْرَسَة", "ar"))
        #expect(terms("٢٠٢٠", "ar") == ["2020"])
    }

    @Test func `Hangul, Han and kana become characters and pairs`() {
        #expect(terms("검색창", "ko") == ["검", "검색", "색", "색창", "창"])
        #expect(terms("東京 タワー", "ja") == ["東", "東京", "京", "タ", "タワ", "ワ", "ワー", "ー"])
        #expect(terms("한", "ko") == ["한"])
        // The same syllables as single letters, as some file systems write them.
        #expect(terms("\u{1112}\u{1161}\u{11AB}", "ko") == ["한"])
    }

    @Test func `accents and wide letters are folded`() {
        #expect(terms("Ｎｅｗｓ", "en") == ["news"])
        #expect(terms("Cafe\u{301}", "en") == ["cafe"])
        #expect(terms("Straße", "de") == terms("strasse", "de"))
        #expect(terms("Αθήνα", "el") == terms("ΑΘΗΝΑ", "el"))
    }

    @Test func `tokens know where they stand`() {
        let text = "Жёлтый поезд, 東京"
        let analyzer = TextAnalyzer(language: SearchLanguage("ru"))
        let tokens = analyzer.tokens(in: text)
        let utf8 = Array(text.utf8)
        #expect(
            tokens.map { String(decoding: utf8[$0.start..<$0.end], as: UTF8.self) } == [
                "Жёлтый", "поезд", "東", "東京", "京",
            ])
        #expect(tokens.map(\.position) == [0, 1, 2, 2, 3])
    }

    @Test func `a megabyte without a space is one short term`() {
        let analyzer = TextAnalyzer(language: SearchLanguage("en"))
        let tokens = analyzer.tokens(in: String(repeating: "x", count: 1_000_000))
        #expect(tokens.count == 1)
        #expect((tokens.first?.term.utf8.count ?? 0) <= TextAnalyzer.longestTerm)
    }

    @Test func `every Snowball language has its algorithm`() {
        for code in [
            "ar", "hy", "eu", "ca", "da", "nl", "en", "fi", "fr", "de", "el", "hi", "hu", "id", "ga", "it", "lt", "ne",
            "no", "nb", "nn", "pt", "ro", "ru", "sr", "es", "sv", "ta", "tr",
        ] {
            for script in [Script.latin, .cyrillic, .greek, .arabic, .other] {
                if let algorithm = SearchLanguage(code).algorithm(for: script) {
                    var found = false
                    if Stemmer(algorithm: algorithm) != nil { found = true }
                    #expect(found, "\(code): \(algorithm)")
                }
            }
        }
    }
}
