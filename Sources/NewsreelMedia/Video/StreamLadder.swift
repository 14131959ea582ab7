/// One rung of a clip's adaptive stream.
package struct StreamRung: Hashable, Sendable {
    /// Pixels, both even (4:2:0 sampling needs that).
    package let width: Int
    package let height: Int
    /// Bits a second that the picture never exceeds for long.
    package let mostBits: Int

    /// What people call its size: `720` whether the clip lies or stands.
    package var shortSide: Int { min(width, height) }
    /// Of its file and of its playlist, without the ending.
    package var name: String { "v\(shortSide)" }
}

/// The rungs of a clip: by its height and shape, none larger than the clip itself.
package enum StreamLadder {
    static let shortSides = [1080, 720, 540, 360, 240]
    /// The longer side of a panorama; H.264 level 5.1 ends not far above.
    static let longestSide = 3840
    /// Seconds of a segment; each begins with a keyframe at the same time in all rungs.
    static let segment = 4

    /// The rungs for a clip of `width` × `height` upright pixels, largest first. A clip whose own size lies more than a
    /// tenth above the rung below it has a rung of its own size, so that nothing of a small clip is thrown away.
    package static func rungs(width: Int, height: Int, frameRate: Double) -> [StreamRung] {
        guard width > 0, height > 0 else { return [] }
        let own = min(min(width, height), 1080)
        var sides: [Int] = shortSides.filter { $0 <= own }
        if own * 10 > (sides.first ?? 0) * 11 { sides.insert(own, at: 0) }
        return sides.map { side in
            let scale = min(
                Double(side) / Double(min(width, height)), Double(longestSide) / Double(max(width, height)))
            let wide = even(Double(width) * scale)
            let high = even(Double(height) * scale)
            return StreamRung(width: wide, height: high, mostBits: bits(wide * high, frameRate))
        }
    }

    private static func even(_ value: Double) -> Int { max(2, Int(value / 2) * 2) }

    /// 5 Mbit/s for 1920 × 1080; smaller pictures need more bits for each of their pixels.
    private static func bits(_ pixels: Int, _ frameRate: Double) -> Int {
        var share = Double(pixels) / (1920 * 1080)
        share = 0.55 * share + 0.45 * share.squareRoot()
        let bits = 5_000_000 * share * (frameRate > 31 ? 1.4 : 1)
        return max(100_000, Int(bits / 10_000) * 10_000)
    }
}
