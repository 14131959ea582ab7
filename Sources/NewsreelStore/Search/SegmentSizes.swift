/// How many stories a small segment has, and how many segments of one level become one of the next.
struct SegmentSizes: Sendable {
    var small = 128
    var fan = 16

    var large: Int { small * fan }
    var huge: Int { large * fan }

    /// In how many steps a huge segment is made; as many again take its parts away, before the next one is due.
    var slices: Int { max(1, fan * fan / 4) }

    static let standard = SegmentSizes()
}
