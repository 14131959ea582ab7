import Foundation
import Logging
import NewsreelImport
import NewsreelMedia
import NewsreelModel
import NewsreelStore

/// Fills a new newsroom with the demo's stories, through the importer that every newsroom uses.
struct DemoNewsroom {
    let newsroom: Newsroom
    let folder: String
    let plan: NewsroomPlan
    let site: Site

    /// Imports and publishes every story; returns how many there are.
    func fill() async throws -> Int {
        let editions = try await newsroom.editions()
        guard let standard = editions.first else { return 0 }
        let sources = try SourceFile.all([folder + "/stories"], mostBytes: 1 << 20)
        var intake = StoryIntake(
            newsroom: newsroom, site: site, editions: editions, edition: standard, format: .markdown, publishes: true,
            mostBytes: 1 << 20)
        intake.mediaFolders = [folder + "/media"]
        intake.shiftedDays = try weeksToToday(sources, editions) * 7
        var bar = ProgressBar("Stories ", total: sources.count)
        var stored: [String: StoryID] = [:]
        var count = 0
        try await intake.take(sources, handed: []) { result in
            count += 1
            bar.show(count)
            guard result.status == .published, let story = result.story else {
                bar.clear()
                throw CommandFailure("The demo cannot be made: \(result.line)")
            }
            let stem = URL(fileURLWithPath: result.file).deletingPathExtension().lastPathComponent
            stored["\(story.edition)/\(stem)"] = story.id
        }
        bar.clear()
        for (edition, front) in plan.frontpages ?? [:] {
            let chosen =
                [("lead", front.lead)]
                + (front.seconds ?? []).prefix(3).enumerated().map { number, stem in
                    ("seconds-\(number + 1)", stem)
                }
            var pins: PagePins = [:]
            for (slot, stem) in chosen { pins[slot] = stem.flatMap { stored["\(edition)/\($0)"] } }
            let page = CuratedPage(edition)
            let arranged = try await newsroom.reorderFrontPage(
                page, pins, basedOn: 0, slots: PageSlot.standardFront, by: .operatorOfMachine)
            _ = try await newsroom.publishFrontPage(page, version: arranged.version, by: .operatorOfMachine)
        }
        return count
    }

    /// Makes the renditions that readers get first; the smaller ones follow while the site is served.
    func makePictures(logger: Logger) async throws {
        let workers = try await MediaWorkers.open(newsroom: newsroom, logger: logger)
        let total = try await newsroom.jobs(JobFilter(state: "queued", limit: 1000)).count
        var bar = ProgressBar("Pictures", total: total)
        bar.show(0)
        let worker = workers.worker(1, works: [.renditions])
        var done = 0
        while try await worker.doOne() {
            done += 1
            bar.show(done)
        }
        bar.clear()
        await workers.leave()
    }

    /// How many whole weeks bring the newest story to the last seven days, so that weekdays stay right.
    private func weeksToToday(_ sources: [SourceFile], _ editions: [Edition]) throws -> Int {
        guard let standard = editions.first else { return 0 }
        let importer = Importer(edition: standard, editions: editions, now: newsroom.clock.now)
        var newest: Timestamp?
        for source in sources {
            let story = try? importer.importStory(
                try source.read(atMost: 1 << 20), name: source.name, format: .markdown)
            let times: [Timestamp] =
                [story?.published, story?.updated].compactMap { $0 } + (story?.corrections.map(\.at) ?? [])
            newest = (times + [newest].compactMap { $0 }).max()
        }
        guard let newest else { return 0 }
        let days = newsroom.clock.now.seconds(since: newest) / 86_400
        return Int((days / 7).rounded(.down))
    }
}
