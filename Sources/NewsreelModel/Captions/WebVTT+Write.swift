extension WebVTT {
    /// A file of the track that reads back to it. What no file can hold becomes what is closest: an arrow in a text loses
    /// its point, empty lines inside a text go.
    package static func write(_ track: CaptionTrack) -> String {
        var out = "WEBVTT\n"
        for style in track.styles {
            let text = lines(style, arrow: "-- >")
            if !text.isEmpty { out += "\nSTYLE\n\(text)\n" }
        }
        for region in track.regions { out += "\nREGION\n\(region)\n" }
        for cue in track.cues {
            out += "\n"
            if let id = cue.id {
                let name = lines(id, arrow: "-- >")
                if !name.isEmpty { out += name.split(separator: "\n").joined(separator: " ") + "\n" }
            }
            out += "\(timestamp(cue.start)) --> \(timestamp(cue.end))"
            let settings = cue.settings.description
            if !settings.isEmpty { out += " " + settings }
            out += "\n"
            let text = lines(cue.text, arrow: "--&gt;")
            if !text.isEmpty { out += text + "\n" }
        }
        return out
    }

    /// The lines of a text that are not empty, without what a file would take for something else.
    private static func lines(_ text: String, arrow: String) -> String {
        let lines = CaptionLines(Array(text.utf8)[...])
        return (0..<lines.count).compactMap { index in
            guard !lines.isEmpty(index) else { return nil }
            guard lines.arrow(index) != nil else { return String(lines[index]) }
            return replaceArrows(lines[index], by: arrow)
        }.joined(separator: "\n")
    }

    private static func replaceArrows(_ line: ArraySlice<UInt8>, by arrow: String) -> String {
        var out: [UInt8] = []
        for byte in line {
            if byte == UInt8(ascii: ">"), out.suffix(2).elementsEqual("--".utf8) {
                out.removeLast(2)
                out += arrow.utf8
            } else {
                out.append(byte)
            }
        }
        return String(out[...])
    }
}
