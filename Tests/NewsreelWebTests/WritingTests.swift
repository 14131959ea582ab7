import Foundation
import HTTPTypes
import NIOCore
import NewsreelModel
import NewsreelStore
import NewsreelTesting
import Testing

@testable import NewsreelWeb

/// The rows of the API that the story editor lives on, and the desk's pages of a story.
@Suite(.timeLimit(.minutes(2))) struct WritingTests {
    let api: APITests

    init() async throws { api = try await APITests() }

    private func draft(_ client: APITests.Client) async throws -> String {
        let answer = try await client.ask(
            .post, "stories", #"{"edition": "en", "content": {"headline": "The lamp is lit"}}"#)
        try #require(answer.status == 201, "\(answer.text)")
        return try #require(try answer.object()["id"] as? String)
    }

    @Test func `a working copy is its writer's own, and programs have none`() async throws {
        try await api.withAPI { program in
            let editor = try await api.person(.editor, program)
            let other = try await api.person(.administrator, program)
            let path = "stories/\(try await draft(editor))/working-copy"
            #expect(try await editor.get(path).text == "{}")
            let kept = try await editor.ask(
                .put, path, #"{"version": 1, "content": {"headline": "The lamp was lit"}}"#)
            #expect(kept.status == 204, "\(kept.text)")
            let copy = try #require(try await editor.get(path).object()["copy"] as? [String: Any])
            #expect(copy["version"] as? Int == 1)
            #expect((copy["content"] as? [String: Any])?["headline"] as? String == "The lamp was lit")
            #expect(try await other.get(path).text == "{}")
            #expect(try await program.get(path).status == 403)
            #expect(try await editor.ask(.put, path, #"{"version": 1}"#).status == 422)
            #expect(try await editor.ask(.delete, path).status == 204)
            #expect(try await editor.get(path).text == "{}")
        }
    }

    @Test func `a heartbeat tells who else is there and which version is the newest`() async throws {
        try await api.withAPI { program in
            let editor = try await api.person(.editor, program)
            let other = try await api.person(.administrator, program)
            let path = "stories/\(try await draft(editor))/presence"
            #expect(try await editor.ask(.post, path).text == #"{"people":[],"version":1}"#)
            let seen = try await other.ask(.post, path).object()
            #expect((seen["people"] as? [[String: Any]])?.first?["name"] as? String == "editor")
            #expect(try await editor.ask(.delete, path).status == 204)
            #expect(try await other.ask(.post, path).text == #"{"people":[],"version":1}"#)
        }
    }

    @Test func `comments come with their place and their answers; a reporter does not see those of others' stories`()
        async throws
    {
        try await api.withAPI { program in
            let editor = try await api.person(.editor, program)
            let reporter = try await api.person(.reporter, program)
            let path = "stories/\(try await draft(editor))/comments"
            let sent = try await editor.ask(
                .post, path, #"{"text": "Which lamp?", "anchor": {"block": 0, "quote": "lamp", "prefix": "The "}}"#)
            #expect(sent.status == 201, "\(sent.text)")
            let id = try #require(try sent.object()["id"] as? String)
            #expect(
                try await editor.ask(.post, path, #"{"text": "The old one.", "parent": "\#(id)"}"#).status == 201)
            let closed = try await editor.ask(.put, "\(path)/\(id)/resolution", #"{"resolved": true}"#)
            #expect((try closed.object()["resolved"] as? [String: Any])?["name"] as? String == "editor")
            let all = try #require(try await editor.get(path).object()["comments"] as? [[String: Any]])
            #expect(all.count == 2 && all[1]["parent"] as? String == id)
            #expect((all[0]["anchor"] as? [String: Any])?["quote"] as? String == "lamp")
            #expect(try await editor.ask(.post, path, #"{"text": ""}"#).status == 422)
            #expect(try await reporter.get(path).status == 403)
        }
    }

    @Test func `a translation is begun once for an edition and shows from both sides`() async throws {
        try await api.withAPI { program in
            let editor = try await api.person(.editor, program)
            let id = try await draft(editor)
            let made = try await editor.ask(.post, "stories/\(id)/translations", #"{"edition": "ar"}"#)
            #expect(made.status == 201, "\(made.text)")
            let other = try #require(try made.object()["id"] as? String)
            #expect(made.headers[.location] == "/api/v1/stories/\(other)")
            let list = try await editor.get("stories/\(other)/translations").object()
            let found = try #require(list["translations"] as? [[String: Any]])
            #expect((found.first?["story"] as? [String: Any])?["id"] as? String == id)
            #expect(found.first?["seen"] as? Int == 1)
            #expect(
                try await editor.ask(.post, "stories/\(id)/translations", #"{"edition": "ar"}"#).status == 409)
        }
    }

    @Test func `the page of a story carries what its editor needs, and a form for browsers without it`() async throws {
        try await api.withAPI { program in
            let editor = try await api.person(.editor, program)
            let id = try await draft(editor)
            let page = try await editor.client.execute(uri: "/desk/stories/\(id)", method: .get, headers: editor.fields)
            let text = String(buffer: page.body)
            #expect(text.contains("name=\"headline\"") && text.contains(">The lamp is lit</textarea>"))
            #expect(text.contains("&quot;followsHeadline&quot;:true"))
            let token = try #require(editor.fields[.formToken])
            var fields = editor.fields
            fields[.contentType] = "application/x-www-form-urlencoded"
            let body = "token=\(token)&version=1&headline=Lit&more=One.%0D%0A%0D%0ATwo."
            let saved = try await editor.client.execute(
                uri: "/desk/stories/\(id)/save", method: .post, headers: fields, body: .init(string: body))
            #expect(saved.status == .seeOther)
            let story = try #require(try await api.temporary.newsroom.story(StoryID(rawValue: id)))
            #expect(story.content.headline == "Lit" && story.content.slug == "lit")
            #expect(story.content.body == [.paragraph([Inline("One.")]), .paragraph([Inline("Two.")])])
            let late = try await editor.client.execute(
                uri: "/desk/stories/\(id)/save", method: .post, headers: fields, body: .init(string: body))
            #expect(late.status == .unprocessableContent)
            #expect(String(buffer: late.body).contains("Somebody saved version 2"))
        }
    }
}
