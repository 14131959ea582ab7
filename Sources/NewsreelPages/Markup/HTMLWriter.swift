internal import NewsreelModel

/// Writes HTML as bytes; text and attributes are escaped, markup is written by the code alone.
struct HTMLWriter {
    private(set) var bytes: [UInt8] = []

    init(capacity: Int = 0) { bytes.reserveCapacity(capacity) }

    /// Markup as it stands.
    mutating func markup(_ text: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Markup that has been made before, by this writer or a template.
    mutating func made(_ markup: String) { bytes.append(contentsOf: markup.utf8) }

    /// Markup, or the data of a script element, as bytes.
    mutating func made(_ markup: [UInt8]) { bytes.append(contentsOf: markup) }

    /// Text or the value of a quoted attribute.
    mutating func text(_ text: some StringProtocol) { Self.write(text, into: &bytes) }

    /// The path of a rendition; all of its characters stand for themselves.
    mutating func path(of rendition: Rendition, media: MediaID, site: Site) {
        RenditionAddress.write(rendition, media: media, site: site, into: &bytes)
    }

    /// ` name="value"`.
    mutating func attribute(_ name: StaticString, _ value: some StringProtocol) {
        markup(" ")
        markup(name)
        markup("=\"")
        text(value)
        markup("\"")
    }

    mutating func attribute(_ name: StaticString, _ value: Int) {
        markup(" ")
        markup(name)
        markup("=\"")
        bytes.append(contentsOf: String(value).utf8)
        markup("\"")
    }

    var string: String { String(decoding: bytes, as: UTF8.self) }

    static func escaped(_ text: some StringProtocol) -> String {
        if !text.utf8.contains(where: { isSpecial($0) }) { return String(text) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count + 16)
        write(text, into: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Escaped text; runs without anything to escape are copied whole.
    private static func write(_ text: some StringProtocol, into bytes: inout [UInt8]) {
        let isDone: Void? = text.utf8.withContiguousStorageIfAvailable { buffer in
            var start = 0
            var index = 0
            while index < buffer.count {
                guard isSpecial(buffer[index]) else {
                    index += 1
                    continue
                }
                bytes.append(contentsOf: buffer[start..<index])
                // At most three bytes hang together.
                let length = buffer[index] == 0xC2 ? 2 : buffer[index] == 0xEF ? 3 : 1
                let end = min(buffer.count, index + length)
                escape(buffer[index..<end], into: &bytes)
                index = end
                start = end
            }
            bytes.append(contentsOf: buffer[start...])
        }
        if isDone == nil { escape(text.utf8, into: &bytes) }
    }

    /// True for bytes that are not simply copied: markup, control characters, and those that may begin one.
    @inline(__always) private static func isSpecial(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x26, 0x3C, 0x3E, 0x22, 0x27, 0x7F, 0xC2, 0xEF: true
        case 0x09, 0x0A: false
        default: byte < 0x20
        }
    }

    /// Escapes what has a meaning in HTML and in XML, and leaves out what neither may hold: control characters (C0, C1, DEL) and noncharacters.
    private static func escape(_ text: some Sequence<UInt8>, into bytes: inout [UInt8]) {
        var iterator = text.makeIterator()
        while let byte = iterator.next() {
            switch byte {
            case 0x26: bytes.append(contentsOf: [0x26, 0x61, 0x6D, 0x70, 0x3B])  // &amp;
            case 0x3C: bytes.append(contentsOf: [0x26, 0x6C, 0x74, 0x3B])  // &lt;
            case 0x3E: bytes.append(contentsOf: [0x26, 0x67, 0x74, 0x3B])  // &gt;
            case 0x22: bytes.append(contentsOf: [0x26, 0x71, 0x75, 0x6F, 0x74, 0x3B])  // &quot;
            case 0x27: bytes.append(contentsOf: [0x26, 0x23, 0x33, 0x39, 0x3B])  // &#39;
            case 0x09, 0x0A: bytes.append(byte)
            case 0..<0x20, 0x7F: continue
            case 0xC2:
                guard let next = iterator.next() else { return }
                if next < 0xA0 { continue }
                bytes.append(byte)
                bytes.append(next)
            case 0xEF:
                guard let second = iterator.next(), let third = iterator.next() else { return }
                if second == 0xBF, third >= 0xBE { continue }
                bytes.append(byte)
                bytes.append(second)
                bytes.append(third)
            default: bytes.append(byte)
            }
        }
    }
}
