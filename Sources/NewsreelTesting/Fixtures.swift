package import NewsreelModel
package import NewsreelStore

extension Timestamp {
    /// 2026-03-02T09:00:00Z, a Monday.
    package static let fixtureNow = Timestamp(milliseconds: 1_772_442_000_000)
}

extension Edition {
    /// The default edition, in UTC.
    package static let fixtureEnglish = Edition(
        code: "en", isDefault: true, language: "en", zone: .utc, name: "English", masthead: "The Harbour Lamp",
        sections: [Section(slug: "town", name: "Town"), Section(slug: "sea", name: "Sea")])

    /// Three hours east of UTC.
    package static let fixtureRussian = Edition(
        code: "ru", language: "ru", zone: Zone("Europe/Moscow") ?? .utc, name: "Русский",
        masthead: "Портовый фонарь", sections: [Section(slug: "town", name: "Город")])

    /// Written from right to left.
    package static let fixtureArabic = Edition(
        code: "ar", language: "ar", direction: .rtl, zone: Zone("Asia/Dubai") ?? .utc, name: "العربية",
        masthead: "مصباح الميناء")
}

extension StoryContent {
    /// A short story of the project's own.
    package static func fixture(
        _ headline: String = "Ferry returns to Osterholm", slug: String? = nil, section: String? = "town",
        tags: [String] = ["Ferries"], bylines: [String] = ["Mara Lind"], media: [MediaID] = [], lead: MediaID? = nil
    ) -> StoryContent {
        StoryContent(
            headline: headline, standfirst: "The first crossing since the winter storms carried ninety passengers.",
            bylines: bylines.map(Byline.init), dateline: "Osterholm", section: section,
            slug: slug ?? Slug.make(headline),
            body: [
                .paragraph([Inline("The boat left the quay at seven in the morning, an hour late.")]),
                .quote([[Inline("We had almost forgotten the sound of the horn.")]], speaker: "Ada Frey"),
            ], lead: lead, media: media.map { MediaUse($0) }, tags: tags)
    }
}

extension CreditChain {
    package static let fixture = CreditChain(
        parties: [CreditParty(.creator, "Mara Lind"), CreditParty(.agency, "Osterholm Pictures")],
        copyright: "© Osterholm Pictures")
}

extension Original {
    /// A file that exists in name only; each seed has a checksum of its own.
    package static func fixture(_ seed: Int = 1, mimeType: String = "image/jpeg") -> Original {
        let digits = String(seed, radix: 16)
        let text = String(repeating: "0", count: max(0, 64 - digits.count)) + digits
        guard let checksum = Checksum(rawValue: text) else { preconditionFailure("not a checksum: \(text)") }
        return Original(checksum: checksum, bytes: 1000 + seed, mimeType: mimeType, filename: "file-\(seed).jpg")
    }
}

extension Rendition {
    package static func fixture(_ name: String = "w640.jpg", width: Int = 640, seed: Int = 100) -> Rendition {
        Rendition(
            name: name, purpose: .picture, mimeType: "image/jpeg", width: width, height: width * 2 / 3, bytes: 12_345,
            checksum: Original.fixture(seed).checksum)
    }
}

extension MediaImport {
    package static func fixture(
        _ id: String = "m1", kind: MediaKind = .image, caption: String? = "The ferry at the quay",
        credit: CreditChain = .fixture, original: Original? = nil
    ) -> MediaImport {
        MediaImport(id: MediaID(rawValue: id), kind: kind, caption: caption, credit: credit, original: original)
    }
}

extension StoryImport {
    /// Material of one story with the media that it leads with and shows.
    package static func fixture(
        _ sourceKey: String = "ferry.md", edition: String = "en", headline: String = "Ferry returns to Osterholm",
        published: Timestamp? = nil, media: [MediaImport] = []
    ) -> StoryImport {
        StoryImport(
            edition: edition, sourceKey: sourceKey,
            content: .fixture(headline, media: media.map(\.id), lead: media.first?.id), published: published,
            media: media)
    }
}

extension Newsroom {
    /// Publishes a new story at `moment`, or now.
    package func publishFixture(
        _ content: StoryContent = .fixture(), edition: String = "en", at moment: Timestamp? = nil,
        translationKey: String? = nil
    ) async throws -> Story {
        let draft = try await createStory(
            edition: edition, content: content, author: "test", translationKey: translationKey)
        return try await publish(draft.id, at: moment)
    }
}
