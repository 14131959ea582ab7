import NewsreelModel
import NewsreelTesting
import Testing

@testable import NewsreelStore

@Suite struct MediaTests {
    @Test func `everything known of an asset comes back as it was put`() async throws {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        var item = MediaImport.fixture(kind: .video, original: .fixture(5, mimeType: "video/mp4"))
        item.alt = "A white ferry at a grey quay"
        item.focus = FocalPoint(x: 0.25, y: 0.5)
        item.rights = MediaRights(download: true, usage: "No use after June")
        let added = try await newsroom.addMedia(item)
        #expect(added.state == .processing)
        let ready = try await newsroom.markReady(
            added.id, renditions: [.fixture(), .fixture("w320.jpg", width: 320)],
            findings: MediaFindings(
                mimeType: "video/quicktime", width: 1920, height: 1080, duration: 61_500, captured: .fixtureNow,
                preview: "data:image/webp;base64,AAAA"))
        #expect(ready.state == .ready && ready.width == 1920 && ready.duration == 61_500)
        #expect(ready.original?.mimeType == "video/quicktime")
        #expect(ready.renditions.map(\.name) == ["w320.jpg", "w640.jpg"])
        #expect(try await newsroom.media(added.id) == ready)
        #expect(ready.focus == item.focus && ready.rights == item.rights && ready.credit == .fixture)
        #expect(try await newsroom.media(checksum: Original.fixture(5).checksum) == [added.id])
    }

    @Test func `the file's own words are taken only where the desk gave none`() async throws {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        let own = CreditChain(parties: [CreditParty(.creator, "Somebody Else")])
        let findings = MediaFindings(caption: "From the file", credit: own, usage: "From the file")
        let given = try await newsroom.addMedia(.fixture())
        #expect(try await newsroom.setFindings(given.id, findings).caption == "The ferry at the quay")
        #expect(try await newsroom.media(given.id)?.credit == .fixture)
        let bare = try await newsroom.addMedia(.fixture(caption: nil, credit: CreditChain()))
        let found = try await newsroom.setFindings(bare.id, findings)
        #expect(found.caption == "From the file" && found.credit == own && found.rights.usage == "From the file")
    }

    @Test func `a rendition of the same name is replaced, a new file drops them all`() async throws {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        let asset = try await newsroom.addMedia(.fixture(original: .fixture(1)))
        let first = try #require(try await newsroom.claim(worker: "a"))
        try await newsroom.addRenditions(asset.id, [.fixture(seed: 8)])
        #expect(try await newsroom.addRenditions(asset.id, [.fixture(seed: 9)]).renditions == [.fixture(seed: 9)])
        let filled = try await newsroom.fill(asset.id, original: .fixture(2))
        #expect(filled.renditions.isEmpty && filled.state == .processing)
        #expect(try await newsroom.media(asset.id)?.renditions.isEmpty == true)
        #expect(try await newsroom.job(first.id)?.state == .cancelled)
        #expect(try await newsroom.jobs(JobFilter(state: "queued")).map(\.media) == [asset.id])
        // The same file again is no news.
        #expect(try await newsroom.fill(asset.id, original: .fixture(2)).updated == filled.updated)
    }

    @Test func `a failure is kept in words`() async throws {
        let temporary = try await TemporaryNewsroom()
        let asset = try await temporary.newsroom.addMedia(.fixture(original: .fixture()))
        try await temporary.newsroom.markFailed(asset.id, reason: "The picture ends in the middle.")
        #expect(
            try await temporary.newsroom.media(asset.id)?.state == .failed(reason: "The picture ends in the middle."))
        let error = await #expect(throws: StoreError.self) {
            try await temporary.newsroom.markReady(MediaID(rawValue: "nowhere"))
        }
        #expect(error?.code == .notFound)
    }

    @Test func `a changed caption is found by search at once`() async throws {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        let asset = try await newsroom.addMedia(.fixture())
        let story = try await newsroom.publishFixture(.fixture(media: [asset.id]))
        let request = SearchRequest(SearchQuery("lighthouse"), edition: "en")
        #expect(try await newsroom.search(request).total == 0)
        try await newsroom.describe(asset.id, caption: "The lighthouse behind the ferry")
        #expect(try await newsroom.search(request).stories.map(\.id) == [story.id])
        #expect(try await newsroom.story(story.id)?.version == 1)
    }

    @Test func `a probe that finds another kind changes the story's card`() async throws {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        let asset = try await newsroom.addMedia(.fixture(original: .fixture()))
        _ = try await newsroom.publishFixture(.fixture(lead: asset.id))
        #expect(try await newsroom.latest("en", limit: 1).cards.first?.kind == .image)
        try await newsroom.setFindings(asset.id, MediaFindings(kind: .video))
        #expect(try await newsroom.latest("en", limit: 1).cards.first?.kind == .video)
    }
}
