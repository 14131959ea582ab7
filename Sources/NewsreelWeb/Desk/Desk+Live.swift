import HTTPTypes
import NewsreelModel
import NewsreelPages
import NewsreelStore

extension DeskRoutes {
    /// Stories told while they happen, and embargoes.
    static let live: [DeskRoute] = [
        DeskRoute(.get, "stories/:id/live", .role(.reporter)) { try await $0.livePage($1) },
        DeskRoute(.post, "stories/:id/live", .role(.reporter)) { try await $0.addUpdate($1) },
        DeskRoute(.post, "stories/:id/live/begin", .role(.editor)) { try await $0.turnLive($1, on: true) },
        DeskRoute(.post, "stories/:id/live/end", .role(.editor)) { try await $0.turnLive($1, on: false) },
        DeskRoute(.post, "stories/:id/live/:update", .role(.reporter)) { try await $0.correctUpdate($1) },
        DeskRoute(.post, "stories/:id/embargo", .role(.editor)) { try await $0.embargo($1) },
    ]
}

/// The updates of a live story: a quick form, and those that were written.
extension Desk {
    func livePage(_ asked: DeskRequest) async throws -> DeskAnswer {
        .page(try await liveView(try await story(asked), asked))
    }

    func addUpdate(_ asked: DeskRequest) async throws -> DeskAnswer {
        let story = try await story(asked)
        return try await live(story, asked) { () throws(StoreError) in
            _ = try await newsroom.addUpdate(
                to: story.id, headline: asked.field("headline"), body: Self.blocks(of: asked.field("text")),
                isKey: asked.field("key") == "on", by: asked.actor)
        }
    }

    func correctUpdate(_ asked: DeskRequest) async throws -> DeskAnswer {
        let story = try await story(asked)
        let id = LiveUpdateID(rawValue: asked.parameters["update"] ?? "")
        guard try await newsroom.liveUpdate(id)?.story == story.id else { throw DeskRefusal(.missing) }
        return try await live(story, asked) { () throws(StoreError) in
            _ = try await newsroom.correctUpdate(
                id, headline: asked.field("headline"), body: Self.blocks(of: asked.field("text")),
                isKey: asked.field("key") == "on", note: asked.field("note"), by: asked.actor)
        }
    }

    func turnLive(_ asked: DeskRequest, on isOn: Bool) async throws -> DeskAnswer {
        let story = try await story(asked)
        let author = try asked.person().id.rawValue
        let language = try await newsroom.editions().first { $0.code == story.edition }?.language ?? story.edition
        let label = theme.strings(for: language)?.text("label.live") ?? "Live"
        return try await live(story, asked) { () throws(StoreError) in
            if isOn {
                try await newsroom.beginLive(story.id, label: label, author: author, by: asked.actor)
            } else {
                try await newsroom.endLive(story.id, author: author, by: asked.actor)
            }
        }
    }

    /// Puts a story under embargo, or ends one with a reason that the log keeps.
    func embargo(_ asked: DeskRequest) async throws -> DeskAnswer {
        let story = try await story(asked)
        let reason = asked.field("reason").trimmingWhitespace()
        let times = try await times()
        let zone = times.zone(story.edition)
        let text = asked.field("until")
        let chosen = text.isEmpty ? nil : ChosenTime(text, in: zone)
        if let complaint = chosen?.complaint(in: zone) {
            return .page(try await storyView(story, asked, error: complaint, embargo: chosen), status: 422)
        }
        do throws(StoreError) {
            if chosen == nil { try Self.checkLifting(story, reason: reason) }
            let moment = chosen?.moment
            _ = try await newsroom.embargo(story.id, until: moment)
            let words =
                moment.map { "embargo until \(times.text($0, story.edition))" } ?? "embargo lifted because: \(reason)"
            try await newsroom.note(.storyMoved, of: "\(words): \(story.content.headline)", by: asked.actor)
        } catch {
            guard error.isForPeople else { throw error }
            throw DeskRefusal(.other(error.message))
        }
        return .see(.story(story.id))
    }

    private static func checkLifting(_ story: Story, reason: String) throws(StoreError) {
        guard story.embargo != nil else { throw StoreError(.invalid, "Say until when the story is under embargo.") }
        guard !reason.isEmpty else { throw StoreError(.invalid, "Say why the embargo is lifted.") }
    }

    private func live(
        _ story: Story, _ asked: DeskRequest, _ change: () async throws(StoreError) -> Void
    ) async throws -> DeskAnswer {
        do throws(StoreError) {
            try await change()
            return .see(DeskURL(["stories", story.id.rawValue, "live"]))
        } catch {
            guard error.isForPeople else { throw error }
            return .page(try await liveView(story, asked, error: error.message), status: 422)
        }
    }

    /// Paragraphs stand apart by an empty line.
    private static func blocks(of text: String) -> [Block] {
        var paragraphs: [String] = [""]
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            let line = String(line).trimmingWhitespace()
            if line.isEmpty {
                paragraphs.append("")
            } else {
                let last = paragraphs.count - 1
                paragraphs[last] += (paragraphs[last].isEmpty ? "" : " ") + line
            }
        }
        return paragraphs.filter { !$0.isEmpty }.map { .paragraph([Inline($0)]) }
    }

    private func liveView(_ story: Story, _ asked: DeskRequest, error: String = "") async throws -> DeskView {
        let user = try asked.person()
        let coverage = try await newsroom.coverage(of: story.id)
        let edition = try await newsroom.editions().first { $0.code == story.edition }
        let local = LocalClock(zone: edition?.zone ?? .utc)
        let isOn = coverage.map { $0.ended == nil } ?? false
        let address = DeskURL(["stories", story.id.rawValue, "live"])
        func path(_ part: String) -> DeskValue { .text(self.path(DeskURL(address.segments + [part]))) }
        let isFailed = !error.isEmpty && asked.parameters["update"] == nil
        return DeskView(
            template: "live", title: "Live updates",
            values: [
                "error": .text(error), "headline": .text(story.content.headline),
                "story": .text(self.path(.story(story.id))),
                "page": .text(story.status == .published ? publicPath(story.url) ?? "" : ""),
                "isPublished": .flag(story.status == .published), "isOn": .flag(isOn),
                "isEditor": .flag(user.role >= .editor), "lang": .text(edition?.language ?? ""),
                "state": .text(
                    isOn
                        ? "Live since \(local.text(coverage?.started ?? story.updated))."
                        : coverage?.ended.map { "Ended at \(local.text($0))." } ?? "Not live."),
                "act": .text(self.path(address)), "begin": path("begin"), "end": path("end"),
                "typedHeadline": .text(isFailed ? asked.field("headline") : ""),
                "typedText": .text(isFailed ? asked.field("text") : ""), "token": .text(asked.formToken),
                "updates": .list(
                    (coverage?.updates ?? []).map { update in
                        [
                            "headline": .text(update.headline), "time": .text(local.text(update.at)),
                            "author": .text(update.author), "isKey": .flag(update.isKey),
                            "text": .text(update.body.map(\.plainText).joined(separator: "\n\n")),
                            "act": path(update.id.rawValue), "token": .text(asked.formToken),
                            "lang": .text(edition?.language ?? ""),
                            "corrections": .list(
                                update.corrections.map { ["note": .text($0.note), "at": .text(local.text($0.at))] }),
                        ]
                    }),
            ])
    }
}
