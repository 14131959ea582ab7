extension FileSignature {
    /// Tells the format of a file by its contents.
    init(_ sample: FileSample) {
        let head = sample.head
        func at(_ offset: Int, _ text: String) -> Bool { head.dropFirst(offset).starts(with: Array(text.utf8)) }
        func begins(_ bytes: [UInt8]) -> Bool { head.starts(with: bytes) }

        if begins([0xFF, 0xD8, 0xFF]) {
            self = .known(.jpeg)
        } else if begins([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
            self = .known(.png)
        } else if at(0, "RIFF"), at(8, "WEBP") {
            self = .known(.webp)
        } else if at(0, "GIF87a") || at(0, "GIF89a") {
            self = .known(.gif)
        } else if begins([0x49, 0x49, 0x2A, 0x00]) || begins([0x4D, 0x4D, 0x00, 0x2A])
            || begins([0x49, 0x49, 0x2B, 0x00]) || begins([0x4D, 0x4D, 0x00, 0x2B])
        {
            self = at(8, "CR") ? .refused(Refusal.rawPhoto) : .known(.tiff)
        } else if at(4, "ftyp") {
            self = Self.isoMedia(head)
        } else if at(4, "moov") || at(4, "mdat") || at(4, "wide") || at(4, "pnot") {
            self = .known(.quickTime)
        } else if begins([0x1A, 0x45, 0xDF, 0xA3]) {
            self = .known(Self.contains(head.prefix(64), "webm") ? .webm : .matroska)
        } else if at(0, "RIFF"), at(8, "AVI ") {
            self = .known(.avi)
        } else if at(0, "RIFF") || at(0, "RF64"), at(8, "WAVE") {
            self = .known(.wav)
        } else if begins([0x06, 0x0E, 0x2B, 0x34, 0x02, 0x05, 0x01, 0x01]) {
            self = .known(.mxf)
        } else if begins([0x00, 0x00, 0x01, 0xBA]) || begins([0x00, 0x00, 0x01, 0xB3]) {
            self = .known(.mpegProgram)
        } else if head.count > 388,
            [(0, 188), (4, 192)].contains(where: { (start: Int, packet: Int) in
                (0..<3).prefix(while: { start + $0 * packet < head.count }).allSatisfy {
                    head[start + $0 * packet] == 0x47
                }
            })
        {
            // Camcorders put four bytes of time before each packet (BDAV, `.mts`).
            self = .known(.mpegTransport)
        } else if begins([0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11]) {
            self = .known(.asf)
        } else if begins([0x1F, 0x07, 0x00]) && head.count > 80 && head[80] & 0xE0 == 0x20 {
            self = .known(.dv)
        } else if at(0, "FORM"), at(8, "AIFF") || at(8, "AIFC") {
            self = .known(.aiff)
        } else if at(0, "caff") {
            self = .known(.coreAudio)
        } else if at(0, "#!AMR") {
            self = .known(.amr)
        } else if begins([0x0B, 0x77]) {
            self = .known(.ac3)
        } else if at(0, "FLV\u{1}") {
            self = .known(.flv)
        } else if at(0, "fLaC") {
            self = .known(.flac)
        } else if at(0, "OggS") {
            self = .known(.ogg)
        } else if at(0, "ID3") {
            self = .known(Self.taggedSound(head))
        } else if Self.isADTS(head) {
            self = .known(.aac)
        } else if Self.isMPEGAudio(head) {
            self = .known(.mp3)
        } else if Self.contains(head.prefix(1024), "%PDF-") {
            self = .known(.pdf)
        } else if begins(OLE2.magic) {
            self = Self.compoundFile(sample.oleDirectory)
        } else if begins([0x50, 0x4B, 0x03, 0x04]) || begins([0x50, 0x4B, 0x05, 0x06]) {
            self = Self.zip(sample)
        } else if at(0, "{\\rtf") {
            self = .known(.rtf)
        } else if let reason = Refusal.binary(head) {
            self = .refused(reason)
        } else {
            self = Self.text(head)
        }
    }

    /// ISO base media (ISO/IEC 14496-12 §4.3): the brands tell pictures from sound from clips.
    private static func isoMedia(_ head: [UInt8]) -> FileSignature {
        let length: Int = head.prefix(4).reduce(0) { $0 << 8 | Int($1) }
        let end = min(head.count, max(16, min(length, 256)))
        var brands: [String] = []
        for offset in stride(from: 8, to: end - 3, by: 4) where offset != 12 {
            brands.append(String(decoding: head[offset..<offset + 4], as: UTF8.self))
        }
        guard let major = brands.first else { return .unknown }
        if ["avif", "avis"].contains(major) { return .known(.avif) }
        if ["heic", "heix", "heim", "heis", "hevc", "hevx"].contains(major) { return .known(.heic) }
        if ["mif1", "msf1"].contains(major) { return .known(brands.contains("avif") ? .avif : .heic) }
        if ["M4A ", "M4B ", "M4P "].contains(major) { return .known(.m4a) }
        if major == "qt  " { return .known(.quickTime) }
        if major == "crx " { return .refused(Refusal.rawPhoto) }
        return .known(.mp4)
    }

    /// What stands behind an ID3v2 tag (id3.org, ID3v2.4.0 §3.1); MP3 where the tag is longer than the sample.
    private static func taggedSound(_ head: [UInt8]) -> FileFormat {
        guard head.count >= 10 else { return .mp3 }
        let length: Int = head[6..<10].reduce(0) { $0 << 7 | Int($1 & 0x7F) }
        let rest = Array(head.dropFirst(10 + length).prefix(4))
        if rest.starts(with: Array("fLaC".utf8)) { return .flac }
        return isADTS(rest) ? .aac : .mp3
    }

    /// ADTS (ISO/IEC 13818-7): twelve set bits, layer 0.
    private static func isADTS(_ head: [UInt8]) -> Bool {
        head.count >= 4 && head[0] == 0xFF && head[1] & 0xF6 == 0xF0 && (head[2] >> 2) & 0x0F < 13
    }

    /// A frame header of MPEG audio layer I to III whose bit rate and sampling rate exist (ISO/IEC 11172-3 §2.4.1.3).
    private static func isMPEGAudio(_ head: [UInt8]) -> Bool {
        head.count >= 4 && head[0] == 0xFF && head[1] & 0xE0 == 0xE0 && head[1] & 0x06 != 0
            && head[1] & 0x18 != 0x08 && head[2] & 0xF0 != 0xF0 && head[2] & 0x0C != 0x0C
    }

    private static func compoundFile(_ directory: [UInt8]) -> FileSignature {
        func lists(_ name: String) -> Bool { contains(directory[...], bytes: name.utf8.flatMap { [$0, 0] }) }
        if lists("WordDocument") { return .known(.wordBinary) }
        if lists("Workbook") || lists("Book") { return .known(.excelBinary) }
        if lists("PowerPoint Document") { return .known(.powerPointBinary) }
        return .refused(
            "This is an office file of a kind that Newsreel does not know. Save it as PDF and hand that in.")
    }

    /// Office files are ZIP archives that say what they are: OpenDocument in a first entry called `mimetype`
    /// (OASIS ODF 1.3 part 2 §3.3), Office Open XML by the folder of its main part, named in the ZIP's directory.
    private static func zip(_ sample: FileSample) -> FileSignature {
        guard contains(sample.tail[...], bytes: [0x50, 0x4B, 0x05, 0x06]) else { return .refused(Refusal.cutArchive) }
        let start = sample.head.prefix(200)
        if contains(start, "mimetypeapplication/") {
            if contains(start, "opendocument.text") { return .known(.openText) }
            if contains(start, "opendocument.spreadsheet") { return .known(.openSpreadsheet) }
            if contains(start, "opendocument.presentation") { return .known(.openPresentation) }
            if contains(start, "epub+zip") { return .known(.epub) }
        }
        func lists(_ name: String) -> Bool { contains(sample.tail[...], name) || contains(sample.head[...], name) }
        guard lists("[Content_Types].xml") else { return .refused(Refusal.archive) }
        if lists("word/document.xml") { return .known(.word) }
        if lists("xl/workbook.") { return .known(.excel) }
        if lists("ppt/presentation.xml") { return .known(.powerPoint) }
        return .refused(Refusal.archive)
    }

    /// Text is UTF-8, or UTF-16 with its mark, without the control characters that text never has.
    private static func text(_ head: [UInt8]) -> FileSignature {
        if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) {
            return head.count >= 4 ? .known(.plainText) : .unknown
        }
        let allowed: Set<UInt8> = [0x09, 0x0A, 0x0C, 0x0D, 0x1B]
        guard head.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || allowed.contains($0) }) else { return .unknown }
        // The sample may end inside a character, so its last three bytes do not count.
        let whole = head.count < FileSample.headSize ? head[...] : head.dropLast(3)
        var start = String(decoding: whole.prefix(1024), as: UTF8.self).drop { $0 == "\u{FEFF}" || $0.isWhitespace }
        guard Self.isUTF8(whole) else { return .unknown }
        if let reason = Refusal.text(String(start)) { return .refused(reason) }
        start = start.prefix(6)
        return .known(start == "WEBVTT" ? .webVTT : .plainText)
    }

    private static func isUTF8(_ bytes: ArraySlice<UInt8>) -> Bool {
        // A character cut off at the end of a sample is not an error of the file.
        for cut in 0...3 where String(validating: bytes.dropLast(cut), as: UTF8.self) != nil {
            return cut == 0 || bytes.count >= FileSample.headSize - 3
        }
        return false
    }

    private static func contains(_ bytes: ArraySlice<UInt8>, _ text: String) -> Bool {
        contains(bytes, bytes: Array(text.utf8))
    }

    private static func contains(_ bytes: ArraySlice<UInt8>, bytes wanted: [UInt8]) -> Bool {
        guard let first = wanted.first, bytes.count >= wanted.count else { return false }
        var index = bytes.startIndex
        let last = bytes.endIndex - wanted.count
        while index <= last {
            if bytes[index] == first, bytes[index..<index + wanted.count].elementsEqual(wanted) { return true }
            index += 1
        }
        return false
    }
}
