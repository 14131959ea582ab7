import NewsreelModel
import NewsreelPages

/// A page ready to be sent: its head and its body in every coding.
struct FinishedPage: Sendable {
    let page: RenderedPage
    let body: Compressed

    /// Bytes it takes on the shelf.
    var weight: Int { body.identity.count + (body.gzip?.count ?? 0) + (body.brotli?.count ?? 0) + 512 }
}

/// What the making of a page ended in.
enum PageOutcome: Sendable {
    case finished(FinishedPage)
    /// The path that the story has moved to for good.
    case moved(to: String)
}

/// Finished pages by address, within a bound of memory; the ones unread for longest leave first.
actor PageShelf {
    private struct Place {
        var page: FinishedPage
        /// The newsroom's state that the page was made of.
        var generation: Int64
        var lastRead: UInt64
    }

    private var places: [String: Place] = [:]
    private var errorPages: [String: Place] = [:]
    private var weight = 0
    private var clock: UInt64 = 0
    private let mostBytes: Int
    private var underWay: [String: Task<PageOutcome, any Error>] = [:]

    init(mostBytes: Int) { self.mostBytes = mostBytes }

    /// The page at `path` made of `generation`, from the shelf or by `make`; readers who come meanwhile wait for the same making.
    func page(
        _ path: String, generation: Int64, now: Timestamp, make: @escaping @Sendable () async throws -> PageOutcome
    ) async throws -> PageOutcome {
        clock += 1
        if let place = places[path], place.generation == generation, (place.page.page.expires ?? now) >= now {
            places[path]?.lastRead = clock
            return .finished(place.page)
        }
        let key = "\(generation) \(path)"
        if let task = underWay[key] { return try await task.value }
        let task = Task { try await make() }
        underWay[key] = task
        defer { underWay[key] = nil }
        let outcome = try await task.value
        // Only what exists is kept: a flood of addresses that name nothing must not push out what readers read.
        if case .finished(let page) = outcome, page.page.status == 200 { keep(page, path, generation) }
        return outcome
    }

    /// The finished error page for `key`; there are few of these, so they stay.
    func errorPage(_ key: String, generation: Int64, make: @Sendable () -> FinishedPage) -> FinishedPage {
        if let place = errorPages[key], place.generation == generation { return place.page }
        let page = make()
        errorPages[key] = Place(page: page, generation: generation, lastRead: 0)
        return page
    }

    private func keep(_ page: FinishedPage, _ path: String, _ generation: Int64) {
        if let old = places.removeValue(forKey: path) { weight -= old.page.weight }
        places[path] = Place(page: page, generation: generation, lastRead: clock)
        weight += page.weight
        guard weight > mostBytes else { return }
        for (path, place) in places.sorted(by: { $0.value.lastRead < $1.value.lastRead }) {
            guard weight > mostBytes / 4 * 3 else { break }
            places[path] = nil
            weight -= place.page.weight
        }
    }
}
