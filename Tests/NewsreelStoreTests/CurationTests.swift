import Foundation
import NewsreelModel
import NewsreelTesting
import Testing

@testable import NewsreelStore

@Suite struct CurationTests {
    let temporary: TemporaryNewsroom
    let page = CuratedPage("en")
    let slots = PageSlot.standardFront
    let ada = Actor(name: "Ada", address: "test")
    let rob = Actor(name: "Rob", address: "test")
    var newsroom: Newsroom { temporary.newsroom }

    init() async throws { temporary = try await TemporaryNewsroom(editions: [.fixtureEnglish, .fixtureRussian]) }

    private func stories(_ count: Int) async throws -> [Story] {
        var stories: [Story] = []
        for number in 0..<count { stories.append(try await newsroom.publishFixture(.fixture("Story \(number)"))) }
        return stories
    }

    private func arrange(_ pins: PagePins, on version: Int, by actor: Actor? = nil) async throws -> Curation {
        try await newsroom.reorderFrontPage(page, pins, basedOn: version, slots: slots, by: actor ?? ada)
    }

    @Test func `a draft is the desk's alone until it is published`() async throws {
        let all = try await stories(3)
        let before = try await newsroom.generation("en")
        let draft = try await arrange(["lead": all[0].id, "seconds-2": all[1].id], on: 0)
        #expect(draft.version == 1 && draft.livePins.isEmpty && draft.isChanged)
        #expect(try await newsroom.generation("en") == before)
        let published = try await newsroom.publishFrontPage(page, version: 1, by: rob)
        #expect(published.livePins == draft.pins && !published.isChanged && published.published?.by == "Rob")
        #expect(try await newsroom.generation("en") == before + 1)
        let change = try #require(try await newsroom.curationChanges(of: page, limit: 5).first)
        #expect(change.author == "Ada" && change.change == "Lead: “Story 0”; Second 2: “Story 1”")
        #expect(try await newsroom.acts(limit: 1).first?.subject == "publish: front page of en")
    }

