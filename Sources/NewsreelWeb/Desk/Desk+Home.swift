import NewsreelModel
import NewsreelPages
import NewsreelStore

/// The first page of the desk: stories by where they stand.
extension Desk {
    private static let storiesInList = 20

    func home(_ asked: DeskRequest) async throws -> DeskAnswer {
        let user = try asked.person()
        let isEditor = user.role >= .editor
        let counts = try await newsroom.deskCounts()
        let author = isEditor ? nil : user
        let lists: [(status: StoryStatus, title: String, empty: String)] = [
            (
                .draft, isEditor ? "Drafts" : "My drafts",
                "No drafts. Begin one, or bring stories in with newsreel import."
            ),
            (.inReview, "In review", "Nothing waits for review."),
            (.approved, "Approved", "Nothing waits to be published."),
            (.scheduled, "Scheduled", "Nothing is scheduled."),
            (.published, "Published", "Nothing is published yet."),
        ]
        let times = try await times()
        var sections: [[String: DeskValue]] = []
        for list in lists {
            let isOwn = author != nil
            let stories = try await newsroom.deskStories(
                list.status, author: isOwn ? author : nil, limit: Self.storiesInList)
            let count = isOwn && author != nil ? stories.count : counts[list.status] ?? 0
            sections.append([
                "id": .text(list.status.rawValue), "title": .text(list.title), "count": .text("\(count)"),
                "empty": .text(stories.isEmpty ? list.empty : ""), "stories": .list(stories.map { row($0, times) }),
            ])
        }
        let editions = try await newsroom.editions().map { edition -> [String: DeskValue] in
            ["code": .text(edition.code), "name": .text(edition.name)]
        }
        return .page(
            DeskView(
                template: "home", title: "Stories",
                values: [
                    "lists": .list(sections), "editions": .list(editions), "token": .text(asked.formToken),
                    "new": .text(path(DeskURL(["stories", "new"]))), "dashboard": .group(try await dashboard(asked)),
                ]))
    }

    private func row(_ story: DeskStory, _ times: DeskTimes) -> [String: DeskValue] {
        let moment = story.scheduled ?? story.updated
        return [
            "href": .text(path(.story(story.id))),
            "headline": .text(story.headline.isEmpty ? "Without a headline" : story.headline),
            "edition": .text(story.edition), "time": .text(times.text(moment, story.edition)),
            "timeISO": .text(times.iso(moment, story.edition)),
            "what": .text(story.scheduled == nil ? "changed" : "for"),
        ]
    }
}
