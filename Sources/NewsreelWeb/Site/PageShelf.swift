import Foundation
import Logging
import NIOPosix
import NewsreelModel
import NewsreelPages
import NewsreelStore
import Synchronization

/// Finished pages by address, within a bound of memory; the ones unread for longest go to the disk, and leave when there
/// are too many of them. Those that a change touches are renewed.
final class PageShelf: Sendable {
    typealias Make = @Sendable () async throws -> PageOutcome

    /// A page in memory, on the disk, or both.
    private struct Place {
        let path: String
        var page: FinishedPage?
        var stored: StoredPage?
        let dependsOn: [String]
        let make: Make
        /// Tells its page from those made before and after.
        let making: UInt64
        var lastRead: UInt64
        /// Its number in the order of reading.
        let turn: Int

        /// What it takes in memory beside its page, in bytes.
        static let weight = 1300
        var weight: Int { Self.weight + (page?.weight ?? 0) }

        /// What it holds for a reader of `path`, who is number `number`; nil where it is the place of another address.
        mutating func read(
            _ path: UnsafeRawBufferPointer, _ number: UInt64, _ order: inout ReadOrder
        ) -> Shelf.Found? {
            guard self.path.isEqual(to: path) else { return nil }
            lastRead = number
            order.read(turn)
            if let page { return .page(page) }
            return stored.map { .stored($0) }
        }
    }

    /// A page on its way out of memory.
    private struct Leaving {
        let key: Int
        let page: FinishedPage
        let making: UInt64
    }

    private struct Shelf {
        var places: [Int: Place] = [:]
        var order = ReadOrder()
        /// Which places depend on a key.
        var dependants: [String: Set<Int>] = [:]
        var weight = 0
        /// Counts what is read.
        var reads: UInt64 = 0
        var underWay: [String: Task<PageOutcome, any Error>] = [:]
        /// Counts changes, so that a page whose making one overtook is made again.
        var changes: UInt64 = 0
        /// When a key was last changed; emptied when it grows long.
        var changed: [String: UInt64] = [:]
        /// The last change that may have touched anything.
        var changedAll: UInt64 = 0
        /// Addresses that named nothing at the last change, with their editions.
        var missing: [Int: (path: String, edition: String)] = [:]
        var makings: UInt64 = 0

        /// Pages are on their way to the disk.
        var isStoring = false
        var hasDiskFailed = false

        enum Found {
            case page(FinishedPage)
            case stored(StoredPage)
            case missing(edition: String)
        }

        mutating func found(_ key: Int, _ path: UnsafeRawBufferPointer) -> Found? {
            if let index = places.index(forKey: key) {
                reads += 1
                // In its place: a copy of it costs more than all the rest.
                return places.values[index].read(path, reads, &order)
            }
            guard let found = missing[key], found.path.isEqual(to: path) else { return nil }
            return .missing(edition: found.edition)
        }

        /// Notes a change; answers the places to renew, the last read first.
        mutating func take(_ change: ChangeSet, limits: (renewed: Int, keys: Int)) -> [Place] {
            changes += 1
            missing.removeAll()
            var touched: Set<Int> = []
            if change.touchesEverything {
                changedAll = changes
                touched = Set(places.keys)
            } else {
                if changed.count > limits.keys {
                    changed.removeAll()
                    changedAll = changes - 1
                }
                for key in change.keys {
                    changed[key] = changes
                    if let dependants = dependants[key] { touched.formUnion(dependants) }
                }
            }
            let order = touched.compactMap { key in places[key].map { (key, $0) } }.sorted {
                $0.1.lastRead > $1.1.lastRead
            }
            let kept = change.isWithdrawal ? 0 : limits.renewed
            for (key, _) in order.dropFirst(kept) { remove(key) }
            return order.prefix(limits.renewed).map(\.1)
        }

        func isChanged(_ keys: [String], since number: UInt64) -> Bool {
            guard changes != number else { return false }
            return changedAll > number || keys.contains { changed[$0] ?? 0 > number }
        }

        /// Takes the place away; with `making` only where it still holds that page. Its turn may be for its successor.
        mutating func remove(_ key: Int, ifStill making: UInt64? = nil, keepingTurn: Bool = false) {
            guard let place = places[key], making == nil || place.making == making else { return }
            places[key] = nil
            if !keepingTurn { order.remove(place.turn) }
            weight -= place.weight
            for dependency in place.dependsOn {
                dependants[dependency]?.remove(key)
                if dependants[dependency]?.isEmpty == true { dependants[dependency] = nil }
            }
        }

