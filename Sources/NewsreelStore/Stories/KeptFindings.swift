import NewsreelModel
import Synchronization

/// What the checks found in stories, for as long as nothing that they look at has changed.
final class KeptFindings: Sendable {
    /// All that findings depend on: the story as it is, everything beside it in the newsroom, and the clock.
    struct Key: Hashable, Sendable {
        let story: Story
        let moment: Timestamp?
        /// The last change of any process: of a headline, an asset, captions, an edition.
        let change: Int64
        /// Days begin at a quarter of an hour in every zone.
        let quarter: Int64
        let isUnderEmbargo: Bool

        init(_ story: Story, at moment: Timestamp?, change: Int64, now: Timestamp) {
            self.story = story
            self.moment = moment
            self.change = change
            quarter = now.milliseconds / 900_000
            isUnderEmbargo = story.embargo.map { $0 > now } ?? false
        }
    }

    private struct State {
        var found: [Key: [Finding]] = [:]
        /// The oldest first.
        var order: [Key] = []
        var made = 0
    }

    private static let most = 200
    private let state = Mutex(State())

    /// How often stories were looked through.
    var made: Int { state.withLock(\.made) }

    func findings(_ key: Key) -> [Finding]? { state.withLock { $0.found[key] } }

    func keep(_ findings: [Finding], _ key: Key) {
        state.withLock { state in
            state.made += 1
            guard state.found.updateValue(findings, forKey: key) == nil else { return }
            state.order.append(key)
            if state.order.count > Self.most { state.found[state.order.removeFirst()] = nil }
        }
    }
}
