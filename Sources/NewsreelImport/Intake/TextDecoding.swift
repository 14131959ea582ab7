import Glibc
import NewsreelModel

/// From bytes to text: UTF-8, UTF-16 with a byte order mark, and what an HTML page says of itself.
enum TextDecoding {
    static func decode(_ bytes: [UInt8]) throws(ImportError) -> (text: String, diagnostics: [Diagnostic]) {
        if bytes.starts(with: [0xFF, 0xFE]) { return (try utf16(bytes.dropFirst(2), bigEndian: false), []) }
        if bytes.starts(with: [0xFE, 0xFF]) { return (try utf16(bytes.dropFirst(2), bigEndian: true), []) }
        let body = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
        if let text = String(validating: body, as: UTF8.self) { return (text, []) }
        if let declared = declaredEncoding(body), !declared.hasPrefix("utf-8"), declared != "utf8" {
            return try converted(body, from: declared)
        }
        throw brokenUTF8(body)
    }

    /// `charset=…` within the first 2,048 bytes of something that looks like markup.
    private static func declaredEncoding(_ bytes: ArraySlice<UInt8>) -> String? {
        let head = bytes.prefix(2048).map { (65...90).contains($0) ? $0 + 32 : ($0 < 128 ? $0 : 63) }
        let text = String(decoding: head, as: UTF8.self)
        for key in ["charset", "encoding"] {
            guard text.contains("<"), let found = text.firstRange(of: key) else { continue }
            let value = text[found.upperBound...].drop { $0 == " " || $0 == "=" || $0 == "\"" || $0 == "'" }
            let name = value.prefix { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }
            if !name.isEmpty && name.count <= 30 { return String(name) }
        }
        return nil
    }

    /// The converter's name for a label of the WHATWG Encoding Standard §4.2.
    private static func converterName(_ label: String) -> String? {
        switch label {
        case "windows-1251", "cp1251", "x-cp1251": "CP1251"
        case "windows-1252", "cp1252", "iso-8859-1", "latin1", "ascii", "us-ascii": "CP1252"
        case "euc-kr", "ks_c_5601-1987", "ksc5601", "cp949", "windows-949", "uhc": "UHC"
        case "koi8-r", "koi8": "KOI8-R"
        case "koi8-u": "KOI8-U"
        case "iso-8859-5": "ISO-8859-5"
        case "windows-1256", "cp1256": "CP1256"
        case "iso-8859-6": "ISO-8859-6"
        case "windows-1250", "cp1250": "CP1250"
        case "iso-8859-2": "ISO-8859-2"
        case "iso-8859-15": "ISO-8859-15"
        case "windows-1253": "CP1253"
        case "windows-1254", "iso-8859-9": "CP1254"
        case "windows-1255": "CP1255"
        case "shift_jis", "sjis": "CP932"
        case "euc-jp": "EUC-JP"
        case "gb2312", "gbk", "gb18030": "GB18030"
        case "big5": "BIG5-HKSCS"
        default: nil
        }
    }

    private static func converted(
        _ bytes: ArraySlice<UInt8>, from label: String
    ) throws(ImportError) -> (text: String, diagnostics: [Diagnostic]) {
        guard let name = converterName(label) else {
            throw ImportError(
                "unknown-encoding",
                "The page says that it is written in \(label), which is not known here. Save it as UTF-8.", line: 1)
        }
        guard let (text, broken) = run(name, Array(bytes)) else {
            throw ImportError(
                "unknown-encoding", "This machine cannot read \(label). Save the page as UTF-8.", line: 1)
        }
        guard broken.count * 50 <= bytes.count else {
            throw ImportError(
                "bad-encoding",
                "The page says that it is written in \(label), but its bytes are something else. Save it as UTF-8.",
                line: line(of: broken.first ?? 0, in: bytes))
        }
        let notes = broken.prefix(1).map {
            Diagnostic(
                .warning, "bad-encoding", "\(broken.count) bytes are no \(label) and were replaced by \u{FFFD}.",
                line: line(of: $0, in: bytes))
        }
        return (text, Array(notes))
    }

