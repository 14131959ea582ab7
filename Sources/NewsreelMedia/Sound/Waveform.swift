import SystemPackage

/// The loudness of a recording over time, as a row of bars.
struct Waveform: Hashable, Sendable {
    static let name = "waveform.svg"
    /// Samples a second that the drawing is made from; enough to meet every syllable.
    static let sampleRate = 4000
    static let bars = 240
    /// Units of the drawing, four to a bar.
    static let width = 4 * bars
    static let height = 64

    /// One for each bar, 0 to 1, the loudest 1.
    let heights: [Double]

    init(heights: [Double]) { self.heights = heights }

    /// Reads 16-bit samples, least significant byte first, piece by piece.
    init(samples path: String) throws(MediaError) {
        do {
            let descriptor = try FileDescriptor.open(FilePath(path), .readOnly)
            heights = try descriptor.closeAfter {
                let count = Int(try descriptor.seek(offset: 0, from: .end)) / 2
                return try Self.heights(count: count) { position, buffer in
                    try descriptor.read(fromAbsoluteOffset: Int64(position) * 2, into: buffer)
                }
            }
        } catch {
            throw MediaError(.toolFailed, "The loudness of the recording could not be drawn.", detail: "\(error)")
        }
    }

    /// The root mean square of each bar's samples, which ears follow better than peaks.
    private static func heights(
        count: Int, read: (Int, UnsafeMutableRawBufferPointer) throws -> Int
    ) throws -> [Double] {
        guard count > 0 else { return Array(repeating: 0, count: bars) }
        let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 2)
        defer { piece.deallocate() }
        var sums = Array(repeating: 0.0, count: bars)
        var counts = Array(repeating: 0, count: bars)
        var position = 0
        while position < count {
            let bytes = try read(position, piece)
            guard bytes >= 2 else { break }
            let samples = piece.bindMemory(to: Int16.self)
            for index in 0..<(bytes / 2) {
                let bar = min(bars - 1, (position + index) * bars / count)
                let value = Double(Int16(littleEndian: samples[index])) / 32_768
                sums[bar] += value * value
                counts[bar] += 1
            }
            position += bytes / 2
        }
        let means: [Double] = zip(sums, counts).map { $1 == 0 ? 0 : ($0 / Double($1)).squareRoot() }
        let loudest = means.max() ?? 0
        return means.map { loudest > 0 ? $0 / loudest : 0 }
    }

    /// An SVG of one black path; a page uses its shape and gives it the colour.
    var drawing: String {
        var path = ""
        for (number, height) in heights.enumerated() {
            let half = max(1, Int((height * Double(Self.height) / 2).rounded()))
            path += "M\(4 * number) \(Self.height / 2 - half)h3v\(2 * half)h-3z"
        }
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(Self.width) \(Self.height)\" "
            + "width=\"\(Self.width)\" height=\"\(Self.height)\" preserveAspectRatio=\"none\"><path d=\"\(path)\"/></svg>\n"
    }
}
