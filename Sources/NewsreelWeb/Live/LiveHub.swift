import FoundationEssentials
import NIOCore
package import NewsreelModel
import Synchronization

/// Something that open pages are told, encoded once for all of them.
struct LiveEvent: Sendable {
    /// Rises with every event; the `id` of the stream.
    let number: Int64
    let edition: String
    /// The story whose readers it is for; nil for all of the edition.
    let story: StoryID?
    let at: Timestamp
    /// A later event with the same key says all that this one says.
    let key: String
    let bytes: ByteBuffer

    init(
        number: Int64, edition: String, story: StoryID?, name: String, item: String = "",
        data: some Encodable, at: Timestamp
    ) {
        self.number = number
        self.edition = edition
        self.story = story
        self.at = at
        key = "\(name) \(story?.rawValue ?? edition) \(item)"
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let json = (try? encoder.encode(data)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
        bytes = ByteBuffer(string: "id: \(number)\nevent: \(name)\ndata: \(json)\n\n")
    }

    func isFor(_ topic: LiveTopic) -> Bool { edition == topic.edition && (story == nil || story == topic.story) }
}

/// Tells open pages what happens. It holds the connections by the event loop they live on, and the newest events for
/// those who come back.
///
/// Every connection of a loop is told in one go of that loop, and all share the bytes.
package final class LiveHub: Sendable {
    private struct State {
        var shards: [ObjectIdentifier: LiveShard] = [:]
        var count = 0
        /// The newest events, oldest first.
        var ring: [LiveEvent] = []
        /// Everything after this number is in the ring, or has yet to come.
        var start: Int64 = 0
        var isClosed = false
    }

    /// What a newcomer is answered with.
    enum Admission {
        case welcome(LiveShard, missed: [ByteBuffer], newest: Int64)
        case full
        case closed
    }

    private let state = Mutex(State())
    /// Connections at the same time; who comes beyond is sent away for a while.
    package let mostConnections: Int
    private let clock: NewsClock

    private static let ringLength = 512
    /// How far back somebody is told who opened the page just now, in seconds: the page may be as old as that.
    private static let lookback: Double = 120
    /// Told to whoever was away for longer than the ring reaches.
    private static let reset = ByteBuffer(string: "event: reset\ndata: {}\n\n")
    private static let beat = ByteBuffer(string: ":\n\n")

    package init(mostConnections: Int, clock: NewsClock) {
        self.mostConnections = mostConnections
        self.clock = clock
    }

    /// How many pages listen now.
    package var connections: Int { state.withLock { $0.count } }

    /// Takes a connection in, on its own event loop; `last` is the number of the event that it saw last.
    func admit(_ topic: LiveTopic, after last: Int64?, on loop: any EventLoop) -> Admission {
        let now = clock.now
        return state.withLock { state in
            guard !state.isClosed else { return .closed }
            guard state.count < mostConnections else { return .full }
            state.count += 1
            let key = ObjectIdentifier(loop)
            let shard = state.shards[key] ?? LiveShard(loop: loop)
            state.shards[key] = shard
            let newest = state.ring.last?.number ?? state.start
            var missed: [ByteBuffer] = []
            if let last, last < state.start || last > newest {
                missed = [Self.reset]
            } else {
                missed = state.ring.filter { event in
                    event.isFor(topic)
                        && (last.map { event.number > $0 } ?? (now.seconds(since: event.at) < Self.lookback))
                }.map(\.bytes)
            }
            return .welcome(shard, missed: missed, newest: newest)
        }
    }

    func leave() { state.withLock { $0.count -= 1 } }

    /// Says from which number on the hub knows what happened.
    func begin(after number: Int64) { state.withLock { $0.start = number } }

    /// Keeps events for those who come back and tells everybody who listens.
    func tell(_ events: [LiveEvent]) {
        let shards = state.withLock { state in
            for event in events where event.number > state.ring.last?.number ?? state.start {
                state.ring.removeAll { $0.key == event.key }
                state.ring.append(event)
            }
            let extra = state.ring.count - Self.ringLength
            if extra > 0 {
                state.start = state.ring[extra - 1].number
                state.ring.removeFirst(extra)
            }
            return Array(state.shards.values)
        }
        for shard in shards { shard.loop.execute { shard.tell(events) } }
    }

    /// Forgets what was told of a story that was withdrawn.
    func forget(_ story: StoryID) {
        state.withLock { state in state.ring.removeAll { $0.story == story } }
    }

    /// Keeps connections open through proxies, and finds out which are not.
    func heartbeat() {
        for shard in state.withLock({ Array($0.shards.values) }) {
            shard.loop.execute { shard.send(Self.beat) }
        }
    }

    /// Ends every connection and takes none in; readers come back to the next server.
    func close() {
        let shards = state.withLock { state in
            state.isClosed = true
            return Array(state.shards.values)
        }
        for shard in shards { shard.loop.execute { shard.close() } }
    }
}

/// The connections of one event loop. Unchecked: all but `loop` is touched on that loop alone, which
/// each function asserts.
final class LiveShard: @unchecked Sendable {
    let loop: any EventLoop
    private var connections: [ObjectIdentifier: LiveConnection] = [:]

    init(loop: any EventLoop) { self.loop = loop }

    func add(_ connection: LiveConnection) {
        loop.assertInEventLoop()
        connections[ObjectIdentifier(connection)] = connection
    }

    /// True where it was there.
    func remove(_ connection: LiveConnection) -> Bool {
        loop.assertInEventLoop()
        return connections.removeValue(forKey: ObjectIdentifier(connection)) != nil
    }

    func tell(_ events: [LiveEvent]) {
        loop.assertInEventLoop()
        for connection in Array(connections.values) {
            for event in events where event.number > connection.newest && event.isFor(connection.topic) {
                connection.newest = event.number
                connection.send(event.bytes)
            }
        }
    }

    func send(_ bytes: ByteBuffer) {
        loop.assertInEventLoop()
        for connection in Array(connections.values) { connection.send(bytes) }
    }

    func close() {
        loop.assertInEventLoop()
        for connection in Array(connections.values) { connection.close() }
    }
}
