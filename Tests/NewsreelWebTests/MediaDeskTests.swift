import Foundation
import HTTPTypes
import Hummingbird
import NewsreelModel
import NewsreelPages
import NewsreelStore
import NewsreelTesting
import Testing

@testable import NewsreelWeb

/// The media library, tags and numbers of the desk, asked as a browser asks.
@Suite(.timeLimit(.minutes(2))) struct MediaDeskTests {
    let desk: DeskTests
    var newsroom: Newsroom { desk.temporary.newsroom }

    init() async throws { desk = try await DeskTests() }

    /// Asks the API as a script of a page does.
    func api(
        _ browser: DeskTests.Browser, _ method: HTTPRequest.Method, _ path: String, _ body: String? = nil,
        match: String? = nil
    ) async throws -> (status: Int, text: String, headers: HTTPFields) {
        var headers = HTTPFields()
        headers[.cookie] = browser.cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
        headers[.secFetchSite] = "same-origin"
        headers[.formToken] = try await browser.token("/desk/account")
        if body != nil { headers[.contentType] = "application/json" }
        if let match { headers[.ifMatch] = match }
        let answer = try await browser.client.execute(
            uri: "/api/v1/" + path, method: method, headers: headers, body: body.map { ByteBuffer(string: $0) })
        return (answer.status.code, String(buffer: answer.body), answer.headers)
    }

    func asset(_ caption: String, kind: MediaKind = .image, seed: Int = 1) async throws -> MediaID {
        let item = MediaImport.fixture(kind: kind, caption: caption, original: .fixture(seed))
        let id = try await newsroom.addMedia(item).id
        try await newsroom.markReady(
            id, renditions: [.fixture("w320.jpg", width: 320, seed: 90 + seed), .fixture(seed: 100 + seed)])
        return id
    }

    @Test func `the library is searched and filtered by its address alone`() async throws {
        try await desk.withDesk { client in
            let rob = try await desk.joined("rob", .reporter, client)
            let quay = try await asset("The quay at <dawn>")
            let storm = try await asset("The storm", seed: 2)
            let page = try await rob.get(
                "/desk/media?q=quay&kind=image&credit=Mara+Lind&used=no&from=2026-03-02&to=2026-03-02")
            #expect(
                page.status == 200 && page.text.contains("/desk/media/\(quay)")
                    && page.text.contains("The quay at &lt;dawn&gt;"))
            #expect(!page.text.contains("/desk/media/\(storm)"))
            #expect(page.text.contains("w320.jpg"), "the small picture stands on it")
            #expect(try await rob.get("/desk/media?credit=Nobody").text.contains("Nothing found."))
            for query in ["kind=x", "used=x", "from=x", "after=x", "limit=1000"] {
                #expect(try await rob.get("/desk/media?" + query).status == 422, "\(query)")
            }
            let listed = try await api(rob, .get, "media?kind=image,video&limit=1")
            #expect(listed.status == 200 && listed.text.contains(storm.rawValue) && listed.text.contains(#""next":"#))
            #expect(listed.headers[.link]?.contains("after=") == true)
            #expect(try await api(rob, .get, "media?kind=x").status == 422)
            #expect(try await api(rob, .get, "media/nothing").status == 404)
        }
    }

    @Test func `what is said of an asset changes on top of what was read, by those who may`() async throws {
        try await desk.withDesk { client in
            let rob = try await desk.joined("rob", .reporter, client)
            let eva = try await desk.joined("eva", .editor, client)
            let id = try await asset("The quay")
            let read = try await api(eva, .get, "media/\(id)")
            let etag = try #require(read.headers[.eTag])
            let body =
                #"{"caption":"The old quay","credit":{"parties":[{"role":"agency","name":"Reuters"}]},"focus":{"x":0.1,"y":0.9}}"#
            #expect(try await api(rob, .patch, "media/\(id)", body, match: etag).status == 403)
            #expect(try await api(eva, .patch, "media/\(id)", body).status == 428)
            let changed = try await api(eva, .patch, "media/\(id)", body, match: etag)
            #expect(changed.status == 200 && changed.text.contains(#""credit":"Reuters""#), "\(changed.text)")
            let stale = try await api(eva, .patch, "media/\(id)", body, match: etag)
            #expect(stale.status == 412 && stale.text.contains("The old quay"))
            let kept = try #require(try await newsroom.media(id))
            #expect(kept.caption == "The old quay" && kept.focus == FocalPoint(x: 0.1, y: 0.9))
            #expect(kept.alt == nil && kept.rights == MediaRights(), "what was not sent stays")
            let bad = #"{"focus":{"x":7,"y":0}}"#
            #expect(try await api(eva, .patch, "media/\(id)", bad, match: "*").status == 422)
            #expect(
                try await api(eva, .post, "credit-lines", #"{"parties":[{"role":"creator","name":"Ada"}]}"#).text
                    == #"{"text":"Ada"}"#)
            #expect(try await api(eva, .get, "credit-parties?q=reut").text.contains("Reuters"))

            // The same by the form, and refused for somebody else's.
            let page = "/desk/media/\(id)"
            #expect(try await rob.get(page).text.contains("An editor, or whoever sent it, can change this."))
            #expect(try await rob.post(page, ["caption": "Mine"], from: "/desk/account").status == 403)
            let version = try MediaDescription(kept).version
            let fields = [
                "version": version, "caption": "By the form", "party-1-role": "agency", "party-1-name": "Reuters",
                "party-2-role": "creator", "party-2-name": "Ada Frey", "focus-x": "20", "focus-y": "80",
                "download": "yes",
            ]
            #expect(try await eva.post(page, fields, from: page).location == page)
            let formed = try #require(try await newsroom.media(id))
            #expect(formed.credit.parties.map(\.name) == ["Reuters", "Ada Frey"] && formed.rights.download)
            #expect(formed.focus == FocalPoint(x: 0.2, y: 0.8))
            let late = try await eva.post(page, fields.merging(["caption": "Too late"]) { $1 }, from: page)
            #expect(late.status == 409 && late.text.contains("Too late") && late.text.contains("By the form"))
            let outside = try await eva.post(
                page, fields.merging(["focus-x": "200", "version": try MediaDescription(formed).version]) { $1 },
                from: page)
            #expect(outside.status == 422)
        }
    }

    @Test func `failed work is shown with its reason and tried again`() async throws {
        try await desk.withDesk { client in
            let eva = try await desk.joined("eva", .editor, client)
            let id = try await newsroom.addMedia(.fixture(original: .fixture())).id
            let job = try #require(try await newsroom.claim(worker: "w"))
            try await newsroom.fail(job.id, worker: "w", reason: "The file ends too early.")
            try await newsroom.markFailed(id, reason: "The file ends too early.")
            let page = "/desk/media/\(id)"
            #expect(try await eva.get("/desk/media").text.contains("Failed: The file ends too early."))
            #expect(
                try await eva.get("/desk").text.contains("The file ends too early."), "an editor's first page tells it")
            #expect(try await eva.get(page).text.contains("Try again"))
            #expect(try await eva.post(page + "/retry", [:], from: page).location == page)
            #expect(try await newsroom.job(job.id)?.state == .queued)
            #expect(try await eva.post(page + "/retry", [:], from: "/desk/account").status == 422)
        }
    }

    @Test func `a merged tag leads readers on for good, its feed too`() async throws {
        try await desk.withDesk { client in
            let eva = try await desk.joined("eva", .editor, client)
            for (headline, tag) in [("One", "Ferry"), ("Two", "Ferries")] {
                let story = try await newsroom.createStory(
                    edition: "en", content: .fixture(headline, tags: [tag]), author: "rob")
                _ = try await newsroom.publish(story.id)
            }
            #expect(try await eva.get("/tag/ferry").status == 200)
            let page = "/desk/tags"
            let fields = ["edition": "en", "tag": "ferry", "into": "Ferries"]
            let done = try await eva.post(page + "/merge", fields, from: page)
            #expect(done.status == 200 && done.text.contains("Done."))
            let moved = try await eva.get("/tag/ferry")
            #expect(moved.status == 301 && moved.location == "/tag/ferries")
            #expect(try await eva.get("/tag/ferry/rss.xml").location == "/tag/ferries/rss.xml")
            #expect(try await eva.get("/tag/ferries").text.contains("Two"))
            let again = try await eva.post(page + "/merge", fields, from: page)
            #expect(again.status == 422 && again.text.contains("no tag"))
            #expect(
                try await eva.post(page + "/delete", ["edition": "en", "tag": "ferries"], from: page).status == 422)
        }
    }

    @Test func `reading is counted without a cookie, programs and what loads ahead are not`() async throws {
        try await desk.withDesk { client in
            let eva = try await desk.joined("eva", .editor, client)
            let story = try await newsroom.publish(
                try await newsroom.createStory(edition: "en", content: .fixture(), author: "rob").id)
            let address = try #require(story.url).place
            guard case .story(let day, let slug) = address else { return }
            let path = "/\(day.description.replacing("-", with: "/"))/\(slug)"
            #expect(try await eva.get(path).status == 200)
            let reader = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
            func tell(_ agent: String, _ body: String, _ more: HTTPFields = [:]) async throws -> SiteClient.Answer {
                var headers: HTTPFields = [.userAgent: agent, .contentType: "text/plain;charset=UTF-8"]
                for field in more { headers[field.name] = field.value }
                return try await client.execute(
                    uri: "/views", method: .post, headers: headers, body: ByteBuffer(string: body))
            }
            for _ in 0..<3 {
                let answer = try await tell(reader, "view \(path)")
                #expect(answer.status == .noContent && answer.headers[.setCookie] == nil)
            }
            for agent in ["", "curl/8.0", "Mozilla/5.0 (compatible; Googlebot/2.1)", "Mozilla/5.0 HeadlessChrome/140"] {
                #expect(try await tell(agent, "view \(path)").status == .noContent)
            }
            _ = try await tell(reader, "view \(path)", [.secPurpose: "prefetch"])
            _ = try await tell(reader, "view \(path)", [.secFetchSite: "cross-site"])
            for body in [
                "", "view", "view /nothing", "laugh \(path)", "25 \(path)", String(repeating: "x", count: 9000),
            ] {
                #expect(try await tell(reader, body).status == .noContent, "\(body.prefix(20))")
            }
            #expect(try await client.execute(uri: "/views", method: .get).status == .methodNotAllowed)
            // Written down a few seconds later.
            var views = 0
            let deadline = ContinuousClock.now + .seconds(30)
            while views < 3, ContinuousClock.now < deadline {
                views = try await newsroom.mostRead(hours: 1, limit: 1).first?.views ?? 0
                if views < 3 { try await Task.sleep(for: .milliseconds(200)) }
            }
            #expect(views == 3)
            let home = try await eva.get("/desk").text
            #expect(home.contains("3 pages read in 24 hours") && home.contains("Ferry returns to Osterholm"))
        }
    }
}
