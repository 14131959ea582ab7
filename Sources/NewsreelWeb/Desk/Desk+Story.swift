import NewsreelModel
import NewsreelPages
import NewsreelStore

extension DeskURL {
    static func story(_ id: StoryID) -> DeskURL { DeskURL(["stories", id.rawValue]) }
    static func story(_ id: StoryID, _ step: String) -> DeskURL { DeskURL(["stories", id.rawValue, step]) }
}

/// One story: what it says, what the checks find, and its steps to the reader.
extension Desk {
    /// The story that is asked for; reporters open what they wrote.
    func story(_ asked: DeskRequest) async throws -> Story {
        let user = try asked.person()
        guard let story = try await newsroom.story(StoryID(rawValue: asked.parameters["id"] ?? "")) else {
            throw DeskRefusal(.missing)
        }
        guard try await newsroom.mayOpen(story, user) else { throw DeskRefusal(.role) }
        return story
    }

    func storyPage(_ asked: DeskRequest) async throws -> DeskAnswer {
        .page(try await storyView(try await story(asked), asked))
    }

    func move(_ asked: DeskRequest, _ step: StoryStep) async throws -> DeskAnswer {
        let story = try await story(asked)
        var move = StoryMove(
            step: step, notice: asked.field("notice"), despite: asked.field("despite").trimmingWhitespace())
        if step == .schedule {
            let zone = try await times().zone(story.edition)
            let chosen = ChosenTime(asked.field("at"), in: zone)
            if let complaint = chosen.complaint(in: zone) {
                return .page(try await storyView(story, asked, error: complaint, schedule: chosen), status: 422)
            }
            move.at = chosen.moment
        }
        let outcome: StoryMove.Outcome
        do throws(StoreError) {
            outcome = try await newsroom.take(move, story, by: asked.actor)
        } catch {
            guard error.isForPeople || error.code == .mediaWithoutCredit || error.code == .noHeadline else {
                throw error
            }
            return .page(try await storyView(story, asked, error: error.message), status: 422)
        }
        if case .blocked(let findings) = outcome {
            let reason = findings.first?.reason ?? ""
            let error = "The checks found an error: \(reason) Put it right, or say why it does not hold."
            return .page(try await storyView(story, asked, error: error), status: 422)
        }
        return .see(.story(story.id))
    }

    func deleteStory(_ asked: DeskRequest) async throws -> DeskAnswer {
        let story = try await story(asked)
        // What readers have had is refused in words by the deletion itself.
        let may = try await newsroom.mayDelete(story, try asked.person())
        guard story.publication != nil || may else { throw DeskRefusal(.role) }
        do throws(StoreError) {
            try await newsroom.deleteStory(story.id, version: Int(asked.field("version")) ?? 0, by: asked.actor)
        } catch {
            guard error.isForPeople else { throw error }
            let now = try await newsroom.story(story.id) ?? story
            return .page(
                try await storyView(now, asked, error: error.message), status: error.code == .conflict ? 409 : 422)
        }
        return .see(.home)
    }

    func correct(_ asked: DeskRequest) async throws -> DeskAnswer {
        let story = try await story(asked)
        let author = try asked.person().id.rawValue
        do throws(StoreError) {
            _ = try await newsroom.correct(story, note: asked.field("note"), author: author, by: asked.actor)
        } catch {
            guard error.isForPeople else { throw error }
            return .page(try await storyView(story, asked, error: error.message), status: 422)
        }
        return .see(.story(story.id))
    }

