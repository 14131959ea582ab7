import Foundation
import HTTPTypes
import NIOCore
import NewsreelModel
import NewsreelPages
import NewsreelStore
import NewsreelTesting
import Synchronization
import Testing

@testable import NewsreelWeb

@Suite(.timeLimit(.minutes(1))) struct PageShelfTests {
    private static func page(_ text: String, _ keys: [String], status: Int = 200) -> PageOutcome {
        .finished(
            FinishedPage(
                RenderedPage(status: status, contentType: "text/html", body: Array(text.utf8), dependsOn: keys)))
    }

    private final class Counter: Sendable {
        private let number = Mutex(0)

        var value: Int { number.withLock { $0 } }

        @discardableResult func add() -> Int {
            number.withLock { number in
                number += 1
                return number
            }
        }
    }

    /// Makings that go on until it is opened.
    private final class Gate: Sendable {
        private let state = Mutex((isOpen: false, inside: 0, most: 0, order: [Int]()))

        var inside: Int { state.withLock(\.inside) }
        var most: Int { state.withLock(\.most) }
        var order: [Int] { state.withLock(\.order) }

        func open() { state.withLock { $0.isOpen = true } }

        func pass(_ number: Int) async throws {
            state.withLock { state in
                state.inside += 1
                state.most = max(state.most, state.inside)
                state.order.append(number)
            }
            defer { state.withLock { $0.inside -= 1 } }
            while !state.withLock(\.isOpen) { try await Task.sleep(for: .milliseconds(1)) }
        }
    }

    private func shelf(_ bytes: Int = 1 << 20) -> PageShelf {
        PageShelf(mostBytes: bytes) { edition in
            FinishedPage(RenderedPage(status: 404, contentType: "text/html", body: Array("none \(edition)".utf8)))
        }
    }

    private func found(_ shelf: PageShelf, _ path: String) -> FinishedPage? {
        var path = path
        return path.withUTF8 {
            guard case .page(let page)? = shelf.found(UnsafeRawBufferPointer($0), clock: .system) else { return nil }
            return page
        }
    }

    private func text(_ page: FinishedPage?) -> String? {
        page.map { String(buffer: $0.form([.identity]).whole.body) }
    }

    @Test func `makings have their turns in the order in which they came, also after one that failed`() async throws {
        struct Refused: Error {}
        let turns = MakingTurns(most: 1)
        let gate = Gate()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<20 {
                group.addTask {
                    try? await turns.take {
                        try await gate.pass(number)
                        if number.isMultiple(of: 3) { throw Refused() }
                    }
                }
                while gate.inside == 0 || turns.waiting < number { await Task.yield() }
            }
            #expect(gate.order == [0])
            gate.open()
            try await group.waitForAll()
        }
        #expect(gate.order == Array(0..<20))
        #expect(turns.waiting == 0)
    }

    @Test func `a page that a write renews goes past the readers who wait for others`() async throws {
        let shelf = shelf()
        let gate = Gate()
        let count = Counter()
        _ = try await shelf.page("/a", now: .fixtureNow) { Self.page("a\(count.add())", ["story:a"]) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<200 {
                group.addTask {
                    _ = try await shelf.page("/\(number)", now: .fixtureNow) {
                        try await gate.pass(number)
                        return Self.page("\(number)", ["story:\(number)"])
                    }
                }
            }
            while gate.inside < PageShelf.mostMakings { await Task.yield() }
            await shelf.take(ChangeSet(keys: ["story:a"]))
            #expect(text(found(shelf, "/a")) == "a2")
            gate.open()
            try await group.waitForAll()
        }
        #expect(gate.most == PageShelf.mostMakings)
        #expect(shelf.makings == 202)
    }

    @Test func `words of pages and of changes are the same`() throws {
        let story = StoryID(rawValue: "s1")
        let media = MediaID(rawValue: "m1")
        let day = try #require(LocalDay("2026-03-02"))
        #expect(Dependency.story(story) == ChangeSet.story(story))
        #expect(Dependency.beside(story) == ChangeSet.beside(story))
        #expect(Dependency.media(media) == ChangeSet.media(media))
        #expect(Dependency.front("en") == ChangeSet.front("en"))
        #expect(Dependency.stories("en") == ChangeSet.stories("en"))
        #expect(Dependency.section("en", "town") == ChangeSet.section("en", "town"))
        #expect(Dependency.tag("en", "ferries") == ChangeSet.tag("en", "ferries"))
        #expect(Dependency.author("en", "mara-lind") == ChangeSet.author("en", "mara-lind"))
        #expect(Dependency.day("en", day) == ChangeSet.day("en", day))
        #expect(Dependency.besideDay("en", day) == ChangeSet.besideDay("en", day))
    }

    @Test func `a thousand readers of a dropped page cost one making`() async throws {
        let shelf = shelf()
        let count = Counter()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<1000 {
                group.addTask {
                    let outcome = try await shelf.page("/a", now: .fixtureNow) {
                        count.add()
                        try await Task.sleep(for: .milliseconds(50))
                        return Self.page("a", ["story:a"])
                    }
                    guard case .finished(let page) = outcome else { throw CancellationError() }
                    #expect(String(buffer: page.form([.identity]).whole.body) == "a")
                }
            }
            try await group.waitForAll()
        }
        #expect(count.value == 1)
    }

    @Test func `a change renews what depends on it before the write returns, and nothing else`() async throws {
        let shelf = shelf()
        let version = Mutex(1)
        for (path, key) in [("/a", "story:a"), ("/b", "story:b")] {
            _ = try await shelf.page(path, now: .fixtureNow) {
                Self.page("\(path) \(version.withLock { $0 })", [key])
            }
        }
        let a = found(shelf, "/a")
        let b = found(shelf, "/b")
        version.withLock { $0 = 2 }
        await shelf.take(ChangeSet(keys: ["story:a"]))
        #expect(text(found(shelf, "/a")) == "/a 2" && text(a) == "/a 1")
        #expect(found(shelf, "/b") === b)
        #expect(shelf.makings == 3)
        await shelf.take(.everything)
        #expect(text(found(shelf, "/b")) == "/b 2")
    }

    @Test func `what was withdrawn is gone while its successor is made, what was changed is served`() async throws {
        let shelf = shelf()
        let gate = AsyncStream.makeStream(of: Void.self)
        let isSlow = Mutex(false)
        _ = try await shelf.page("/a", now: .fixtureNow) {
            if isSlow.withLock({ $0 }) { for await _ in gate.stream { break } }
            return Self.page("a", ["story:a"])
        }
        isSlow.withLock { $0 = true }
        let changed = Task { await shelf.take(ChangeSet(keys: ["story:a"])) }
        while shelf.makings < 2 { await Task.yield() }
        #expect(found(shelf, "/a") != nil)
        gate.continuation.yield()
        await changed.value
        #expect(found(shelf, "/a") != nil)
        let killed = Task { await shelf.take(ChangeSet(keys: ["story:a"], isWithdrawal: true)) }
        while shelf.makings < 3 { await Task.yield() }
        #expect(found(shelf, "/a") == nil)
        gate.continuation.yield()
        await killed.value
        #expect(found(shelf, "/a") != nil)
    }

    @Test func `a page that a change overtook is made again and never kept as it was`() async throws {
        let shelf = shelf()
        let count = Counter()
        let outcome = try await shelf.page("/a", now: .fixtureNow) {
            let number = count.add()
            if number == 1 { await shelf.take(ChangeSet(keys: ["story:a"])) }
            return Self.page("a \(number)", ["story:a"])
        }
        guard case .finished(let page) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(text(page) == "a 2" && found(shelf, "/a") === page)
    }

    @Test func `keys stand in the order in which they were read`() {
        var order = ReadOrder()
        #expect(order.last == nil)
        let turns = (0..<5).map { order.add($0) }
        order.read(turns[0])
        order.read(turns[0])
        order.remove(turns[2])
        order.read(turns[3])
        #expect(order.add(5) == turns[2])
        var left: [Int] = []
        var numbers = [0: turns[0], 1: turns[1], 3: turns[3], 4: turns[4], 5: turns[2]]
        while let last = order.last {
            left.append(last)
            order.remove(numbers.removeValue(forKey: last) ?? -1)
        }
        #expect(left == [1, 4, 0, 3, 5])
    }

    @Test func `memory stays within its bound and the unread leave first`() async throws {
        let shelf = shelf(300_000)
        for number in 0..<500 {
            // Bytes that no coding makes smaller.
            let body = (0..<2000).map { _ in String(UInt8.random(in: 0...35), radix: 36) }.joined()
            _ = try await shelf.page("/\(number)", now: .fixtureNow) { Self.page(body, ["stories:en"]) }
            _ = found(shelf, "/0")
            #expect(shelf.weight <= 300_000)
        }
        #expect(found(shelf, "/0") != nil && found(shelf, "/1") == nil && found(shelf, "/499") != nil)
        #expect(shelf.weight > 100_000)
        await shelf.take(ChangeSet(keys: ["stories:en"], isWithdrawal: true))
    }

    @Test func `an address that names nothing is remembered until something changes`() async throws {
        let shelf = shelf()
        let count = Counter()
        func ask(_ path: String) async throws {
            _ = try await shelf.page(path, now: .fixtureNow) {
                count.add()
                return .missing(edition: "en")
            }
        }
        try await ask("/none")
        try await ask("/none")
        #expect(count.value == 1)
        #expect(text(found(shelf, "/none")) == "none en")
        await shelf.take(ChangeSet(keys: ["story:a"]))
        #expect(found(shelf, "/none") == nil)
        for number in 0..<10_000 { try await ask("/none/\(number)") }
        #expect(shelf.weight == 0)
    }
}
