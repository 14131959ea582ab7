import Foundation
import Hummingbird
import NewsreelModel
import NewsreelStore
import NewsreelTesting
import Testing

@testable import NewsreelWeb

/// Deleting what readers never had, by form and by API.
@Suite(.timeLimit(.minutes(2))) struct StoryDeletionTests {
    let media: MediaDeskTests
    var desk: DeskTests { media.desk }
    var newsroom: Newsroom { desk.temporary.newsroom }

    init() async throws { media = try await MediaDeskTests() }

    private func draft(by name: String) async throws -> Story {
        let user = try #require(try await newsroom.users().first { $0.name == name })
        return try await newsroom.createStory(edition: "en", content: .fixture(), author: user.id.rawValue)
    }

    @Test func `reporters delete the drafts that they began, editors whatever readers never had`() async throws {
        try await desk.withDesk { client in
            let rob = try await desk.joined("rob", .reporter, client)
            let eva = try await desk.joined("eva", .editor, client)
            let own = try await draft(by: "rob")
            let page = "/desk/stories/\(own.id)"
            #expect(try await rob.get(page).text.contains("Delete this story"))
            #expect(try await rob.post(page + "/delete", ["version": "7"], from: page).status == 409)
            #expect(try await rob.post(page + "/delete", ["version": "1"], from: page).location == "/desk")
            #expect(try await rob.get(page).status == 404)

            // Handed in, or begun by somebody else, it takes an editor.
            let submitted = try await draft(by: "rob")
            _ = try await newsroom.take(.submit, submitted.id)
            let theirs = try await draft(by: "eva")
            var content = theirs.content
            content.headline = "A line by Rob"
            let author = try #require(try await newsroom.users().first { $0.name == "rob" }).id.rawValue
            _ = try await newsroom.save(theirs.id, content, basedOn: 1, author: author)
            for story in [submitted, theirs] {
                let page = "/desk/stories/\(story.id)"
                #expect(try await rob.get(page).text.contains("Delete this story") == false)
                #expect(try await rob.post(page + "/delete", ["version": "1"], from: page).status == 403)
                #expect(try await media.api(rob, .delete, "stories/\(story.id)").status == 403)
                let read = try await media.api(eva, .get, "stories/\(story.id)")
                #expect(try await media.api(eva, .delete, "stories/\(story.id)", match: #""9""#).status == 412)
                #expect(
                    try await media.api(eva, .delete, "stories/\(story.id)", match: read.headers[.eTag]).status == 204)
                #expect(try await media.api(eva, .delete, "stories/\(story.id)").status == 404)
            }

            let published = try await draft(by: "rob")
            _ = try await newsroom.publish(published.id)
            let shown = "/desk/stories/\(published.id)"
            let refused = try await eva.post(shown + "/delete", ["version": "1"], from: shown)
            #expect(refused.status == 422 && refused.text.contains("not deleted but withdrawn"))
            let told = try await media.api(eva, .delete, "stories/\(published.id)")
            #expect(told.status == 409 && told.text.contains("not deleted but withdrawn"))
            #expect(try await newsroom.story(published.id)?.status == .published)
            let acts = try await newsroom.acts(limit: 50).filter { $0.act == .storyDeleted }
            #expect(acts.count == 3)
        }
    }
}
