extension CueSettings {
    /// What a text of settings says, whatever the regions are; words that say nothing are left out.
    package init(_ text: Substring) {
        let bytes = Array(text.utf8)
        self.init()
        for word in CueSettings.words(bytes[...]) { _ = take(word) { _ in true } }
    }

    /// Takes one word of a settings list, `name:value`; false where it says nothing and is left out (WebVTT §6.3, "parse
    /// the WebVTT cue settings").
    mutating func take(_ word: ArraySlice<UInt8>, hasRegion: (String) -> Bool) -> Bool {
        guard let (name, value) = CueSettings.pair(word) else { return false }
        switch String(name) {
        case "region":
            let name = String(value)
            region = hasRegion(name) ? name : nil
            return region != nil
        case "vertical":
            let direction = Vertical(rawValue: String(value))
            vertical = direction ?? vertical
            // There are no vertical regions.
            if vertical != nil { region = nil }
            return direction != nil
        case "line": return takeLine(value)
        case "position": return takePosition(value)
        case "size":
            guard let number = DecimalText.percentage(value) else { return false }
            size = number
            if number != 100 { region = nil }
            return true
        case "align":
            guard let known = Align(rawValue: String(value)) else { return false }
            align = known
            return true
        default: return false
        }
    }

    private mutating func takeLine(_ value: ArraySlice<UInt8>) -> Bool {
        let (offset, edge) = CueSettings.halves(value)
        let place: Line
        if offset.last == UInt8(ascii: "%") {
            guard let number = DecimalText.percentage(offset) else { return false }
            place = .percentage(number)
        } else {
            guard let number = DecimalText.number(offset) else { return false }
            place = .number(number)
        }
        if let edge {
            guard let known = LineAlign(rawValue: String(edge)) else { return false }
            lineAlign = known
        }
        line = place
        region = nil
        return true
    }

    private mutating func takePosition(_ value: ArraySlice<UInt8>) -> Bool {
        let (offset, edge) = CueSettings.halves(value)
        guard let number = DecimalText.percentage(offset) else { return false }
        if let edge {
            guard let known = PositionAlign(rawValue: String(edge)) else { return false }
            positionAlign = known
        }
        position = number
        return true
    }

    /// The words of a settings list.
    static func words(_ bytes: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] { bytes.split { $0.isSpace } }

    /// The two sides of the first colon; nil where one is empty.
    static func pair(_ word: ArraySlice<UInt8>) -> (name: ArraySlice<UInt8>, value: ArraySlice<UInt8>)? {
        guard let colon = word.firstIndex(of: UInt8(ascii: ":")), colon > word.startIndex, colon < word.endIndex - 1
        else { return nil }
        return (word[..<colon], word[(colon + 1)...])
    }

    /// What stands before the first comma, and what stands after it if there is one.
    static func halves(_ value: ArraySlice<UInt8>) -> (ArraySlice<UInt8>, ArraySlice<UInt8>?) {
        guard let comma = value.firstIndex(of: UInt8(ascii: ",")) else { return (value, nil) }
        return (value[..<comma], value[(comma + 1)...])
    }
}
