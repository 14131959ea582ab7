extension ToolFailure {
    /// The failure in words about the file, called by `noun` (“picture”, “clip”).
    func error(about noun: String) -> MediaError {
        let detail = "\(tool.rawValue) \(end): \(complaints)"
        let said = complaints.lowercased()
        func says(_ words: [String]) -> Bool { words.contains { said.contains($0) } }
        switch end {
        case .cancelled:
            return .cancelled
        case .overtime, .killed(signal: 9), .killed(signal: 24):
            return MediaError(
                .timedOut,
                "Working on the \(noun) took too long and was stopped. It may be damaged, or too large: "
                    + "export it again at a smaller size.", detail: detail)
        case .killed(signal: 25):
            return MediaError(
                .tooManyBytes, "The \(noun) unpacks to more than Newsreel accepts. Export it at a smaller size.",
                detail: detail)
        case .notStarted:
            return MediaError(
                .toolFailed, "The program \(tool.rawValue) could not be started. Tell whoever runs this Newsreel.",
                detail: detail)
        case .exited where said.hasPrefix("unshare:") || said.hasPrefix("prlimit:"):
            return MediaError(
                .toolFailed, "The program \(tool.rawValue) could not be started. Tell whoever runs this Newsreel.",
                detail: detail)
        default: break
        }
        if says(["no space left", "disk quota"]) {
            return MediaError(
                .outOfSpace, "The disk is full. Tell whoever runs this Newsreel; the work can be run again then.",
                detail: detail)
        }
        if says(["out of memory", "cannot allocate", "unable to alloc", "memory allocation", "insufficient memory"]) {
            return MediaError(
                .outOfMemory,
                "The \(noun) needs more memory than Newsreel gives it. Export it at a smaller size, "
                    + "without interlacing.", detail: detail)
        }
        if says(Self.endsEarly) { return .truncated(noun, detail: detail) }
        return .damaged(noun, detail: detail)
    }

    /// How decoders say that a file ended before its contents did.
    private static let endsEarly: [String] = [
        "premature end", "truncated", "unexpected end", "end of file", "unexpected eof", "moov atom not found",
        "partial file", "read past end", "out of input", "end of stream", "not enough data", "end-of-file",
        "read error at scanline", "file ended prematurely", "insufficient data", "stream truncated",
        "vipsjpeg: out of order", "too short",
    ]
}
