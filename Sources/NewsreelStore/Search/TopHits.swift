/// A story that answers a query.
struct ScoredStory: Hashable, Sendable {
    var document: Int64
    var score: Float
    /// Minutes from 1970 to its publication.
    var minute: Int32
    /// It has everything that was asked for.
    var isComplete: Bool

    func stands(before other: ScoredStory, by order: SearchOrder) -> Bool {
        if order == .relevance, score != other.score { return score > other.score }
        if minute != other.minute { return minute > other.minute }
        return document > other.document
    }
}

/// How results are ordered.
package enum SearchOrder: String, Sendable, CaseIterable {
    case relevance, newest
}

/// The best few of many, in a heap whose root is the worst that is kept.
struct TopHits: Sendable {
    private let capacity: Int
    private let order: SearchOrder
    private var heap: [ScoredStory] = []

    init(capacity: Int, order: SearchOrder) {
        self.capacity = max(1, capacity)
        self.order = order
        heap.reserveCapacity(self.capacity)
    }

    /// False where a story of this score is worse than all that are kept, whatever else it has.
    @inline(__always)
    func admits(_ score: Float) -> Bool {
        heap.count < capacity || order != .relevance || score >= heap[0].score
    }

    @inline(__always)
    mutating func offer(_ story: ScoredStory) {
        if heap.count < capacity {
            heap.append(story)
            rise(heap.count - 1)
        } else if story.stands(before: heap[0], by: order) {
            heap[0] = story
            sink()
        }
    }

    /// Best first.
    var sorted: [ScoredStory] { heap.sorted { $0.stands(before: $1, by: order) } }

    private mutating func rise(_ start: Int) {
        var child = start
        while child > 0 {
            let parent = (child - 1) / 2
            guard heap[parent].stands(before: heap[child], by: order) else { return }
            heap.swapAt(parent, child)
            child = parent
        }
    }

    private mutating func sink() {
        var parent = 0
        while true {
            var worst = parent
            for child in (2 * parent + 1)...(2 * parent + 2) where child < heap.count {
                if heap[worst].stands(before: heap[child], by: order) { worst = child }
            }
            guard worst != parent else { return }
            heap.swapAt(parent, worst)
            parent = worst
        }
    }
}
