import Foundation
import Logging
import NewsreelModel
import NewsreelPages
import NewsreelStore
import Synchronization

/// Finished pages by address, within a bound of memory; the ones unread for longest leave first, and those that a
/// change touches are renewed.
final class PageShelf: Sendable {
    typealias Make = @Sendable () async throws -> PageOutcome

    private struct Place {
        let path: String
        let page: FinishedPage
        let make: Make
        var lastRead: UInt64
        /// Its number in the order of reading.
        let turn: Int
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
        var makings = 0

        enum Found {
            case page(FinishedPage)
            case missing(edition: String)
        }

        mutating func found(_ key: Int, _ path: UnsafeRawBufferPointer) -> Found? {
            if let index = places.index(forKey: key) {
                guard places.values[index].path.isEqual(to: path) else { return nil }
                reads += 1
                places.values[index].lastRead = reads
                order.read(places.values[index].turn)
                return .page(places.values[index].page)
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

        /// Takes the place away; with `page` only where it still holds that one. Its turn may be for its successor.
        mutating func remove(_ key: Int, ifStill page: FinishedPage? = nil, keepingTurn: Bool = false) {
            guard let place = places[key], page == nil || place.page === page else { return }
            places[key] = nil
            if !keepingTurn { order.remove(place.turn) }
            weight -= place.page.weight
            for dependency in place.page.dependsOn {
                dependants[dependency]?.remove(key)
                if dependants[dependency]?.isEmpty == true { dependants[dependency] = nil }
            }
        }

        mutating func shrink(to bytes: Int) {
            while weight > bytes, let key = order.last { remove(key) }
        }
    }

    private let shelf = Mutex(Shelf())
    private struct MissingPages {
        var pages: [String: FinishedPage] = [:]
        /// Counts how often they were thrown away.
        var turns = 0
    }

    private let missingPages = Mutex(MissingPages())
    private let mostBytes: Int
    private let logger: Logger?
    private let makeMissing: @Sendable (_ edition: String) -> FinishedPage

    /// Pages that are renewed at once when a change touches them; what else it touches is made again when it is asked for.
    private static let mostRenewed = 64
    /// How long a write waits for the pages it touched.
    private static let patience = Duration.milliseconds(100)
    private static let mostMissing = 4096
    private static let mostKeys = 20_000

    /// With a logger, every making of a page is a line for whoever looks closely.
    init(mostBytes: Int, logger: Logger? = nil, missing: @escaping @Sendable (_ edition: String) -> FinishedPage) {
        self.mostBytes = mostBytes
        self.logger = logger
        makeMissing = missing
    }

    // MARK: Reading

    /// The page at the address `path`, or the page that says there is none; nil where nobody has asked since the last
    /// change.
    func found(_ path: UnsafeRawBufferPointer, clock: NewsClock) -> FinishedPage? {
        let key = Self.key(path)
        let edition: String
        switch shelf.withLock({ $0.found(key, path) }) {
        case .page(let page):
            if let expires = page.expires, expires < clock.now { return nil }
            return page
        case .missing(let found): edition = found
        case nil: return nil
        }
        return missingPage(edition)
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
        let kept = path.withBytes { (bytes: UnsafeRawBufferPointer) -> PageOutcome? in
            switch shelf.withLock({ $0.found(Self.key(bytes), bytes) }) {
            case .page(let page) where page.expires ?? now >= now: .finished(page)
            case .missing(let edition): .missing(edition: edition)
            case .page, nil: nil
            }
        }
        if let kept { return kept }
        return try await making(path, make).value
    }

    /// Addresses on the shelf, the last read first.
    func mostRead(_ count: Int) -> [String] {
        shelf.withLock { $0.places.values.sorted { $0.lastRead > $1.lastRead }.prefix(count).map(\.path) }
    }

    /// Bytes of all pages on the shelf.
    var weight: Int { shelf.withLock { $0.weight } }

    /// How many times a page was made.
    var makings: Int { shelf.withLock { $0.makings } }

    private static func key(_ path: UnsafeRawBufferPointer) -> Int {
        var hasher = Hasher()
        hasher.combine(bytes: path)
        return hasher.finalize()
    }

    // MARK: Making

    private func making(_ path: String, _ make: @escaping Make) -> Task<PageOutcome, any Error> {
        shelf.withLock { shelf in
            if let task = shelf.underWay[path] { return task }
            let task = Task { try await self.made(path, make) }
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
                shelf.places[key] = Place(
                    path: path, page: page, make: make, lastRead: old?.lastRead ?? shelf.reads,
                    turn: old?.turn ?? shelf.order.add(key))
                for dependency in page.dependsOn { shelf.dependants[dependency, default: []].insert(key) }
                shelf.weight += weight
                if shelf.weight > mostBytes { shelf.shrink(to: mostBytes / 4 * 3) }
            case .missing(let edition) where path.utf8.count <= 512:
                if shelf.missing.count >= Self.mostMissing { shelf.missing.removeAll() }
                shelf.missing[key] = (path, edition)
            case .finished, .moved, .missing: break
            }
            return true
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
            for place in late { shelf.remove(place.path.withBytes(Self.key), ifStill: place.page) }
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
                group.addTask { _ = try? await self.making(place.path, place.make).value }
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
