import Foundation
import NewsreelModel
import NewsreelTesting
import Testing

@testable import NewsreelStore

@Suite struct EditionTests {
    @Test func `editions come back as they were put, the default first`() async throws {
        let temporary = try await TemporaryNewsroom(editions: [])
        let newsroom = temporary.newsroom
        let none = await #expect(throws: StoreError.self) { try await newsroom.site(origin: "https://lamp.example") }
        #expect(none?.code == .unknownEdition)
        try await newsroom.putEditions([.fixtureEnglish, .fixtureRussian, .fixtureArabic], default: "ru")
        let editions = try await newsroom.editions()
        #expect(editions.map(\.code) == ["ru", "en", "ar"])
        #expect(editions.map(\.isDefault) == [true, false, false])
        #expect(editions[1].sections == Edition.fixtureEnglish.sections)
        #expect(editions[2].direction == .rtl && editions[2].zone.identifier == "Asia/Dubai")
        let site = try await newsroom.site(origin: "https://lamp.example/")
        #expect(site.defaultEdition == "ru" && site.origin == "https://lamp.example")

        var english = Edition.fixtureEnglish
        english.masthead = "The Lamp"
        english.sections = [Section(slug: "sea", name: "The Sea")]
        try await newsroom.putEditions([english], default: "en")
        #expect(try await newsroom.edition("en")?.masthead == "The Lamp")
        #expect(try await newsroom.edition("en")?.sections.map(\.name) == ["The Sea"])
        #expect(try await newsroom.editions().map(\.code).first == "en")
        #expect(try await newsroom.editions().count == 3)
        let unknown = await #expect(throws: StoreError.self) { try await newsroom.putEditions([], default: "fr") }
        #expect(unknown?.code == .unknownEdition)
        #expect(try await newsroom.editions().filter(\.isDefault).map(\.code) == ["en"])
    }

    @Test func `an address belongs to one person, in whatever case it is written`() async throws {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        let mara = User(
            id: UserID(rawValue: "u1"), name: "Mara Lind", email: "Mara@Lamp.example", role: .editor,
            created: .fixtureNow)
        try await newsroom.putUser(mara)
        #expect(try await newsroom.user(email: "mara@lamp.EXAMPLE ")?.name == "Mara Lind")
        let error = await #expect(throws: StoreError.self) {
            try await newsroom.putUser(
                User(
                    id: UserID(rawValue: "u2"), name: "Other", email: "mara@lamp.example", role: .reporter,
                    created: .fixtureNow))
        }
        #expect(error?.code == .alreadyExists)
        #expect(try await newsroom.users().map(\.role) == [.editor])
    }
}
