import Foundation
import Synchronization

/// What readers may be shown of the stories of a soak, at every moment of it.
///
/// A step counts from the moment it was asked for, as it may be done before its answer comes. What was before it counts
/// until the answer has come; on another server than the one that took it, for `lag` longer.
final class SoakTruth: Sendable {
    enum Status: String { case draft, published, killed }

    struct State {
        var version: Int
        var status: Status
        /// Counts the addresses that the story has had.
        var slug: Int
        /// The server that took the step; -1 for another process.
        var server: Int
        var begun: ContinuousClock.Instant
        var told: ContinuousClock.Instant?
    }

    private struct Story {
        var states: [State]
        var id = ""
        /// The part of the address before its name.
        var day = ""
        var published = ""
        var media: Set<String> = []
    }

    /// What an answer of one server between two moments may say of a story.
    struct Allowed {
        var states: [State]
        var isCertainlyPublished: Bool { states.allSatisfy { $0.status == .published } }
        var mayBePublished: Bool { states.contains { $0.status == .published } }
    }

    let lag: Duration
    private let stories = Mutex<[Story]>([])

    init(lag: Duration) { self.lag = lag }

    /// A story that readers do not have yet; its number.
    func add() -> Int {
        stories.withLock { stories in
            stories.append(
                Story(states: [State(version: 1, status: .draft, slug: 0, server: -1, begun: .now, told: .now)]))
            return stories.count - 1
        }
    }

    var count: Int { stories.withLock { $0.count } }

    func state(_ number: Int) -> State { stories.withLock { $0[number].states[$0[number].states.count - 1] } }

    func id(_ number: Int) -> String { stories.withLock { $0[number].id } }

    func name(_ number: Int, id: String) { stories.withLock { $0[number].id = id } }

    /// A step is about to be asked for.
    func begin(_ number: Int, on server: Int, _ change: (inout State) -> Void) {
        stories.withLock { stories in
            var state = stories[number].states[stories[number].states.count - 1]
            change(&state)
            state.server = server
            state.begun = .now
            state.told = nil
            stories[number].states.append(state)
        }
    }

    /// The answer to the last step has come.
    func tell(_ number: Int, address: String? = nil, published: String? = nil) {
        stories.withLock { stories in
            stories[number].states[stories[number].states.count - 1].told = .now
            if let published { stories[number].published = published }
            if let address, let slash = address.lastIndex(of: "/") { stories[number].day = String(address[..<slash]) }
        }
    }

    func address(_ number: Int, slug: Int? = nil) -> String? {
        stories.withLock { stories in
            let story = stories[number]
            guard !story.day.isEmpty else { return nil }
            return "\(story.day)/\(Self.slug(number, slug ?? story.states[story.states.count - 1].slug))"
        }
    }

    static func slug(_ number: Int, _ slug: Int) -> String { "soak-\(number)-\(slug)" }

    func take(media: Set<String>, of number: Int) { stories.withLock { $0[number].media.formUnion(media) } }

    func media(_ number: Int) -> Set<String> { stories.withLock { $0[number].media } }

    /// Stories whose media are known.
    var withMedia: [Int] {
        stories.withLock { stories in stories.indices.filter { !stories[$0].media.isEmpty } }
    }

    func allowed(
        _ number: Int, on server: Int, from: ContinuousClock.Instant, to: ContinuousClock.Instant
    ) -> Allowed? {
        stories.withLock { stories in
            stories.indices.contains(number) ? allowed(stories[number], server, from, to) : nil
        }
    }

    private func allowed(
        _ story: Story, _ server: Int, _ from: ContinuousClock.Instant, _ to: ContinuousClock.Instant
    ) -> Allowed {
        var states: [State] = []
        for (index, state) in story.states.enumerated().reversed() {
            if state.begun <= to { states.append(state) }
            // Did the answer to this step come long enough before the question that nothing older may be shown?
            guard index > 0, let told = state.told else { continue }
            if told + (state.server == server ? .zero : lag) < from { break }
        }
        return Allowed(states: states)
    }

    /// Of the newest published stories, those that a list that begins with the newest has to show.
    func mustShow(
        _ count: Int, on server: Int, from: ContinuousClock.Instant, to: ContinuousClock.Instant
    ) -> [(number: Int, allowed: Allowed)] {
        stories.withLock { stories in
            stories.indices.map { ($0, stories[$0].published, allowed(stories[$0], server, from, to)) }
                .filter { $0.2.mayBePublished }.sorted { $0.1 > $1.1 }.prefix(count)
                .filter { $0.2.isCertainlyPublished }.map { (number: $0.0, allowed: $0.2) }
        }
    }
}

/// What a page says of the stories of a soak.
struct SoakMarks {
    /// A version of a story, as `zqNvMe` in its headline and its text.
    struct Version: Hashable {
        let story: Int
        let version: Int
    }

    /// An address of a story, `soak-N-M`.
    struct Address: Hashable {
        let story: Int
        let slug: Int
    }

    private(set) var versions: Set<Version> = []
    private(set) var addresses: Set<Address> = []

    static func mark(_ story: Int, _ version: Int) -> String { "zq\(story)v\(version)e" }

    init(_ body: [UInt8]) {
        body.withUnsafeBufferPointer { bytes in
            var index = 0
            while index + 4 < bytes.count {
                let byte = bytes[index] | 0x20
                if byte == UInt8(ascii: "z"), bytes[index + 1] == UInt8(ascii: "q") {
                    var position = index + 2
                    if let story = Self.number(bytes, &position, until: UInt8(ascii: "v")),
                        let version = Self.number(bytes, &position, until: UInt8(ascii: "e"))
                    {
                        versions.insert(Version(story: story, version: version))
                    }
                } else if byte == UInt8(ascii: "s"), bytes[index...].starts(with: "soak-".utf8) {
                    var position = index + 5
                    if let story = Self.number(bytes, &position, until: UInt8(ascii: "-")),
                        let slug = Self.number(bytes, &position, until: nil)
                    {
                        addresses.insert(Address(story: story, slug: slug))
                    }
                }
                index += 1
            }
        }
    }

    private static func number(
        _ bytes: UnsafeBufferPointer<UInt8>, _ position: inout Int, until end: UInt8?
    ) -> Int? {
        var number = 0
        let start = position
        while position < bytes.count, (0x30...0x39).contains(bytes[position]), position - start < 9 {
            number = number * 10 + Int(bytes[position] - 0x30)
            position += 1
        }
        guard position > start else { return nil }
        guard let end else { return number }
        guard position < bytes.count, bytes[position] == end else { return nil }
        position += 1
        return number
    }
}
