/// Stills of a clip at even distances, side by side on one sheet: what a reader sees while seeking.
package struct Storyboard: Hashable, Sendable {
    /// Seconds from still to still.
    let interval: Int
    let count: Int
    /// Pixels of one still.
    let width: Int
    let height: Int
    /// Milliseconds of the clip.
    let milliseconds: Int

    static let sheet = "storyboard.jpg"
    static let columns = 10
    private static let mostStills = 100

    var rows: Int { (count + Self.columns - 1) / Self.columns }
    var sheetWidth: Int { min(count, Self.columns) * width }
    var sheetHeight: Int { rows * height }

    /// Nil for a clip of less than three seconds, in which there is nothing to look for.
    init?(milliseconds: Int, width clipWidth: Int, height clipHeight: Int) {
        guard milliseconds >= 3000, clipWidth > 0, clipHeight > 0 else { return nil }
        let seconds = (milliseconds + 999) / 1000
        interval = max(1, (seconds + Self.mostStills - 1) / Self.mostStills)
        count = max(1, milliseconds / 1000 / interval)
        let scale = 160 / Double(max(clipWidth, clipHeight))
        width = max(2, Int((Double(clipWidth) * scale / 2).rounded()) * 2)
        height = max(2, Int((Double(clipHeight) * scale / 2).rounded()) * 2)
        self.milliseconds = milliseconds
    }

    /// The WebVTT file that says which part of the sheet at `uri` stands for which time; places are media fragments
    /// (W3C Media Fragments URI 1.0 §4.2.2).
    package func index(uri: String) -> String {
        var text = "WEBVTT\n"
        for number in 0..<count {
            let end = number == count - 1 ? milliseconds : (number + 1) * interval * 1000
            text += "\n\(Self.clock(number * interval * 1000)) --> \(Self.clock(end))\n"
            text +=
                "\(uri)#xywh=\(number % Self.columns * width),\(number / Self.columns * height),\(width),\(height)\n"
        }
        return text
    }

    private static func clock(_ milliseconds: Int) -> String {
        func padded(_ value: Int, _ length: Int) -> String {
            let digits = String(value)
            return String(repeating: "0", count: max(0, length - digits.count)) + digits
        }
        let seconds = milliseconds / 1000
        return "\(padded(seconds / 3600, 2)):\(padded(seconds / 60 % 60, 2)):\(padded(seconds % 60, 2))"
            + ".\(padded(milliseconds % 1000, 3))"
    }
}

/// A sheet of stills and what is on it.
package struct MadeStoryboard: Hashable, Sendable {
    package let sheet: MadeRendition
    package let storyboard: Storyboard
}

extension Storyboard {
    /// The filters that lay stills of the frames on one sheet; each is the frame in the middle of its time.
    func filters(_ pictures: PictureFilters) -> [String] {
        let still = StreamRung(width: width, height: height, mostBits: 0)
        return ["fps=1/\(interval):round=near"] + pictures.scaled(still)
            + ["tile=\(min(count, Self.columns))x\(rows)"]
    }

    /// The words that write the sheet.
    var output: [String] {
        ["-map", "[board]", "-frames:v", "1", "-c:v", "mjpeg", "-q:v", "5", "-f", "image2", "file:\(Self.sheet)"]
    }
}
