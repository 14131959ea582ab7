/// The HLS media playlist of one rung (RFC 8216 §4.3.3): a file whose segments are ranges of its bytes.
package struct MediaPlaylist: Hashable, Sendable {
    struct Segment: Hashable, Sendable {
        /// Seconds.
        let duration: Double
        let offset: Int
        let bytes: Int
    }

    /// Bytes at the start of the file that every segment needs (the initialisation section).
    let head: Int
    let segments: [Segment]

    /// Seconds.
    var duration: Double { segments.reduce(0) { $0 + $1.duration } }

    /// Bits a second of the segment that has most.
    var peakBandwidth: Int {
        // A last segment of a few frames would say much of little.
        let telling = segments.count > 1 ? segments.filter { $0.duration >= 1 } : segments
        let peaks: [Int] = telling.map { Int((Double($0.bytes) * 8 / max(0.1, $0.duration)).rounded(.up)) }
        return max(averageBandwidth, peaks.max() ?? 0)
    }

    /// Bits a second over all segments.
    var averageBandwidth: Int {
        Int((Double(segments.reduce(0) { $0 + $1.bytes }) * 8 / max(0.1, duration)).rounded(.up))
    }

    init(head: Int, segments: [Segment]) {
        self.head = head
        self.segments = segments
    }

    /// Reads a playlist of byte ranges as ffmpeg writes it; nil for anything else.
    init?(_ text: String) {
        var head: Int?
        var segments: [Segment] = []
        var duration: Double?
        var range: (bytes: Int, offset: Int)?
        for line in text.split(whereSeparator: \.isNewline) {
            if line.hasPrefix("#EXT-X-MAP:"), let quoted = line.split(separator: "BYTERANGE=\"").last {
                head = Self.range(quoted.prefix { $0 != "\"" })?.bytes
            } else if line.hasPrefix("#EXTINF:") {
                duration = Double(line.dropFirst(8).prefix { $0 != "," })
            } else if line.hasPrefix("#EXT-X-BYTERANGE:") {
                range = Self.range(line.dropFirst(17))
            } else if !line.hasPrefix("#") {
                guard let seconds = duration, let place = range else { return nil }
                segments.append(Segment(duration: seconds, offset: place.offset, bytes: place.bytes))
                (duration, range) = (nil, nil)
            }
        }
        guard let head, !segments.isEmpty else { return nil }
        self.init(head: head, segments: segments)
    }

    /// `length@offset` (RFC 8216 §4.3.2.2).
    private static func range(_ text: Substring) -> (bytes: Int, offset: Int)? {
        let parts: [Int] = text.split(separator: "@").compactMap { Int($0) }
        return parts.count == 2 ? (parts[0], parts[1]) : nil
    }

    /// The playlist with `uri` for the file, ready to be kept.
    package func text(uri: String) -> String {
        let longest = segments.map { Int($0.duration.rounded(.up)) }.max() ?? 1
        var text = "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:\(max(1, longest))\n#EXT-X-PLAYLIST-TYPE:VOD\n"
        text += "#EXT-X-INDEPENDENT-SEGMENTS\n#EXT-X-MAP:URI=\"\(uri)\",BYTERANGE=\"\(head)@0\"\n"
        for segment in segments {
            text += "#EXTINF:\(segment.duration),\n#EXT-X-BYTERANGE:\(segment.bytes)@\(segment.offset)\n\(uri)\n"
        }
        return text + "#EXT-X-ENDLIST\n"
    }
}
