import ArgumentParser
import Foundation
import NewsreelModel
import NewsreelStore

/// `newsreel bench`: what measuring needs.
struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Make what is measured.", subcommands: [SeedCommand.self])
}

/// `newsreel bench seed`: an archive of any size.
struct SeedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "seed",
        abstract: "Fill a newsroom with invented stories, 300 for every day up to the end of 2024.",
        discussion: """
            Makes the newsroom where there is none. The same number gives the same stories at the same addresses, so that \
            two measurements can be compared. Not for a newsroom that readers see.
            """)

    @OptionGroup var place: DataOptions
    @Option(help: "How many stories to publish.") var stories: Int

    func run() async throws {
        guard stories > 0 else {
            throw CommandFailure("--stories \(stories): say how many stories to make, 1 or more.", exitCode: 2)
        }
        try checkRoom(try place.folder())
        let start = ContinuousClock.now
        do {
            let newsroom = try await opened()
            if try await newsroom.editions().isEmpty {
                try await newsroom.putEditions(SeedArchive.editions, default: SeedArchive.editions[0].code)
            }
            try newsroom.beginBulk()
            try await fill(newsroom)
            try newsroom.endBulk()
            try newsroom.close()
        } catch let error as StoreError {
            throw CommandFailure(error.message)
        }
        let took = (ContinuousClock.now - start) / .seconds(1)
        Terminal.say(
            "\(stories) stories in \(String(format: "%.1f", took)) s, \(Int(Double(stories) / took)) a second.")
    }

    /// What a story takes on the disk with all that is found by it, in bytes; of a million, 5.6 GB.
    private static let bytesOfStory = 5_600.0

    /// Refuses what the disk has no room for before anything is written.
    private func checkRoom(_ folder: String) throws {
        var place = URL(fileURLWithPath: folder)
        while !FileManager.default.fileExists(atPath: place.path), place.path != "/" { place.deleteLastPathComponent() }
        let facts = try? FileManager.default.attributesOfFileSystem(forPath: place.path)
        guard let free = (facts?[.systemFreeSize] as? NSNumber)?.doubleValue else { return }
        let needed = Double(stories) * Self.bytesOfStory
        guard needed > free else { return }
        func gigabytes(_ bytes: Double) -> String { String(format: "%.1f GB", bytes / 1e9) }
        throw CommandFailure(
            "\(stories) stories take about \(gigabytes(needed)), and \(place.path) has room for \(gigabytes(free)). "
                + "Ask for fewer, or name a folder on a larger disk with --data.")
    }

    /// The newsroom with the archive's clock and identities, which go on from what it has.
    private func opened() async throws -> Newsroom {
        let folder = try place.folder()
        guard Newsroom.exists(at: folder) else {
            return try Newsroom.create(
                at: folder, clock: SeedArchive.clock(following: 0), ids: SeedArchive.identities())
        }
        let found = try Newsroom.open(at: folder)
        let clock = SeedArchive.clock(following: try await found.storyCount())
        try found.close()
        return try Newsroom.open(at: folder, clock: clock, ids: SeedArchive.identities())
    }

    /// While one batch is written, the next two are being made.
    private func fill(_ newsroom: Newsroom) async throws {
        let archive = SeedArchive(count: stories)
        let editions = try await newsroom.editions()
        var bar = ProgressBar("Publishing", total: stories)
        var done = 0
        var ahead: [Task<ArchiveBatch, any Error>] = []
        var sizes: [Int] = []
        func publishNext() async throws {
            let batch = try await ahead.removeFirst().value
            try await newsroom.publish(batch)
            done += sizes.removeFirst()
            bar.show(done)
        }
        for (edition, share) in zip(editions, archive.shares(editions: editions.count)) {
            for start in stride(from: 0, to: share, by: ArchiveBatch.size) {
                if ahead.count == 3 { try await publishNext() }
                let numbers = start..<min(share, start + ArchiveBatch.size)
                sizes.append(numbers.count)
                ahead.append(
                    Task.detached {
                        try ArchiveBatch(
                            archive.stories(numbers, of: share, in: edition), edition: edition, author: "bench")
                    })
            }
        }
        while !ahead.isEmpty { try await publishNext() }
        bar.clear()
    }
}
