import Foundation
import Hummingbird
import NewsreelModel
import NewsreelStore
import NewsreelTesting
import Testing

@testable import NewsreelWeb

/// Captions at the desk and by the API.
@Suite(.timeLimit(.minutes(2))) struct CaptionDeskTests {
    let media: MediaDeskTests
    var desk: DeskTests { media.desk }
    var newsroom: Newsroom { desk.temporary.newsroom }

    init() async throws { media = try await MediaDeskTests() }

    private static let words = "WEBVTT\n\n00:00:01.000 --> 00:00:03.000\nThe gate lifts.\n"

    private func clip() async throws -> MediaID {
        try await newsroom.addMedia(.fixture(kind: .video, caption: "The gate", original: .fixture())).id
    }

    private func found(_ words: String) async throws -> Int {
        try await newsroom.search(SearchRequest(SearchQuery(words), edition: "en")).total
    }

    @Test func `captions are added, changed, handed on and deleted by forms, by those who may`() async throws {
        try await desk.withDesk { client in
            let rob = try await desk.joined("rob", .reporter, client)
            let eva = try await desk.joined("eva", .editor, client)
            let id = try await clip()
            let page = "/desk/media/\(id)"
            let fields = ["kind": "captions", "language": "en", "label": "", "text": Self.words]
            #expect(try await rob.post(page + "/captions", fields, from: "/desk/account").status == 403)
            let added = try await eva.post(page + "/captions", fields, from: page)
            #expect(added.status == 303 && added.location == page + "/captions/captions-en", "\(added.text)")
            let again = try await eva.post(page + "/captions", fields, from: page)
            #expect(again.status == 422 && again.text.contains("captions in English already"))
            #expect(again.text.contains("The gate lifts."), "what was pasted is still there")
            let broken = fields.merging(["language": "ru", "text": "WEBVTT\n\n00:00:01.000 -> 00:00:03.000\nWords\n"]) {
                $1
            }
            let refused = try await eva.post(page + "/captions", broken, from: page)
            #expect(refused.status == 422 && refused.text.contains("Line 3"), "\(refused.text)")
            #expect(
                try await eva.post(page + "/captions", fields.merging(["language": "!"]) { $1 }, from: page).status
                    == 422)
            #expect(
                try await eva.post(page + "/captions", fields.merging(["text": ""]) { $1 }, from: page).status == 422)

            // A SubRip file in an old encoding, in base 64; what was doubted is said on the page that answers.
            let old = Array("1\n00:00:01,000 --> 00:00:02,000\n".utf8) + [0xC2, 0xEE, 0xF0, 0xEE, 0xF2, 0xE0, 0x0A]
            let russian = ["kind": "subtitles", "language": "ru", "file": Data(old).base64EncodedString()]
            let noted = try await eva.post(page + "/captions", russian, from: page)
            #expect(noted.status == 200 && noted.text.contains("Ворота") && noted.text.contains("not in UTF-8"))
            #expect(try await eva.get(page).text.contains("captions/subtitles-ru"))

            let track = page + "/captions/captions-en"
            let shown = try await eva.get(track)
            #expect(
                shown.text.contains("00:00:01.000 --&gt; 00:00:03.000") && shown.text.contains("Captions in English"))
            #expect(try await rob.get(track).text.contains("An editor, or whoever sent the clip"))
            #expect(try await rob.get(track).text.contains("name=\"text\"") == false)
            let file = try await eva.get(track + "/file")
            #expect(file.text == Self.words && file.headers[.contentType] == "text/vtt; charset=utf-8")

            let version = try #require(try await newsroom.captions(id, "captions-en")).version
            let changed = [
                "kind": "captions", "language": "en-GB", "label": "British", "version": version,
                "text": Self.words.replacing("gate", with: "sluice"),
            ]
            #expect(try await rob.post(track, changed, from: "/desk/account").status == 403)
            let moved = try await eva.post(track, changed, from: track)
            #expect(moved.location == page + "/captions/captions-en-GB", "\(moved.text)")
            #expect(try await eva.get(track).status == 404)
            let british = page + "/captions/captions-en-GB"
            let late = try await eva.post(british, changed.merging(["text": Self.words]) { $1 }, from: british)
            #expect(late.status == 409 && late.text.contains("Somebody else changed"))
            #expect(try await newsroom.captions(id, "captions-en-GB")?.cues.first?.text == "The sluice lifts.")
            let nothing = try await eva.post(british + "/delete", ["version": version], from: british)
            #expect(nothing.status == 409)
            let now = try #require(try await newsroom.captions(id, "captions-en-GB")).version
            #expect(try await rob.post(british + "/delete", ["version": now], from: "/desk/account").status == 403)
            #expect(try await eva.post(british + "/delete", ["version": now], from: british).location == page)
            #expect(try await newsroom.captions(id, "captions-en-GB") == nil)
            let acts = try await newsroom.acts(limit: 20).filter { $0.act == .captionsChanged }.map(\.subject)
            #expect(acts.count == 4 && acts.last?.contains("captions in English added") == true, "\(acts)")

            let picture = try await newsroom.addMedia(.fixture()).id
            #expect(try await eva.post("/desk/media/\(picture)/captions", fields, from: page).status == 404)
        }
    }

    @Test func `a form is read only for those who may send it, and captions may be longer than other forms`()
        async throws
    {
        try await desk.withDesk { client in
            let eva = try await desk.joined("eva", .editor, client)
            let id = try await clip()
            let long =
                "WEBVTT\n\n"
                + (0..<12_000).map { number in
                    "\(WebVTT.timestamp(number * 1000)) --> \(WebVTT.timestamp(number * 1000 + 900))\nA line of what is said, number \(number)\n"
                }.joined(separator: "\n")
            #expect(long.utf8.count > 800_000)
            let page = "/desk/media/\(id)"
            let fields = ["kind": "captions", "language": "en", "file": Data(long.utf8).base64EncodedString()]
            let added = try await eva.post(page + "/captions", fields, from: page)
            #expect(added.status == 303, "\(added.text.prefix(2000))")
            #expect(try await newsroom.captions(id, "captions-en")?.cues.count == 12_000)
            // Who may not send it is refused after the head, with the form still to come; so is what is too long.
            let port = try #require(client.port)
            let cookie = eva.cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
            for (path, cookie, status) in [(page + "/captions", "none=none", 401), (page, cookie, 413)] {
                let talk = try HTTPTalk(port: port)
                try await talk.begin(
                    "POST", path,
                    [
                        "Sec-Fetch-Site": "same-origin", "Cookie": cookie, "Content-Length": "6000000",
                        "Content-Type": "application/x-www-form-urlencoded",
                    ])
                #expect(try await talk.answer().status == status)
            }
        }
    }

    @Test func `the API changes captions on top of what was read, and readers and search have them at once`()
        async throws
    {
        try await desk.withDesk { client in
            let rob = try await desk.joined("rob", .reporter, client)
            let eva = try await desk.joined("eva", .editor, client)
            let id = try await media.asset("The gate", kind: .video)
            let content = StoryContent(
                headline: "A gate", slug: "a-gate", body: [.paragraph([Inline("It fell.")])], lead: id,
                media: [MediaUse(id)])
            let story = try await newsroom.createStory(edition: "en", content: content, author: "eva")
            let published = try await newsroom.publish(story.id)
            let day = try #require(published.publication?.day.description.replacing("-", with: "/"))
            let address = "/\(day)/a-gate"
            #expect(try await eva.get(address).text.contains("squirrels") == false)

            let path = "media/\(id)/captions"
            let body =
                #"{"language":"en","text":"WEBVTT\n\n00:01.000 --> 00:03.000\nTwo squirrels.\n\n00:02.000 --> 00:05.000\nAcorns fall.\n"}"#
            #expect(try await media.api(rob, .post, path, body).status == 403)
            let added = try await media.api(eva, .post, path, body)
            #expect(added.status == 201 && added.headers[.location] == "/api/v1/\(path)/captions-en", "\(added.text)")
            #expect(try await found("squirrels") == 1)
            #expect(try await media.api(eva, .post, path, body).status == 409)
            for (bad, words) in [
                (#"{"language":"en"}"#, "Send the captions"), (#"{"language":"??","text":"x"}"#, "is no language"),
                (#"{"language":"fr","text":"WEBVTT\n\n00:01 --> 00:02\nx\n"}"#, "Line 3"),
                (#"{"language":"fr","file":"*"}"#, "base 64"),
            ] {
                let refused = try await media.api(eva, .post, path, bad)
                #expect(refused.status == 422 && refused.text.contains(words), "\(refused.text)")
            }
            let listed = try await media.api(rob, .get, path)
            #expect(
                listed.text.contains(#""id":"captions-en""#) && listed.text.contains(#""cues":2"#), "\(listed.text)")
            let read = try await media.api(rob, .get, path + "/captions-en")
            let etag = try #require(read.headers[.eTag])
            #expect(read.text.contains(#""start":1000"#) && etag == added.headers[.eTag])

            let change =
                #"{"label":"Words","cues":[{"start":4000,"end":5000,"text":"Later &amp; last"},{"start":0,"end":1500,"settings":"line:0","text":"A <i>badger</i>"}]}"#
            #expect(try await media.api(eva, .patch, path + "/captions-en", change).status == 428)
            #expect(try await media.api(rob, .patch, path + "/captions-en", change, match: etag).status == 403)
            let changed = try await media.api(eva, .patch, path + "/captions-en", change, match: etag)
            #expect(changed.status == 200 && changed.text.contains(#""label":"Words""#), "\(changed.text)")
            #expect(try await found("squirrels") == 0)
            #expect(try await found("badger") == 1)
            #expect(
                try await eva.get("/media/\(id)/captions/captions-en.vtt").text.hasPrefix(
                    "WEBVTT\n\n00:00:00.000 --> 00:00:01.500 line:0\nA <i>badger</i>\n\n00:00:04"))
            let stale = try await media.api(eva, .patch, path + "/captions-en", change, match: etag)
            #expect(stale.status == 412 && stale.text.contains(#""captions":{"#) && stale.text.contains("badger"))
            for (cues, words) in [
                ("[]", "no cue left"), (#"[{"start":5,"end":5,"text":"x"}]"#, "Cue 1 ends before"),
                (#"[{"start":0,"end":5,"text":"x"},{"start":5,"end":9,"text":" "}]"#, "Cue 2 has no words"),
            ] {
                let refused = try await media.api(eva, .patch, path + "/captions-en", #"{"cues":\#(cues)}"#, match: "*")
                #expect(refused.status == 422 && refused.text.contains(words), "\(refused.text)")
            }
            let renamed = try await media.api(
                eva, .patch, path + "/captions-en", #"{"language":"pt-BR","kind":"chapters"}"#, match: "*")
            #expect(renamed.text.contains(#""id":"chapters-pt-BR""#))
            #expect(try await media.api(eva, .get, path + "/captions-en").status == 404)
            #expect(try await found("badger") == 0, "chapters are not what is said")
            #expect(try await media.api(eva, .delete, path + "/chapters-pt-BR").status == 428)
            #expect(try await media.api(eva, .delete, path + "/chapters-pt-BR", match: #""x""#).status == 412)
            #expect(try await media.api(eva, .delete, path + "/chapters-pt-BR", match: "*").status == 204)
            #expect(try await media.api(eva, .get, path).text == #"{"captions":[]}"#)
        }
    }
}
