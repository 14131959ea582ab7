import NewsreelModel
import Testing

@testable import NewsreelStore

@Suite struct SearchTests {
    private let english = [
        story(
            "harbour", "Harbour bridge closes for repairs",
            "Ferries will run all night while engineers replace the cables.", section: "local"),
        story(
            "ferries", "Ferry company orders three ships", "The new ferries are electric. The harbour welcomes them.",
            published: "2021-01-05T10:00:00Z", section: "economy", tags: ["Shipping"], media: [.video]),
        story(
            "vote", "Voters elect a new mayor",
            "The election of the mayor was close. Prime Minister Adria Lund congratulated.", section: "politics",
            tags: ["Elections", "City hall"], media: [.image]),
        story(
            "minister", "A minister in his prime", "Nothing about elections here except that word.", section: "politics"
        ),
    ]

    @Test func `words are found in their other forms, headlines first`() async throws {
        let newsroom = try await SearchNewsroom(english)
        #expect(try await newsroom.found("harbours") == ["harbour", "ferries"])
        #expect(try await newsroom.found("ELECTED") == ["vote", "minister"])
        #expect(try await newsroom.found("zeppelin") == [])
    }

    @Test func `all words are wanted first, then some`() async throws {
        let newsroom = try await SearchNewsroom(english)
        let both = try await newsroom.answers(SearchRequest(SearchQuery("harbour ferries"), edition: "en", limit: 2))
        #expect(Set(both.stories.map(\.id.rawValue)) == ["harbour", "ferries"])
        #expect(!both.isRelaxed)
        #expect(both.total == 2)
        let some = try await newsroom.answers(SearchRequest(SearchQuery("mayor zeppelin"), edition: "en"))
        #expect(some.stories.map(\.id.rawValue) == ["vote"])
        #expect(some.isRelaxed)
    }

    @Test func `a phrase is found as it stands, in one field`() async throws {
        let newsroom = try await SearchNewsroom(english)
        #expect(try await newsroom.found("\"prime minister\"") == ["vote"])
        #expect(try await newsroom.found("“election of the mayor”") == ["vote"])
        #expect(try await newsroom.found("\"mayor the election\"") == [])
        // The last word of the headline and the first of the body do not make a phrase.
        #expect(try await newsroom.found("\"repairs ferries\"") == [])
    }

    @Test func `excluded words and phrases keep stories out`() async throws {
        let newsroom = try await SearchNewsroom(english)
        #expect(try await newsroom.found("election -mayor") == ["minister"])
        #expect(try await newsroom.found("election -\"prime minister\"") == ["minister"])
        #expect(Set(try await newsroom.found("-harbour")) == ["vote", "minister"])
    }

    @Test func `a begun word stands for all it may become`() async throws {
        let newsroom = try await SearchNewsroom(english)
        #expect(try await newsroom.found("engin*") == ["harbour"])
        #expect(try await newsroom.found("congratul*") == ["vote"])
        #expect(try await newsroom.found("electio*").contains("vote"))
        let typing = SearchRequest(SearchQuery("harbour br", completesLastWord: true), edition: "en", limit: 1)
        #expect(try await newsroom.answers(typing).stories.map(\.id.rawValue) == ["harbour"])
    }

