import Synchronization

/// The columns of segments, which never change, kept from search to search: some 16 bytes for each published story.
final class SegmentCache: Sendable {
    private struct Kept {
        var edition: String
        var columns: SegmentColumns
    }

    private let kept = Mutex<[Int64: Kept]>([:])

    func columns(_ segment: Int64) -> SegmentColumns? { kept.withLock { $0[segment]?.columns } }

    /// Keeps the columns of a segment, and lets go of those of the edition that are not among `standing`.
    func keep(_ columns: SegmentColumns, of segment: Int64, edition: String, standing: Set<Int64>) {
        kept.withLock { kept in
            kept = kept.filter { $0.value.edition != edition || standing.contains($0.key) }
            kept[segment] = Kept(edition: edition, columns: columns)
        }
    }
}
