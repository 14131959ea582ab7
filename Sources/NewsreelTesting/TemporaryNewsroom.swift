import Dispatch
import FoundationEssentials
package import NewsreelModel
package import NewsreelStore

/// A newsroom in a folder of its own with a clock that stands still and identities that count; gone with this object.
package final class TemporaryNewsroom: Sendable {
    package let folder: String
    package let clock: StandingClock
    package let ids: IdentifierSource
    package let newsroom: Newsroom

    /// Makes a newsroom with these editions, the first of them the default.
    package init(
        editions: [Edition] = [.fixtureEnglish], now: Timestamp = .fixtureNow
    ) async throws {
        folder = try TemporaryFolder.make("newsroom")
        clock = StandingClock(now)
        ids = .counting()
        newsroom = try Newsroom.create(at: folder, clock: clock.clock, ids: ids)
        if let first = editions.first { try await newsroom.putEditions(editions, default: first.code) }
    }

    /// Closing waits for reads that are under way, and so has a thread of its own: two tests that ended at once would
    /// keep both threads of the others from ending those reads.
    deinit {
        DispatchQueue(label: "newsreel.closing").async { [newsroom, folder] in
            try? newsroom.close()
            try? FileManager.default.removeItem(atPath: folder)
        }
    }
}

/// A folder for one test.
package enum TemporaryFolder {
    package static func make(_ name: String) throws -> String {
        let number = String(UInt64.random(in: 0 ... .max), radix: 36)
        let folder = FileManager.default.temporaryDirectory.appending(path: "newsreel-\(name)-\(number)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        return folder
    }
}