        mutating func add(_ key: Int, _ place: Place) {
            places[key] = place
            weight += place.weight
            for dependency in place.dependsOn { dependants[dependency, default: []].insert(key) }
        }

        /// The same words, of which one copy is kept for all pages that depend on them.
        func shared(_ dependencies: [String]) -> [String] {
            dependencies.map { word in dependants.index(forKey: word).map { dependants.keys[$0] } ?? word }
        }

        mutating func shrink(to bytes: Int) {
            while weight > bytes, let key = order.last { remove(key) }
        }

        /// Lets pages go that are on the disk too, until all weigh no more than `bytes`; answers those that have to be
        /// stored for it, the unread for longest first.
        mutating func leaveMemory(to bytes: Int) -> [Leaving] {
            var leaving: [Leaving] = []
            var keys: [Int] = []
            var rest = weight
            order.walk { key in
                guard rest > bytes else { return false }
                guard let place = places[key], let page = place.page else { return true }
                rest -= page.weight
                if place.stored == nil {
                    leaving.append(Leaving(key: key, page: page, making: place.making))
                } else {
                    keys.append(key)
                }
                return true
            }
            for key in keys { letPageGo(key) }
            return leaving
        }

        private mutating func letPageGo(_ key: Int) {
            guard let place = places[key], let page = place.page else { return }
            places[key]?.page = nil
            weight -= page.weight
        }

        /// Takes note of what went to the disk, and of what went from it.
        mutating func take(_ outcome: DiskShelf.Outcome, _ pages: [Leaving]) {
            for (page, stored) in zip(pages, outcome.stored) where places[page.key]?.making == page.making {
                guard let stored else {
                    remove(page.key)
                    continue
                }
                places[page.key]?.stored = stored
                letPageGo(page.key)
            }
            guard !outcome.gone.isEmpty else { return }
            for (key, place) in places {
                guard let stored = place.stored, outcome.gone.contains(where: { $0 === stored.volume }) else {
                    continue
                }
                places[key]?.stored = nil
                if place.page == nil { remove(key) }
            }
        }

        /// Has the page of a place in memory again; false where a change has overtaken it.
        mutating func takeBack(_ key: Int, _ page: FinishedPage, _ making: UInt64) -> Bool {
            guard let place = places[key], place.making == making else { return false }
            guard place.page == nil else { return true }
            places[key]?.page = page
            weight += page.weight
            return true
        }
    }

    private let shelf = Mutex(Shelf())
    private struct MissingPages {
        var pages: [String: FinishedPage] = [:]
        /// Counts how often they were thrown away.
        var turns = 0
    }

    private let missingPages = Mutex(MissingPages())
    private let turns = MakingTurns(most: PageShelf.mostMakings)
    private let mostBytes: Int
    private let disk: DiskShelf?
    private let logger: Logger?
    private let makeMissing: @Sendable (_ edition: String) -> FinishedPage

    /// Pages that are made at the same time for readers; with fewer, processors wait for the database.
    static let mostMakings = 128
    /// Pages that are renewed at once when a change touches them; what else it touches is made again when it is asked for.
    private static let mostRenewed = 64
    /// How long a write waits for the pages it touched.
    private static let patience = Duration.milliseconds(100)
    private static let mostMissing = 4096
    private static let mostKeys = 20_000

    /// With a logger, every making of a page is a line for whoever looks closely.
    init(
        mostBytes: Int, disk: DiskShelf? = nil, logger: Logger? = nil,
        missing: @escaping @Sendable (_ edition: String) -> FinishedPage
    ) {
        self.mostBytes = mostBytes
        self.disk = disk
        self.logger = logger
        makeMissing = missing
    }

    // MARK: Reading

    /// A page that can be answered with at once.
    enum Found {
        case page(FinishedPage)
        case stored(StoredPage)
    }

    /// The page at the address `path`, or the page that says there is none; nil where nobody has asked since the last
    /// change.
    func found(_ path: UnsafeRawBufferPointer, clock: NewsClock) -> Found? {
        let key = Self.key(path)
        switch shelf.withLock({ $0.found(key, path) }) {
        case .page(let page):
            if let expires = page.expires, expires < clock.now { return nil }
            return .page(page)
        case .stored(let page):
            if let expires = page.expires, expires < clock.now { return nil }
            return .stored(page)
        case .missing(let edition): return .page(missingPage(edition))
        case nil: return nil
        }
    }

