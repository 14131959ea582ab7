import Foundation
import Logging
import NewsreelMedia
import NewsreelModel
import NewsreelStore
import ServiceLifecycle

/// The workers of one process, in a workplace of their own.
struct MediaWorkers: Sendable {
    private let newsroom: Newsroom
    private let workshop: MediaWorkshop
    private let place: Workplace
    private let logger: Logger

    /// Finds the tools and takes over from processes that ended in the middle of work; throws when a tool is not on
    /// this machine.
    static func open(newsroom: Newsroom, logger: Logger) async throws -> MediaWorkers {
        let tools: MediaTools
        do {
            tools = try await MediaTools.find(path: nil)
        } catch {
            throw CommandFailure("\(error)")
        }
        try await takeOver(newsroom, logger)
        let place = try Workplace(in: newsroom.temporaryFolder)
        let workshop = MediaWorkshop(tools: tools, limits: MediaLimits(), temporaryFolder: place.folder)
        return MediaWorkers(newsroom: newsroom, workshop: workshop, place: place, logger: logger)
    }

    /// One worker; numbers tell the workers of one process apart.
    func worker(_ number: Int, works: [Job.Work]? = nil) -> MediaWorker {
        MediaWorker(
            newsroom: newsroom, workshop: workshop, logger: logger, name: Self.name(place.name, number), works: works)
    }

    /// `count` workers. Where there is more than one, one of them leaves streams to the others, so that what readers can
    /// see soon never waits behind an hour of encoding; and no more of them make streams than the memory is good for.
    func services(_ count: Int) -> [any Service] {
        guard count > 1 else { return [worker(1)] }
        let streaming = min(count - 1, max(1, Int(ProcessInfo.processInfo.physicalMemory / Self.memoryOfStream)))
        return (1...count).map { number in
            worker(number, works: number <= streaming ? nil : Job.Work.allCases.filter { $0 != .stream })
        }
    }

    /// Bytes that the making of a stream from a large source takes at the most, with room for what it is made from.
    private static let memoryOfStream: UInt64 = 3_000_000_000

    /// Puts what the workers left off back into the queue, where the next process finds it at once.
    func leave() async {
        do {
            let count = try await newsroom.endLeases(countingAttempts: false) { [place] in
                Self.place(of: $0) == place.name
            }
            if count > 0 { logger.info("jobs put back", metadata: ["count": "\(count)"]) }
        } catch {
            logger.warning(
                "unfinished jobs stay with this process until their leases end", metadata: ["error": "\(error)"])
        }
        place.leave()
    }

    /// Ends the leases and tools of processes that are gone, and removes their files.
    private static func takeOver(_ newsroom: Newsroom, _ logger: Logger) async throws {
        let deserted = Workplace.deserted(in: newsroom.temporaryFolder)
        guard !deserted.isEmpty else { return }
        // Leases go first: were this process to end here, the next would find the places still deserted.
        let names = Set(deserted.map(\.name))
        let count = try await newsroom.endLeases(countingAttempts: true) { names.contains(place(of: $0)) }
        for one in deserted { one.clear() }
        logger.notice(
            "work taken over from processes that ended", metadata: ["processes": "\(names.count)", "jobs": "\(count)"])
    }

    private static func name(_ place: String, _ number: Int) -> String { "\(place).\(number)" }

    private static func place(of worker: String) -> String {
        worker.lastIndex(of: ".").map { String(worker[..<$0]) } ?? worker
    }
}
