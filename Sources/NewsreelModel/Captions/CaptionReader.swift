/// Reads captions of either format, told apart by content.
package enum CaptionReader {
    /// The captions of a file that has some to show. The language tells which encoding a file without Unicode is in.
    package static func read(
        _ bytes: [UInt8], language: LanguageTag? = nil, limits: CaptionLimits = CaptionLimits()
    ) throws(CaptionError) -> CaptionFile {
        try limits.check(bytes: bytes.count)
        if WebVTT.hasSignature(bytes[...]) {
            let file = try WebVTT.parse(bytes, limits: limits)
            guard file.cues.isEmpty else { return file }
            // The first note says that there is no cue, the one after it why.
            let reason = file.diagnostics.dropFirst().first { $0.severity >= .warning }
            throw CaptionError(
                "captions-no-cue",
                "The file has no cue that would be shown. \(reason?.message ?? "Put captions beneath its first line.")",
                line: reason?.line)
        }
        let text = CaptionBytes(bytes[...], language: language)
        try refuseAlmostWebVTT(text)
        do {
            return try SubRip.parse(bytes, language: language, limits: limits)
        } catch  where error.code == "subrip-no-cue" {
            throw CaptionError(
                "captions-unknown-format",
                "The file is neither WebVTT, which begins with WEBVTT, nor SubRip, which has times such as "
                    + "00:01:02,345 --> 00:01:04,567. Export the captions as one of them.")
        }
    }

    /// A file that means to be WebVTT would lose its settings and names if it were read as SubRip.
    private static func refuseAlmostWebVTT(_ text: CaptionBytes) throws(CaptionError) {
        let above = text.utf8.prefix { $0.isSpace }
        let first = text.utf8.dropFirst(above.count).prefix(6)
        guard String(first).lowercased() == "webvtt" else { return }
        let line = CaptionLines(above + first).count
        if text.note != nil {
            throw CaptionError(
                "captions-not-utf-8", "The file is not in UTF-8, as WebVTT is. Save it with the encoding UTF-8.",
                line: line)
        }
        throw CaptionError(
            "webvtt-signature",
            above.isEmpty
                ? "The first line is not the word WEBVTT in capitals, alone or with a space behind it. Write it so."
                : "WEBVTT is not the very beginning of the file. Remove the empty space before it.",
            line: line)
    }
}