    @Test func `filters narrow by section, tag, media and time`() async throws {
        let newsroom = try await SearchNewsroom(english)
        #expect(try await newsroom.found("harbour") { $0.section = "economy" } == ["ferries"])
        #expect(try await newsroom.found("mayor") { $0.tag = "city-hall" } == ["vote"])
        #expect(try await newsroom.found("election") { $0.tag = "shipping" } == [])
        #expect(try await newsroom.found("harbour") { $0.media = .video } == ["ferries"])
        #expect(
            try await newsroom.found("harbour") { $0.from = Timestamp(iso8601: "2021-01-01T00:00:00Z") } == ["ferries"])
        #expect(
            try await newsroom.found("harbour") { $0.to = Timestamp(iso8601: "2021-01-01T00:00:00Z") } == ["harbour"])
        #expect(try await newsroom.found("") { $0.section = "politics" }.count == 2)
    }

    @Test func `captions, credits, tags and bylines are searched too`() async throws {
        var signed = story(
            "signed", "Storm", captions: ["Waves break over the pier"], credits: ["Orla Venn, Northlight Agency"])
        signed.bylines = ["Ime Adeyo"]
        signed.tags = [Tag(edition: "en", name: "Weather")]
        let newsroom = try await SearchNewsroom([signed])
        for word in ["pier", "northlight", "adeyo", "weather"] {
            #expect(try await newsroom.found(word) == ["signed"], "\(word)")
        }
    }

    @Test func `newest first where that is asked, and pages follow one another`() async throws {
        let many = (1...30).map {
            story("s\($0)", "Harbour report \($0)", published: "2020-01-\($0 < 10 ? "0" : "")\($0)T00:00:00Z")
        }
        let newsroom = try await SearchNewsroom(many)
        let first = try await newsroom.found("harbour") {
            $0.order = .newest
            $0.limit = 10
        }
        let second = try await newsroom.found("harbour") {
            $0.order = .newest
            $0.limit = 10
            $0.offset = 10
        }
        #expect(first == (21...30).reversed().map { "s\($0)" })
        #expect(second == (11...20).reversed().map { "s\($0)" })
        let results = try await newsroom.answers(
            SearchRequest(SearchQuery("report"), edition: "en", offset: 25, limit: 10))
        #expect(results.total == 30)
        #expect(results.stories.count == 5)
    }

    @Test func `an edition finds its own stories only, by its own language`() async throws {
        let stories = [
            story("ru", "Выборы мэра прошли спокойно", "Жители города голосовали весь день.", edition: "ru"),
            story("ar", "الانتخابات في المدينة", "أعلنت الحكومة نتائج الانتخابات", edition: "ar"),
            story("en", "City election", "Voters chose."),
        ]
        let newsroom = try await SearchNewsroom(stories)
        #expect(try await newsroom.found("выборам мэров", edition: "ru") == ["ru"])
        #expect(try await newsroom.found("жителям", edition: "ru") == ["ru"])
        #expect(try await newsroom.found("انتخابات", edition: "ar") == ["ar"])
        #expect(try await newsroom.found("حكومه", edition: "ar") == ["ar"])
        #expect(try await newsroom.found("election", edition: "ru") == [])
        #expect(try await newsroom.found("election", edition: nil) == ["en"])
    }

    @Test func `Korean is found by part of a word`() async throws {
        let stories = [
            story("assembly", "국회의사당에서 열린 회의", "대통령선거를 앞두고 회의가 열렸다.", edition: "ko"),
            story("rain", "서울에 비", "기상청은 비가 온다고 밝혔다.", edition: "ko"),
        ]
        let newsroom = try await SearchNewsroom(stories)
        #expect(try await newsroom.found("의사당", edition: "ko") == ["assembly"])
        #expect(try await newsroom.found("선거", edition: "ko") == ["assembly"])
        #expect(try await newsroom.found("대통령 선거", edition: "ko") == ["assembly"])
        #expect(try await newsroom.found("비", edition: "ko") == ["rain"])
        #expect(try await newsroom.found("서울에서", edition: "ko") == ["rain"])
        #expect(try await newsroom.found("국회의사당을", edition: "ko") == ["assembly"])
        #expect(try await newsroom.found("회의 서울", edition: "ko").count == 2)
        #expect(try await newsroom.found("의회", edition: "ko") == [])
    }

    @Test func `Chinese and Japanese are found by part of a sentence`() async throws {
        let stories = [
            story("zh", "北京天气预报", "今天北京有雨，气温下降。", edition: "zh"),
            story("ja", "東京タワーに雪", "東京で大雪が降りました。", edition: "ja"),
        ]
        let newsroom = try await SearchNewsroom(stories)
        #expect(try await newsroom.found("天气", edition: "zh") == ["zh"])
        #expect(try await newsroom.found("雨", edition: "zh") == ["zh"])
        #expect(try await newsroom.found("北京今天天气", edition: "zh") == ["zh"])
        #expect(try await newsroom.found("タワー", edition: "ja") == ["ja"])
        #expect(try await newsroom.found("大雪", edition: "ja") == ["ja"])
        #expect(try await newsroom.found("京北", edition: "zh") == [])
    }

    @Test func `a removed story is gone, a changed one is found by its new words only`() async throws {
        let newsroom = try await SearchNewsroom(english)
        try await newsroom.newsroom.indexForSearch([story("harbour", "Lighthouse opens", "Visitors climb the tower.")])
        #expect(try await newsroom.found("harbour") == ["ferries"])
        #expect(try await newsroom.found("lighthouse") == ["harbour"])
        try await newsroom.newsroom.write("remove") { (transaction: WriteTransaction) throws(StoreError) in
            try SearchIndex.remove(StoryID(rawValue: "ferries"), in: transaction)
            try SearchIndex.remove(StoryID(rawValue: "ferries"), in: transaction)
        }
        #expect(try await newsroom.found("harbour") == [])
        #expect(try await newsroom.suggested("ship", edition: "en").isEmpty)
    }

    @Test func `stop words are looked for when there is nothing else`() async throws {
        let newsroom = try await SearchNewsroom([story("who", "The Who play again"), story("other", "Music tonight")])
        #expect(try await newsroom.found("the who") == ["who"])
        #expect(try await newsroom.found("\"the who\"") == ["who"])
        #expect(try await newsroom.found("the music") == ["other"])
    }

    @Test func `tags are suggested by any of their words, the most used first`() async throws {
        let stories = [
            story("1", "One", tags: ["North Coast", "Coast guard"]), story("2", "Two", tags: ["Coast guard"]),
            story("3", "셋", edition: "ko", tags: ["북한 미사일"]),
        ]
        let newsroom = try await SearchNewsroom(stories)
        #expect(try await newsroom.suggested("coa", edition: "en").map(\.tag.name) == ["Coast guard", "North Coast"])
        #expect(try await newsroom.suggested("north c", edition: "en").map(\.stories) == [1])
        #expect(try await newsroom.suggested("한", edition: "ko").map(\.tag.name) == ["북한 미사일"])
        #expect(try await newsroom.suggested("", edition: "en").first?.stories == 2)
        #expect(try await newsroom.suggested("%_'", edition: "en").count <= 2)
    }

    @Test func `a story brings the words of the media it shows`() throws {
        let shown = MediaAsset(
            id: MediaID(rawValue: "m1"), kind: .video, state: .ready, caption: "Old caption",
            credit: CreditChain(
                parties: [CreditParty(.creator, "Orla Venn", abbreviation: "OV")], copyright: "© Northlight"),
            created: Timestamp(milliseconds: 0), updated: Timestamp(milliseconds: 0))
        let other = MediaAsset(
            id: MediaID(rawValue: "m2"), kind: .audio, state: .ready, created: Timestamp(milliseconds: 0),
            updated: Timestamp(milliseconds: 0))
        let edition = Edition(code: "en", language: "en-GB", zone: .utc, name: "English", masthead: "The Lantern")
        var written = Story(
            id: StoryID(rawValue: "s"), edition: "en",
            content: StoryContent(
                headline: "Storm", slug: "storm", body: [.video(shown.id), .paragraph([Inline("Wind.")])],
                media: [MediaUse(shown.id, caption: "New caption")], tags: ["Weather"]),
            created: Timestamp(milliseconds: 0), updated: Timestamp(milliseconds: 0))
        #expect(SearchableStory(written, in: edition, assets: [shown]) == nil)
        let published = Timestamp(milliseconds: 0)
        written.publication = Publication(published: published, day: LocalDay(daysSince1970: 0))
        let story = try #require(SearchableStory(written, in: edition, assets: [shown, other]))
        #expect(story.media == [.video])
        #expect(story.captions == ["New caption"])
        #expect(story.credits == ["Orla Venn, OV, © Northlight"])
        #expect(story.tags.map(\.slug) == ["weather"])
        #expect(story.body == "Wind.")
    }
}