    /// The page for addresses of an edition that name nothing.
    func missingPage(_ edition: String) -> FinishedPage {
        let (kept, turn) = missingPages.withLock { ($0.pages[edition], $0.turns) }
        if let kept { return kept }
        let page = makeMissing(edition)
        missingPages.withLock { if $0.turns == turn { $0.pages[edition] = page } }
        return page
    }

    /// The page at `path`, from the shelf or by `make`; readers who come meanwhile wait for the same making.
    func page(_ path: String, now: Timestamp, make: @escaping Make) async throws -> PageOutcome {
        let found = path.withBytes { bytes in shelf.withLock { $0.found(Self.key(bytes), bytes) } }
        switch found {
        case .page(let page) where page.expires ?? now >= now: return .finished(page)
        case .stored(let stored) where stored.expires ?? now >= now:
            if let page = await fetched(path) { return .finished(page) }
        case .missing(let edition): return .missing(edition: edition)
        case .page, .stored, nil: break
        }
        return try await making(path, make).value
    }

    /// Addresses on the shelf, the last read first.
    func mostRead(_ count: Int) -> [String] {
        shelf.withLock { $0.places.values.sorted { $0.lastRead > $1.lastRead }.prefix(count).map(\.path) }
    }

    /// Bytes that the shelf takes in memory.
    var weight: Int { shelf.withLock { $0.weight } }

    /// How many times a page was made.
    var makings: Int { shelf.withLock { Int($0.makings) } }

    private static func key(_ path: UnsafeRawBufferPointer) -> Int {
        var hasher = Hasher()
        hasher.combine(bytes: path)
        return hasher.finalize()
    }

    // MARK: Making

    /// A renewal, which a write waits for, goes past the readers' line.
    private func making(
        _ path: String, _ make: @escaping Make, isRenewal: Bool = false
    ) -> Task<PageOutcome, any Error> {
        shelf.withLock { shelf in
            if let task = shelf.underWay[path] { return task }
            let task = Task {
                guard !isRenewal else { return try await self.made(path, make) }
                return try await self.turns.take { try await self.made(path, make) }
            }
            shelf.underWay[path] = task
            return task
        }
    }

    /// Makes the page until no change overtakes its making; under steady changes it is handed out and not kept.
    private func made(_ path: String, _ make: @escaping Make) async throws -> PageOutcome {
        var tries = 4
        while true {
            let before = shelf.withLock { shelf in
                shelf.makings += 1
                return shelf.changes
            }
            logger?.debug("page made", metadata: ["path": "\(path)"])
            let outcome: PageOutcome
            do {
                outcome = try await make()
            } catch {
                shelf.withLock { shelf in
                    shelf.underWay[path] = nil
                    shelf.remove(path.withBytes(Self.key))
                }
                throw error
            }
            tries -= 1
            if keep(outcome, path, make, since: before, isLast: tries == 0) { return outcome }
        }
    }

    /// True where the outcome holds, and is kept if it is worth that.
    private func keep(
        _ outcome: PageOutcome, _ path: String, _ make: @escaping Make, since before: UInt64, isLast: Bool
    ) -> Bool {
        let key = path.withBytes(Self.key)
        return shelf.withLock { shelf in
            let isOvertaken =
                switch outcome {
                case .finished(let page) where page.status == 200: shelf.isChanged(page.dependsOn, since: before)
                default: shelf.changes != before
                }
            if isOvertaken, !isLast { return false }
            shelf.underWay[path] = nil
            let old = shelf.places[key]
            if old == nil { shelf.reads += 1 }
            shelf.remove(key, keepingTurn: true)
            var isKept = false
            defer { if let old, !isKept { shelf.order.remove(old.turn) } }
            guard !isOvertaken else { return true }
            switch outcome {
            case .finished(let page) where page.status == 200:
                let weight = page.weight
                // Only what exists is kept: a flood of addresses that name nothing must not push out what readers read.
                guard weight <= mostBytes / 4 else { return true }
                isKept = true
                let place = Place(
                    path: path, page: page, dependsOn: shelf.shared(page.dependsOn), make: make,
                    making: shelf.makings, lastRead: old?.lastRead ?? shelf.reads,
                    turn: old?.turn ?? shelf.order.add(key))
                shelf.add(key, place)
                makeRoom(&shelf)
            case .missing(let edition) where path.utf8.count <= 512:
                if shelf.missing.count >= Self.mostMissing { shelf.missing.removeAll() }
                shelf.missing[key] = (path, edition)
            case .finished, .moved, .missing: break
            }
            return true
        }
    }

