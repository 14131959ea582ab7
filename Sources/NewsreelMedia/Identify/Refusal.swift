/// Why a recognised format is not taken, and what to hand in instead.
enum Refusal {
    static let archive =
        "This is an archive. Unpack it and hand in the files that are in it."
    static let cutArchive =
        "The document ends in the middle: the file is incomplete. Ask for it again."
    static let rawPhoto =
        "This is a camera's raw picture. Develop it and hand in a JPEG or TIFF."
    static let drawing =
        "This is an SVG drawing, which can carry programs. Export it as PNG and hand that in."
    static let playlist =
        "This is a list that points to clips elsewhere, not a clip. Hand in the clip itself."
    static let webPage =
        "This is a web page or XML and not a media file. Import a page as a story instead."
    static let picture =
        "This kind of picture is not shown by browsers. Save it as JPEG, PNG or TIFF and hand that in."
    static let program =
        "This is a program and not a media file."

    /// The reason for a binary format that is known and refused.
    static func binary(_ head: [UInt8]) -> String? {
        func begins(_ text: String) -> Bool { head.starts(with: Array(text.utf8)) }
        if head.starts(with: [0x1F, 0x8B]) || begins("BZh") || begins("7z\u{BC}") || begins("Rar!")
            || head.starts(with: [0x37, 0x7A, 0xBC, 0xAF]) || head.starts(with: [0xFD, 0x37, 0x7A, 0x58, 0x5A])
        {
            return archive
        }
        if head.starts(with: [0x7F, 0x45, 0x4C, 0x46]) || begins("MZ") && head.count > 64 && head.contains(0) {
            return program
        }
        if begins("8BPS") || head.starts(with: [0xFF, 0x0A])
            || head.starts(with: [0x00, 0x00, 0x00, 0x0C, 0x4A, 0x58, 0x4C])
            || head.starts(with: [0x00, 0x00, 0x00, 0x0C, 0x6A, 0x50]) || begins("BM") && head.contains(0)
        {
            return picture
        }
        if begins("%!PS") { return "This is PostScript. Save it as PDF and hand that in." }
        return nil
    }

    /// The reason for a text that a tool or browser would take for instructions; `start` has no leading blanks.
    static func text(_ start: String) -> String? {
        let lower = start.lowercased()
        func begins(_ words: [String]) -> Bool { words.contains { lower.hasPrefix($0) } }
        if begins(["#extm3u", "ffconcat", "[playlist]", "<mpd", "<smil", "rtsptext", "[reference]", "v=0\r\n"]) {
            return playlist
        }
        if begins(["<svg"]) || begins(["<?xml", "<!doctype svg", "<!--"]) && lower.contains("<svg") { return drawing }
        if begins(["<?xml"]), lower.contains("<mpd") || lower.contains("<smil") { return playlist }
        if begins(["<!doctype", "<html", "<?xml", "<head", "<body", "<script", "<!--"]) { return webPage }
        return nil
    }
}