    /// Through iconv(3); the second result is where bytes could not be converted.
    private static func run(_ name: String, _ bytes: [UInt8]) -> (String, [Int])? {
        guard let handle = iconv_open("UTF-8", name), Int(bitPattern: handle) != -1 else { return nil }
        defer { iconv_close(handle) }
        var input = bytes.map { CChar(bitPattern: $0) }
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count * 2)
        var broken: [Int] = []
        var chunk = [CChar](repeating: 0, count: 65_536)
        var offset = 0
        while offset < input.count {
            let (used, made, failure): (Int, Int, Int32) = input.withUnsafeMutableBufferPointer { inBuffer in
                chunk.withUnsafeMutableBufferPointer { outBuffer in
                    guard let inBase = inBuffer.baseAddress, let outBase = outBuffer.baseAddress else {
                        return (0, 0, EILSEQ)
                    }
                    var inPointer: UnsafeMutablePointer<CChar>? = inBase + offset
                    var outPointer: UnsafeMutablePointer<CChar>? = outBase
                    var inLeft = inBuffer.count - offset
                    var outLeft = outBuffer.count
                    let before = inLeft
                    errno = 0
                    let result = iconv(handle, &inPointer, &inLeft, &outPointer, &outLeft)
                    return (before - inLeft, outBuffer.count - outLeft, result == -1 ? errno : 0)
                }
            }
            output.append(contentsOf: chunk[..<made].lazy.map { UInt8(bitPattern: $0) })
            offset += used
            if offset >= input.count { break }
            if failure == E2BIG || (failure == 0 && used > 0) { continue }
            broken.append(offset)
            output.append(contentsOf: [0xEF, 0xBF, 0xBD])
            offset += 1
        }
        return String(validating: output, as: UTF8.self).map { ($0, broken) }
    }

    private static func utf16(_ bytes: ArraySlice<UInt8>, bigEndian: Bool) throws(ImportError) -> String {
        guard bytes.count.isMultiple(of: 2) else {
            throw ImportError(
                "truncated", "The UTF-16 text ends in the middle of a character. The file may be cut off.")
        }
        var units: [UInt16] = []
        units.reserveCapacity(bytes.count / 2)
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let first = UInt16(bytes[index])
            let second = UInt16(bytes[index + 1])
            units.append(bigEndian ? first << 8 | second : second << 8 | first)
            index += 2
        }
        if units.contains(0) {
            throw ImportError("binary", "This is binary data (it holds zero characters), not text.", line: 1)
        }
        guard let text = String(validating: units, as: UTF16.self) else {
            throw ImportError(
                "bad-encoding", "The file begins as UTF-16 but holds broken characters. Save it as UTF-8.", line: 1)
        }
        return text
    }

    /// What is wrong with the UTF-8, and where.
    private static func brokenUTF8(_ bytes: ArraySlice<UInt8>) -> ImportError {
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        var good = bytes.startIndex
        scan: while true {
            switch decoder.decode(&iterator) {
            case .scalarValue(let scalar): good += UTF8.width(scalar)
            case .emptyInput, .error: break scan
            }
        }
        let place = line(of: good - bytes.startIndex, in: bytes)
        let lead = good < bytes.endIndex ? bytes[good] : 0
        let needed = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 1
        if needed > 1, bytes.endIndex - good < needed, bytes[(good + 1)...].allSatisfy({ $0 & 0xC0 == 0x80 }) {
            return ImportError(
                "truncated",
                "The text ends in the middle of a character on line \(place). The file may be cut off; fetch it again.",
                line: place)
        }
        return ImportError(
            "bad-encoding",
            "Byte \(good - bytes.startIndex + 1) on line \(place) is no UTF-8, and the material names no other encoding. Save it as UTF-8.",
            line: place)
    }

    private static func line(of offset: Int, in bytes: ArraySlice<UInt8>) -> Int {
        bytes.prefix(offset).reduce(into: 1) { count, byte in if byte == 10 { count += 1 } }
    }
}