    // MARK: Room

    /// Keeps memory within its bound. Pages go to the disk before it is reached, so that nobody waits for that; where the
    /// disk does not keep up, they leave.
    private func makeRoom(_ shelf: inout Shelf) {
        if shelf.weight > mostBytes { shelf.shrink(to: mostBytes / 4 * 3) }
        guard let disk, shelf.weight > mostBytes / 4 * 3, !shelf.isStoring else { return }
        // What lies on the disk takes its place in memory.
        while shelf.places.count * Place.weight > mostBytes / 2, let key = shelf.order.last { shelf.remove(key) }
        let leaving = shelf.leaveMemory(to: mostBytes / 8 * 5)
        guard !leaving.isEmpty else { return }
        shelf.isStoring = true
        Task {
            let outcome = await disk.store(leaving.map(\.page))
            let isNews = self.shelf.withLock { shelf in
                shelf.take(outcome, leaving)
                shelf.isStoring = false
                let isNews = outcome.failure != nil && !shelf.hasDiskFailed
                shelf.hasDiskFailed = outcome.failure != nil
                return isNews
            }
            guard isNews, let failure = outcome.failure else { return }
            logger?.warning(
                "pages that memory has no room for cannot be kept on the disk; they are made again when they are read",
                metadata: ["error": "\(failure)"])
        }
    }

    /// Brings the page at `path` back from the disk; nil where it cannot be read, or is no more.
    private func fetched(_ path: String) async -> FinishedPage? {
        let key = path.withBytes(Self.key)
        let place = shelf.withLock { $0.places[key] }
        guard let place, place.path == path else { return nil }
        if let page = place.page { return page }
        guard let stored = place.stored else { return nil }
        let page = try? await NIOThreadPool.singleton.runIfActive { stored.page(dependsOn: place.dependsOn) }
        guard let page = page.flatMap({ $0 }) else { return nil }
        return shelf.withLock { shelf in
            guard shelf.takeBack(key, page, place.making) else { return nil }
            makeRoom(&shelf)
            return page
        }
    }

    // MARK: Changes

    /// Takes a change that is on the disk. When this returns, no page that it touches is as it was before: those that
    /// were read last have been made again, and served as they were until then; the others are gone. After a
    /// withdrawal all are gone at once.
    func take(_ change: ChangeSet) async {
        guard !change.isEmpty else { return }
        if change.touchesEverything {
            missingPages.withLock { missing in
                missing.pages.removeAll()
                missing.turns += 1
            }
        }
        let touched = shelf.withLock { $0.take(change, limits: (Self.mostRenewed, Self.mostKeys)) }
        guard !touched.isEmpty else { return }
        let end = ContinuousClock.now + Self.patience
        let late = await renew(touched, until: end)
        guard !late.isEmpty else { return }
        shelf.withLock { shelf in
            for place in late { shelf.remove(place.path.withBytes(Self.key), ifStill: place.making) }
        }
        Task { await renew(late, until: nil) }
    }

    /// Makes pages again, two at a time in the order given; answers those that `end` left.
    @discardableResult
    private func renew(_ places: [Place], until end: ContinuousClock.Instant?) async -> [Place] {
        var rest = places[...]
        await withTaskGroup(of: Void.self) { group in
            func next() {
                guard let place = rest.first, end.map({ ContinuousClock.now < $0 }) ?? true else { return }
                rest = rest.dropFirst()
                // Who fails to be made is gone from the shelf, and its reader is told why.
                group.addTask { _ = try? await self.making(place.path, place.make, isRenewal: true).value }
            }
            for _ in 0..<2 { next() }
            while await group.next() != nil { next() }
        }
        return Array(rest)
    }
}

extension String {
    func isEqual(to bytes: UnsafeRawBufferPointer) -> Bool {
        guard utf8.count == bytes.count else { return false }
        return withBytes { own in
            guard let left = own.baseAddress, let right = bytes.baseAddress else { return own.isEmpty }
            return memcmp(left, right, bytes.count) == 0
        }
    }

    fileprivate func withBytes<T>(_ body: (UnsafeRawBufferPointer) -> T) -> T {
        var text = self
        return text.withUTF8 { body(UnsafeRawBufferPointer($0)) }
    }
}
