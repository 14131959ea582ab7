import Foundation
import Hummingbird
import NewsreelModel
import NewsreelStore
import NewsreelTesting
import Testing

@testable import NewsreelWeb

/// Times of the desk in the zones of its editions.
@Suite(.timeLimit(.minutes(2))) struct DeskTimeTests {
    let desk: DeskTests
    var newsroom: Newsroom { desk.temporary.newsroom }

    init() async throws {
        desk = try await DeskTests()
        var english = Edition.fixtureEnglish
        english.zone = try #require(Zone("Europe/Berlin"))
        var arabic = Edition.fixtureArabic
        arabic.zone = try #require(Zone("Asia/Dubai"))
        try await desk.temporary.newsroom.putEditions([english, arabic], default: english.code)
    }

    @Test func `lists, the log and a story's page tell times in the edition's zone and name it`() async throws {
        try await desk.withDesk { client in
            let ada = try await desk.joined("ada", .administrator, client)
            let times = DeskTimes(try await newsroom.editions())
            for (code, place) in [("en", "Berlin time"), ("ar", "Dubai time")] {
                let story = try await newsroom.createStory(
                    edition: code, content: .fixture("In \(code)"), author: "ada")
                let text = times.text(story.updated, code)
                #expect(text.hasSuffix(place))
                for page in ["/desk", "/desk/stories", "/desk/stories/\(story.id)"] {
                    #expect(try await ada.get(page).text.contains(text), "\(page) \(text)")
                }
            }
            for page in ["/desk/log", "/desk/account"] {
                let text = try await ada.get(page).text
                #expect(text.contains("Berlin time") && !text.contains(" UTC"), "\(page)")
            }
        }
    }

    @Test func `a time that clocks skip is refused, one that comes twice is asked about`() async throws {
        try await desk.withDesk { client in
            let eva = try await desk.joined("eva", .editor, client)
            let story = try await newsroom.createStory(edition: "en", content: .fixture(), author: "eva")
            for step in [StoryStep.submit, .approve] { _ = try await newsroom.take(step, story.id) }
            let page = "/desk/stories/\(story.id)"
            #expect(try await eva.get(page).text.contains("Publish at <small>Berlin time, Europe/Berlin</small>"))
            for (path, field) in [("/schedule", "at"), ("/embargo", "until")] {
                let skipped = try await eva.post(page + path, [field: "2027-03-28T02:30"], from: page)
                #expect(
                    skipped.status == 422 && skipped.text.contains("no 02:30 on 2027-03-28 in Berlin time"), "\(path)")
                let doubled = try await eva.post(page + path, [field: "2027-10-31T02:30"], from: page)
                #expect(doubled.status == 422 && doubled.text.contains("comes twice"), "\(path)")
                #expect(
                    doubled.text.contains(
                        #"<option value="2027-10-31T02:30:00+01:00">2027-10-31, the second 02:30 (UTC+01:00)"#))
                #expect(try await eva.post(page + path, [field: "soon"], from: page).status == 422)
            }
            #expect(try await newsroom.story(story.id)?.scheduled == nil)
            let chosen = try await eva.post(page + "/schedule", ["at": "2027-10-31T02:30:00+01:00"], from: page)
            #expect(chosen.location == page, "\(chosen.text)")
            let scheduled = try #require(try await newsroom.story(story.id)?.scheduled)
            #expect(scheduled.iso8601(in: .utc) == "2027-10-31T01:30:00Z")
            #expect(try await eva.get(page).text.contains("for 31 Oct 2027, 02:30 Berlin time"))

            let front = "/desk/front/en"
            let skipped = try await eva.post(
                front, ["do": "schedule", "version": "0", "at": "2027-03-28T02:30"], from: front)
            #expect(skipped.status == 422 && skipped.text.contains("no 02:30"), "\(skipped.status)")
        }
    }
}
