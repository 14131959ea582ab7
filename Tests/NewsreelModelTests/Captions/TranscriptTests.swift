import NewsreelModel
import Testing

@Suite struct TranscriptTests {
    /// Cues one after another, each as long as it says and with so much silence before it.
    private func cues(_ texts: [(silence: Int, length: Int, text: String)]) -> [Cue] {
        var time = 0
        return texts.map { silence, length, text in
            let start = time + silence
            time = start + length
            return Cue(start: start, end: time, text: text)
        }
    }

    private func rows(_ cues: [Cue]) -> [String] {
        Transcript(cues).paragraphs.map { "\($0.start) \($0.speaker.map { $0 + ": " } ?? "")\($0.text)" }
    }

    @Test func `the cues of a sentence become one text`() {
        let said = cues([
            (1000, 2000, "The council has\nagreed to"), (0, 2000, "<i>rebuild</i> the bridge."),
            (100, 1000, "Work begins in May."),
        ])
        #expect(rows(said) == ["1000 The council has agreed to rebuild the bridge. Work begins in May."])
        #expect(Transcript(said).paragraphs.first?.end == 6100)
    }

    @Test func `a pause after a sentence begins a paragraph, one inside a sentence does not`() {
        #expect(
            rows(cues([(0, 1000, "One."), (3000, 1000, "Two, and"), (3000, 1000, "three."), (6000, 1000, "and four")]))
                == ["0 One.", "4000 Two, and three.", "15000 and four"])
    }

    @Test func `a long talk is cut into paragraphs of a few sentences`() {
        let sentence = "This sentence is as long as a usual one of somebody who talks."
        let paragraphs = Transcript(cues((0..<40).map { (0, 3000, "\($0) \(sentence)") })).paragraphs
        #expect(paragraphs.count == 8)
        #expect(paragraphs.allSatisfy { $0.text.hasSuffix(".") && $0.text.count < 400 })
        let endless = Transcript(cues((0..<400).map { (0, 1000, "words without any end \($0)") })).paragraphs
        #expect(endless.count >= 9 && endless.allSatisfy { $0.text.count < 1000 })
    }

    @Test func `each speaker has paragraphs of their own`() {
        #expect(
            rows(
                cues([
                    (0, 1000, "<v Ana>Who is</v>"), (0, 1000, "<v Ana>there?</v>\n<v Bob>Me.</v>"),
                    (0, 1000, "<v Bob>Bob."),
                    (0, 1000, "A door shuts."),
                ]))
                == ["0 Ana: Who is there?", "1000 Bob: Me. Bob.", "3000 A door shuts."])
        #expect(
            rows(
                cues([
                    (0, 1000, "&gt;&gt; JANE DOE: Good"), (0, 1000, "evening."), (0, 1000, ">> Hello,\nJane: hi."),
                    (0, 1000, ">>> Next, the weather."),
                ]))
                == ["0 JANE DOE: Good evening.", "2000 Hello, Jane: hi.", "3000 Next, the weather."])
    }

    @Test func `lines that roll up are said once`() {
        let rolling = cues([
            (0, 2000, "so today we are going"), (0, 10, "so today we are going"),
            (0, 2000, "so today we are going\nto look at<00:00:02.500><c> the bridge</c>"),
            (0, 10, "to look at the bridge\n "), (0, 2000, "to look at the bridge\nthat fell"), (0, 10, "that fell"),
            (0, 2000, "that fell\nlast night"),
        ])
        #expect(rows(rolling) == ["0 so today we are going to look at the bridge that fell last night"])
        let growing = cues([
            (0, 500, "The"), (0, 500, "The mayor"), (0, 500, "The mayor said"), (0, 500, "The mayor said\nno"),
            (0, 500, "said no to\nall of it"),
        ])
        #expect(rows(growing) == ["0 The mayor said no said no to all of it"])
    }

    @Test func `words that are said twice stay`() {
        #expect(
            rows(cues([(0, 1000, "No."), (200, 1000, "No."), (200, 1000, "No, no."), (200, 1000, "Never.")]))
                == ["0 No. No. No, no. Never."])
        #expect(rows(cues([(0, 1000, "Hold on."), (0, 1000, "Hold on."), (0, 1000, "Now.")])) == ["0 Hold on. Now."])
    }

    @Test func `cues out of order are told in the order of time`() {
        let said = [
            Cue(start: 5000, end: 6000, text: "second."), Cue(start: 0, end: 1000, text: "first,"),
            Cue(start: 0, end: 1000, text: "also first,"), Cue(start: 2000, end: 2000, text: ""),
        ]
        #expect(rows(said) == ["0 first, also first, second."])
        #expect(Transcript([]).paragraphs == [])
    }

    @Test func `scripts without spaces get none`() {
        #expect(rows(cues([(0, 1000, "今日は"), (0, 1000, "雨です。"), (0, 1000, "明日は晴れ。")])) == ["0 今日は雨です。明日は晴れ。"])
        #expect(rows(cues([(0, 1000, "안녕"), (0, 1000, "하세요")])) == ["0 안녕 하세요"])
    }
}
