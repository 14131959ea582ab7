import NewsreelModel
import NewsreelTesting
import Testing

@testable import NewsreelStore

@Suite struct WebhookTests {
    let temporary: TemporaryNewsroom
    let webhook: Webhook

    init() async throws {
        temporary = try await TemporaryNewsroom()
        webhook = try await temporary.newsroom.addWebhook(
            "https://partner.example/newsreel", events: Set(WebhookEvent.allCases), by: .operatorOfMachine
        ).webhook
    }

    private func events() async throws -> [String] {
        try await temporary.newsroom.deliveries(to: webhook.id).reversed().map(\.event)
    }

    @Test func `a story tells what readers see of its life, and a draft tells nothing`() async throws {
        let newsroom = temporary.newsroom
        let deaf = try await newsroom.addWebhook(
            "https://deaf.example/", events: [.mediaReady], by: .operatorOfMachine
        ).webhook
        let story = try await newsroom.createStory(edition: "en", content: .fixture(), author: "desk")
        _ = try await newsroom.save(story.id, .fixture("Ferry is late"), basedOn: 1, author: "desk")
        #expect(try await events().isEmpty)
        _ = try await newsroom.publish(story.id)
        _ = try await newsroom.save(story.id, .fixture("Ferry is very late"), basedOn: 2, author: "desk")
        _ = try await newsroom.correct(story.id, note: "It was late.")
        _ = try await newsroom.kill(story.id)
        _ = try await newsroom.reinstate(story.id)
        #expect(try await events() == ["story.published", "story.updated", "story.corrected", "story.killed"])
        #expect(try await newsroom.deliveries(to: deaf.id).isEmpty)
        let first = try #require(try await newsroom.claimDelivery())
        #expect(first.body.contains(#""type":"story.published""#) && first.body.contains(#""address":"/20"#))
        #expect(first.secret.hasPrefix("whsec_") && first.url == webhook.url)
    }

    @Test func `an asset tells once that it can be shown`() async throws {
        let asset = try await temporary.newsroom.addMedia(.fixture(original: .fixture()))
        #expect(try await events().isEmpty)
        _ = try await temporary.newsroom.markReady(asset.id)
        _ = try await temporary.newsroom.markReady(asset.id)
        #expect(try await events() == ["media.ready"])
    }

    @Test func `a delivery is one process's at a time, and another's when that one is gone`() async throws {
        let newsroom = temporary.newsroom
        try await newsroom.testWebhook(webhook.id)
        let claimed = try #require(try await newsroom.claimDelivery())
        #expect(try await newsroom.claimDelivery() == nil)
        temporary.clock.advance(seconds: WebhookPatience.lease + 1)
        let again = try #require(try await newsroom.claimDelivery())
        #expect(again.delivery.id == claimed.delivery.id && again.delivery.attempts == 1)
        // The first one comes back late: what it says counts no more.
        try await newsroom.endDelivery(claimed, status: 500, failure: "late", isFinal: true)
        #expect(try await newsroom.deliveries(to: webhook.id).first?.state == .waiting)
        try await newsroom.endDelivery(again, status: 204, failure: nil)
        let delivery = try #require(try await newsroom.deliveries(to: webhook.id).first)
        #expect(delivery.state == .delivered && delivery.status == 204 && delivery.attempts == 2)
        #expect(try await newsroom.claimDelivery() == nil)
    }

    @Test func `what fails is tried again ever later, then no more until somebody asks`() async throws {
        let newsroom = temporary.newsroom
        try await newsroom.testWebhook(webhook.id)
        for wait in WebhookPatience.waits {
            let claimed = try #require(try await newsroom.claimDelivery())
            try await newsroom.endDelivery(claimed, status: 500, failure: "The address answered 500.")
            temporary.clock.advance(seconds: wait - 1)
            #expect(try await newsroom.claimDelivery() == nil)
            temporary.clock.advance(seconds: 1)
        }
        let last = try #require(try await newsroom.claimDelivery())
        try await newsroom.endDelivery(last, status: 500, failure: "The address answered 500.")
        let failed = try #require(try await newsroom.deliveries(to: webhook.id).first)
        #expect(failed.state == .failed && failed.due == nil && failed.attempts == WebhookPatience.waits.count + 1)
        temporary.clock.advance(seconds: 86_400)
        #expect(try await newsroom.claimDelivery() == nil)
        _ = try await newsroom.sendAgain(failed.id)
        #expect(try await newsroom.claimDelivery()?.delivery.id == failed.id)
        let busy = await #expect(throws: StoreError.self) { try await newsroom.sendAgain(failed.id) }
        #expect(busy?.code == .stepRefused)
    }

    @Test func `a webhook that is removed is told nothing more`() async throws {
        let newsroom = temporary.newsroom
        try await newsroom.testWebhook(webhook.id)
        try await newsroom.removeWebhook(webhook.id, by: .operatorOfMachine)
        #expect(try await newsroom.claimDelivery() == nil)
        _ = try await newsroom.publishFixture()
        #expect(try await newsroom.webhooks().isEmpty)
        let missing = await #expect(throws: StoreError.self) { try await newsroom.testWebhook(webhook.id) }
        #expect(missing?.code == .notFound)
    }

    @Test(arguments: [
        "", "partner.example", "ftp://a.example/", "https://", "https://me:pw@a.example/", "https://a.example/#x",
    ])
    func `an address that cannot be told is refused`(url: String) async throws {
        let refused = await #expect(throws: StoreError.self) {
            try await temporary.newsroom.addWebhook(url, events: [.mediaReady], by: .operatorOfMachine)
        }
        #expect(refused?.code == .invalid)
    }

    @Test func `uploads of keys are still their keys' after the tables went to version 8`() async throws {
        let folder = try TemporaryFolder.make("uploads")
        let older = Migration.all.filter { $0.version < 8 }
        let database = try Database(file: folder + "/newsroom.sqlite", clock: .system, ids: .counting())
        try Schema(migrations: older).create(in: database)
        try database.writeNow("old rows") { (transaction: WriteTransaction) throws(StoreError) in
            try transaction.execute(
                "INSERT INTO api_keys (id, name, scope, secret_sha256, created_ms) VALUES ('k', 'Desk', 'upload', 'x', 1)"
            )
            try transaction.execute(
                "INSERT INTO uploads (id, api_key, state, credit, created_ms, touched_ms) "
                    + "VALUES ('u', 'k', 'receiving', '{\"parties\":[]}', 1, 1)")
        }
        try database.close()
        let newsroom = try Newsroom.open(at: folder)
        #expect(try await newsroom.upload(UploadID(rawValue: "u"))?.owner == .key(APIKeyID(rawValue: "k")))
        #expect(try await newsroom.keys().first?.scopes == [.upload])
        try newsroom.close()
    }
}