    func storyView(
        _ story: Story, _ asked: DeskRequest, error: String = "", schedule: ChosenTime? = nil,
        embargo: ChosenTime? = nil
    ) async throws -> DeskView {
        let user = try asked.person()
        let times = try await times()
        let zone = times.zone(story.edition)
        let findings = try await newsroom.findings(in: story)
        let media = try await newsroom.media(for: story)
        let isEditor = user.role >= .editor
        func may(_ step: StoryStep) -> DeskValue {
            .flag((isEditor || step == .submit) && (try? story.status.taking(step)) != nil)
        }
        func address(_ step: String) -> DeskValue { .text(path(.story(story.id, step))) }
        let content = story.content
        let blocks: [[String: DeskValue]] = content.body.enumerated().map { index, block in
            [
                "index": .text("\(index)"), "number": .text("\(index + 1)"), "text": .text(block.plainText),
                "isPlain": .flag(Self.isPlain(block)), "isWords": .flag(!block.plainText.isEmpty),
            ]
        }
        let url = story.status == .published ? publicPath(story.url) : nil
        return DeskView(
            template: "story", title: content.headline.isEmpty ? "Without a headline" : content.headline,
            values: [
                "error": .text(error), "status": .text(story.status.rawValue.replacing("-", with: " ")),
                "edition": .text(story.edition), "version": .text("\(story.version)"),
                "isOneVersion": .flag(story.version == 1),
                "standfirst": .text(content.standfirst ?? ""),
                "byline": .text(content.bylines.map(\.name).joined(separator: ", ")),
                "changed": .text(times.text(story.updated, story.edition)),
                "published": .text(story.publication.map { times.text($0.published, story.edition) } ?? ""),
                "scheduled": .text(story.scheduled.map { times.text($0, story.edition) } ?? ""),
                "refusal": .text(story.scheduleRefusal ?? ""), "page": .text(url ?? ""),
                "blocks": .list(blocks), "save": address("save"), "headline": .text(content.headline),
                "label": .text(content.label ?? ""), "dateline": .text(content.dateline ?? ""),
                "hasEditor": .flag(look.asset("prose-editor.js") != nil),
                "data": .text(try await editorData(story, for: user).json()),
                "liveUpdates": .text(
                    story.status == .published ? path(DeskURL(["stories", story.id.rawValue, "live"])) : ""),
                "embargo": .text(story.embargo.map { times.text($0, story.edition) } ?? ""),
                "mayEmbargo": .flag(isEditor && story.status != .published && story.status != .killed),
                "embargoAct": address("embargo"),
                "media": .list(
                    content.media.compactMap { media[$0.media] }.map { asset in
                        [
                            "kind": .text(asset.kind.rawValue),
                            "caption": .text(asset.caption ?? asset.original?.filename ?? asset.id.rawValue),
                            "credit": .text(asset.credit.isEmpty ? "no credit" : asset.credit.text),
                        ]
                    }),
                "corrections": .list(
                    story.corrections.map { ["note": .text($0.note), "at": .text(times.text($0.at, story.edition))] }),
                "findings": .list(
                    findings.map { finding in
                        [
                            "severity": .text(finding.severity.rawValue), "place": .text(finding.place.description),
                            "words": .text(finding.words ?? ""), "reason": .text(finding.reason),
                            "fix": .text(finding.fix?.replacement ?? ""), "code": .text(finding.code.rawValue),
                        ]
                    }),
                "isBlocked": .flag(findings.contains(where: \.blocksPublishing)),
                "zone": .text(Self.name(of: zone)),
                "scheduleTwice": Self.twice(schedule, in: zone), "embargoTwice": Self.twice(embargo, in: zone),
                "token": .text(asked.formToken),
                "maySubmit": may(.submit), "maySendBack": may(.sendBack), "mayApprove": may(.approve),
                "mayPublish": .flag(isEditor && story.status != .published && story.status != .killed),
                "maySchedule": may(.schedule), "mayUnschedule": may(.unschedule), "mayKill": may(.kill),
                "mayReinstate": may(.reinstate), "delete": address("delete"),
                "mayDelete": .flag(try await newsroom.mayDelete(story, user)),
                "mayCorrect": .flag(isEditor && story.status == .published),
                "submit": address("submit"), "sendBack": address("send-back"), "approve": address("approve"),
                "publish": address("publish"), "schedule": address("schedule"), "unschedule": address("unschedule"),
                "kill": address("kill"), "reinstate": address("reinstate"), "correct": address("correct"),
            ])
    }
}
