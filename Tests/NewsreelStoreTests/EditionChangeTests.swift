import Foundation
import NewsreelModel
import NewsreelTesting
import Testing

@testable import NewsreelStore

@Suite struct EditionChangeTests {
    private let ada = Actor(name: "Ada", address: "test")
    private var korean: Edition {
        Edition(code: "ko", language: "ko", zone: .utc, name: "한국어", masthead: "항구 등불", isOpen: false)
    }

    private func refusal(_ body: () async throws -> Void) async -> StoreError? {
        await #expect(throws: StoreError.self) { try await body() }
    }

    private func log(_ newsroom: Newsroom) async throws -> [String] {
        try await newsroom.acts(limit: 50).filter { $0.act == .editionChanged }.reversed().map(\.subject)
    }

    @Test
    func `an edition is added, opened, put in order, made the default and removed, each with its line in the log`()
        async throws
    {
        let temporary = try await TemporaryNewsroom(editions: [.fixtureEnglish, .fixtureRussian])
        let newsroom = temporary.newsroom
        try await newsroom.addEdition(korean, by: ada)
        #expect(try await newsroom.editions().map(\.code) == ["en", "ru", "ko"])
        #expect(try await newsroom.site(origin: "https://lamp.example").editions == ["en", "ru"])
        #expect(await refusal { try await newsroom.addEdition(korean, by: ada) }?.code == .alreadyExists)
        #expect(await refusal { try await newsroom.makeDefault("ko", by: ada) }?.code == .stepRefused)

        let old = try #require(try await newsroom.edition("ko"))
        var new = old
        new.isOpen = true
        new.tagline = "등대"
        try await newsroom.changeEdition(from: old, to: new, by: ada)
        #expect(try await newsroom.edition("ko") == new)
        #expect(await refusal { try await newsroom.changeEdition(from: old, to: new, by: ada) }?.code == .conflict)

        try await newsroom.orderEditions(["ko", "en", "ru"], by: ada)
        #expect(try await newsroom.editions().map(\.code) == ["en", "ko", "ru"])
        #expect(await refusal { try await newsroom.orderEditions(["ko", "en"], by: ada) }?.code == .invalid)
        try await newsroom.makeDefault("ko", by: ada)
        #expect(try await newsroom.editions().map(\.code) == ["ko", "en", "ru"])
        #expect(await refusal { try await newsroom.removeEdition("ko", by: ada) }?.code == .stepRefused)
        try await newsroom.makeDefault("en", by: ada)
        try await newsroom.removeEdition("ko", by: ada)
        #expect(try await newsroom.edition("ko") == nil)
        #expect(
            try await log(newsroom) == [
                "ko: added, 한국어 in ko, not open to readers yet",
                "ko: strapline “등대”, before “”; opened to readers", "ko, en, ru: is the order now",
                "ko: made the default edition, which en was before",
                "en: made the default edition, which ko was before",
                "ko: removed, 한국어",
            ])
    }

    @Test func `an edition with stories is not removed and keeps its language, and says how many there are`()
        async throws
    {
        let temporary = try await TemporaryNewsroom(editions: [.fixtureEnglish, .fixtureRussian])
        let newsroom = temporary.newsroom
        _ = try await newsroom.createStory(edition: "ru", content: .fixture("Черновик"), author: "test")
        #expect(try await newsroom.storyCounts() == ["ru": 1])
        let removal = await refusal { try await newsroom.removeEdition("ru", by: ada) }
        #expect(removal?.code == .stepRefused && removal?.message.contains("1 story") == true)
        let old = try #require(try await newsroom.edition("ru"))
        var new = old
        new.language = "en"
        #expect(await refusal { try await newsroom.changeEdition(from: old, to: new, by: ada) }?.code == .stepRefused)
        new.language = "ru-RU"
        try await newsroom.changeEdition(from: old, to: new, by: ada)
        #expect(try await newsroom.edition("ru")?.language == "ru-RU")
    }

    @Test func `an edition goes with all that was arranged for it`() async throws {
        let temporary = try await TemporaryNewsroom(editions: [.fixtureEnglish, .fixtureRussian])
        let newsroom = temporary.newsroom
        let tables = try await newsroom.read("tables") { (transaction: ReadTransaction) throws(StoreError) in
            try transaction.rows(
                "SELECT m.name FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table' AND c.name = 'edition'"
            ) { (row: borrowing RowView) in row.text(0) }
        }
        // What is about stories has no rows where there are none.
        let aboutStories: Set = ["stories", "story_tags", "story_authors", "story_days", "story_months"]
        let known = Set(EditionWriter.tables).union(aboutStories).union(["live_changes"])
        #expect(Set(tables).filter { !$0.hasPrefix("search_") }.subtracting(known).isEmpty)
        let arranged = try await newsroom.curation(of: CuratedPage("ru"))
        _ = try await newsroom.reorderFrontPage(
            CuratedPage("ru"), [:], basedOn: arranged.version, merging: false, slots: PageSlot.standardFront, by: ada)
        for _ in 1...2 {
            _ = try await newsroom.setBanner(
                edition: "ru", text: "Шторм", story: nil, until: temporary.clock.clock.now.adding(seconds: 600), by: ada
            )
        }
        let told = try await newsroom.lastLiveChange()
        try await newsroom.removeEdition("ru", by: ada)
        #expect(try await newsroom.lastLiveChange() == told, "who listens would not hear of a number that comes again")
        #expect(try await newsroom.liveChanges(after: 0, limit: 10).map(\.edition) == ["en"])
        for table in EditionWriter.tables + ["live_changes"] {
            let left = try await newsroom.read("count") { (transaction: ReadTransaction) throws(StoreError) in
                try transaction.count("SELECT count(*) FROM \(table) WHERE edition = 'ru'")
            }
            #expect(left == 0, "\(table)")
        }
    }

    @Test func `a section is added, renamed, put in order and removed with its stories going to another`() async throws
    {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        let published = try await newsroom.publishFixture()
        let draft = try await newsroom.createStory(edition: "en", content: .fixture("Draft"), author: "test")
        try await newsroom.addSection(Section(slug: "hills", name: "Hills"), to: "en", by: ada)
        #expect(
            await refusal { try await newsroom.addSection(Section(slug: "hills", name: "H"), to: "en", by: ada) }?.code
                == .alreadyExists)
        try await newsroom.renameSection("town", of: "en", to: "The Town", by: ada)
        try await newsroom.orderSections(["hills", "town", "sea"], of: "en", by: ada)
        #expect(
            try await newsroom.edition("en")?.sections.map { "\($0.slug) \($0.name)" }
                == ["hills Hills", "town The Town", "sea Sea"])
        #expect(
            try await newsroom.sectionCounts(try #require(try await newsroom.edition("en"))).filter { $0.value > 0 }
                == ["town": 2])

        let refused = await refusal { try await newsroom.removeSection("town", of: "en", by: ada) }
        #expect(refused?.message.contains("2 stories") == true)
        try await newsroom.removeSection("town", of: "en", into: "sea", by: ada)
        #expect(
            try await newsroom.sectionCounts(try #require(try await newsroom.edition("en"))).filter { $0.value > 0 }
                == ["sea": 2])
        #expect(try await newsroom.story(published.id)?.content.section == "sea")
        #expect(try await newsroom.story(draft.id)?.content.section == "sea")
        #expect(try await newsroom.section("en", "sea", .newest, limit: 5).cards.map(\.id) == [published.id])
        #expect(try await newsroom.movedSection("en", "town") == "sea")
        // Whoever had the story open still names the old one.
        let late = try await newsroom.createStory(edition: "en", content: .fixture("Late"), author: "test")
        #expect(late.content.section == "sea")

        // A chain of removals leads to its end, and a section of that address takes it back.
        try await newsroom.removeSection("sea", of: "en", into: "hills", by: ada)
        #expect(
            try await newsroom.sectionMoves("en").map { "\($0.slug) \($0.target) \($0.left)" } == [
                "sea hills 0", "town hills 0",
            ])
        try await newsroom.addSection(Section(slug: "town", name: "Town"), to: "en", by: ada)
        #expect(try await newsroom.movedSection("en", "town") == nil)
        try await newsroom.removeSection("town", of: "en", by: ada)
        #expect(try await newsroom.edition("en")?.sections.map(\.slug) == ["hills"])
        #expect(try await log(newsroom).last == "en: section “Town” removed")
    }

    @Test func `a removal that was cut short is finished`() async throws {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        let story = try await newsroom.publishFixture()
        let ada = ada
        try await newsroom.changeEditions("cut short") { (writer: EditionWriter) throws(StoreError) in
            try writer.removeSection("town", of: "en", into: "sea", by: ada)
        }
        #expect(try await newsroom.sectionMoves("en").map(\.left) == [1])
        try await newsroom.finishSectionMove("town", of: "en")
        #expect(try await newsroom.sectionMoves("en").map(\.left) == [0])
        #expect(try await newsroom.story(story.id)?.content.section == "sea")
    }

    @Test func `what the newsroom says of itself is kept, and two who change it at once find out`() async throws {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        let none = try await newsroom.publisher()
        #expect(none == Publisher())
        let said = Publisher(
            owner: "Lamp Press", contact: "desk@lamp.example",
            accounts: [.init(name: "Telegram", url: try #require(LinkTarget("https://t.me/lamp")))],
            colophon: ["en": "Made at the harbour."], fullFeeds: false)
        let before = try await newsroom.imprint()
        try await newsroom.changePublisher(from: none, to: said, by: ada)
        let after = try await newsroom.imprint()
        #expect(after.publisher == said && after.number > before.number)
        #expect(await refusal { try await newsroom.changePublisher(from: none, to: said, by: ada) }?.code == .conflict)
        let act = try #require(try await newsroom.acts(limit: 1).first)
        #expect(act.act == .settingsChanged && act.actor == "Ada")
        #expect(act.subject.contains("owner of the rights: “Lamp Press”") && act.subject.contains("feeds: standfirsts"))
    }
}