    @Test func `an arrangement that cannot be shown when it should is not saved either`() async throws {
        let all = try await stories(2)
        let base = try await arrange(["lead": all[0].id], on: 0)
        let pins: PagePins = ["lead": all[1].id]
        let past = await #expect(throws: StoreError.self) {
            try await newsroom.reorderFrontPage(
                page, pins, basedOn: base.version, slots: slots, then: .schedule(.fixtureNow.adding(seconds: -60)),
                by: ada)
        }
        #expect(past?.code == .invalid)
        #expect(try await newsroom.curation(of: page) == base)
        let shown = try await newsroom.reorderFrontPage(
            page, pins, basedOn: base.version, slots: slots, then: .publish, by: ada)
        #expect(shown.livePins == pins && shown.pins == pins && !shown.isChanged)
    }

    @Test func `two editors who move different slots both have their way, and one slot is told of`() async throws {
        let all = try await stories(4)
        let base = try await arrange(["lead": all[0].id], on: 0)
        _ = try await arrange(["lead": all[0].id, "seconds-1": all[1].id], on: base.version, by: rob)
        let merged = try await arrange(["lead": all[2].id], on: base.version)
        #expect(merged.pins == ["lead": all[2].id, "seconds-1": all[1].id])
        let error = await #expect(throws: StoreError.self) { try await arrange(["lead": all[3].id], on: base.version) }
        #expect(error?.code == .conflict)
        #expect(error?.message.contains("Ada changed this page meanwhile (Lead: “Story 2”)") == true)
        // The same story in two slots is no merge.
        let twice = await #expect(throws: StoreError.self) {
            try await arrange(["lead": all[0].id, "seconds-3": all[1].id], on: base.version)
        }
        #expect(twice?.code == .conflict)
        let strict = await #expect(throws: StoreError.self) {
            try await newsroom.reorderFrontPage(
                page, [:], basedOn: base.version, merging: false, slots: slots, by: ada)
        }
        #expect(strict?.code == .conflict)
        #expect(try await newsroom.curation(of: page).pins == merged.pins)
    }

    @Test func `undo goes back step by step, and a withdrawn story does not come back with it`() async throws {
        let all = try await stories(3)
        _ = try await arrange(["lead": all[0].id], on: 0)
        _ = try await arrange(["lead": all[1].id], on: 1)
        _ = try await arrange(["lead": all[1].id, "seconds-1": all[2].id], on: 2)
        var now = try await newsroom.undoFrontPage(page, basedOn: 3, slots: slots, by: rob)
        #expect(now.pins == ["lead": all[1].id] && now.version == 4)
        _ = try await newsroom.kill(all[0].id)
        now = try await newsroom.undoFrontPage(page, basedOn: 4, slots: slots, by: rob)
        #expect(now.pins == [:])
        now = try await newsroom.undoFrontPage(page, basedOn: 5, slots: slots, by: rob)
        let error = await #expect(throws: StoreError.self) {
            try await newsroom.undoFrontPage(page, basedOn: now.version, slots: slots, by: rob)
        }
        #expect(error?.message == "There is nothing to undo on this page.")
        #expect(try await newsroom.curationChanges(of: page, limit: 1).first?.change.hasPrefix("Undone: ") == true)
    }

    @Test func `a scheduled page appears at its time, once, as it was when it was scheduled`() async throws {
        let all = try await stories(2)
        _ = try await arrange(["lead": all[0].id], on: 0)
        let moment = temporary.clock.clock.now.adding(seconds: 60)
        _ = try await newsroom.scheduleFrontPage(page, version: 1, at: moment, by: ada)
        _ = try await arrange(["lead": all[1].id], on: 1)
        #expect(try await newsroom.publishDueFrontPages().isEmpty)
        temporary.clock.advance(seconds: 61)
        async let one = newsroom.publishDueFrontPages()
        async let other = newsroom.publishDueFrontPages()
        #expect(try await one.count + other.count == 1)
        let now = try await newsroom.curation(of: page)
        #expect(now.livePins == ["lead": all[0].id] && now.pins == ["lead": all[1].id])
        #expect(now.due == nil && now.published?.by == "Ada" && now.liveVersion == 1)
        let past = await #expect(throws: StoreError.self) {
            try await newsroom.scheduleFrontPage(page, version: 2, at: moment, by: ada)
        }
        #expect(past?.message.contains("has passed") == true)
        let stale = await #expect(throws: StoreError.self) {
            try await newsroom.publishFrontPage(page, version: 1, by: ada)
        }
        #expect(stale?.code == .conflict)
    }

    @Test func `a withdrawn story leaves the draft, what readers see and what is scheduled`() async throws {
        let all = try await stories(2)
        _ = try await arrange(["lead": all[0].id, "seconds-1": all[1].id], on: 0)
        _ = try await newsroom.publishFrontPage(page, version: 1, by: ada)
        _ = try await newsroom.scheduleFrontPage(
            page, version: 1, at: temporary.clock.clock.now.adding(seconds: 60), by: ada)
        _ = try await newsroom.kill(all[0].id)
        let after = try await newsroom.curation(of: page)
        #expect(after.pins == ["seconds-1": all[1].id] && after.livePins == after.pins)
        #expect(try await newsroom.curationChanges(of: page, limit: 1).first?.change == "“Story 0” was withdrawn")
        temporary.clock.advance(seconds: 61)
        _ = try await newsroom.publishDueFrontPages()
        #expect(try await newsroom.curation(of: page).livePins == ["seconds-1": all[1].id])
        let error = await #expect(throws: StoreError.self) { try await arrange(["lead": all[0].id], on: after.version) }
        #expect(error?.message.contains("was withdrawn") == true)
    }

    @Test func `what cannot stand on a page is refused in words`() async throws {
        let story = try await stories(1)[0]
        let russian = try await newsroom.publishFixture(.fixture("Паром"), edition: "ru")
        let cases: [(PagePins, String)] = [
            (["cellar": story.id], "This page has no slot cellar."), (["lead": russian.id], "has no story"),
            (["lead": story.id, "seconds-1": story.id], "one slot of a page only"),
        ]
        for (pins, words) in cases {
            let error = await #expect(throws: StoreError.self) { try await arrange(pins, on: 0) }
            #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
        }
        let section = await #expect(throws: StoreError.self) {
            try await newsroom.reorderFrontPage(
                CuratedPage("en", section: "none"), [:], basedOn: 0, slots: slots, by: ada)
        }
        #expect(section?.code == .notFound)
        let sea = CuratedPage("en", section: "sea")
        _ = try await newsroom.reorderFrontPage(
            sea, ["top-1": story.id], basedOn: 0, slots: PageSlot.standardSection, by: ada)
        #expect(try await newsroom.curation(of: page).version == 0)
    }

    @Test func `a story put into a slot changes places or pushes down`() {
        func id(_ text: String) -> StoryID { StoryID(rawValue: text) }
        let pins: PagePins = ["lead": id("a"), "seconds-1": id("b"), "seconds-2": id("c")]
        #expect(
            pins.placing(id("b"), in: "lead", of: slots)
                == ["lead": id("b"), "seconds-1": id("a"), "seconds-2": id("c")])
        #expect(
            pins.placing(id("x"), in: "seconds-1", of: slots)
                == ["lead": id("a"), "seconds-1": id("x"), "seconds-2": id("b"), "seconds-3": id("c")])
        #expect(pins.placing(id("x"), in: "seconds-3", of: slots, from: "seconds-3")["seconds-3"] == id("x"))
        #expect(
            pins.placing(id("x"), in: "lead", of: slots) == [
                "lead": id("x"), "seconds-1": id("b"), "seconds-2": id("c"),
            ])
    }

    @Test func `front pages of an older newsroom are carried over`() async throws {
        let folder = try TemporaryFolder.make("front")
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let database = try Database(file: folder + "/newsroom.sqlite", clock: .system, ids: .random)
        try Schema(migrations: Migration.all.filter { $0.version < 9 }).create(in: database)
        func id(_ letter: Character) -> String { String(repeating: letter, count: 26) }
        try database.writeNow("prepare") { (transaction: WriteTransaction) throws(StoreError) in
            for (code, lead, seconds) in [
                ("en", id("a"), "[\"\(id("b"))\",\"\(id("c"))\"]"), ("ru", "", "[]"), ("ar", id("d"), "[]"),
                ("ko", "", "[\"\(id("e"))\"]"),
            ] {
                try transaction.execute(
                    """
                    INSERT INTO editions (code, position, is_default, language, direction, zone, name, masthead)
                    VALUES ($1, 0, 0, 'en', 'ltr', 'UTC', 'English', 'The Harbour Lamp')
                    """, [.text(code)])
                try transaction.execute(
                    "INSERT INTO front_pages (edition, lead, seconds) VALUES ($1, $2, $3)",
                    [.text(code), lead.isEmpty ? .null : .text(lead), .text(seconds)])
            }
        }
        try database.close()
        let newsroom = try Newsroom.open(at: folder)
        func pins(_ code: String) async throws -> PagePins {
            try await newsroom.curation(of: CuratedPage(code)).livePins
        }
        #expect(
            try await pins("en")
                == [
                    "lead": StoryID(rawValue: id("a")), "seconds-1": StoryID(rawValue: id("b")),
                    "seconds-2": StoryID(rawValue: id("c")),
                ])
        #expect(try await pins("ru") == [:])
        #expect(try await pins("ar") == ["lead": StoryID(rawValue: id("d"))])
        #expect(try await pins("ko") == ["seconds-1": StoryID(rawValue: id("e"))])
        try newsroom.close()
    }
}
