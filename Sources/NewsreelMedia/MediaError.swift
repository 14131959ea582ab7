/// Why a file could not be worked on, in words for the person who handed it in.
package struct MediaError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Code: String, Sendable, CaseIterable {
        /// There is no such file, or this process may not read it.
        case unreadable
        case empty
        /// Whole and readable perhaps, but nothing that Newsreel shows.
        case unsupported
        case damaged
        /// The file ends before its contents do.
        case truncated
        case tooManyBytes = "too-many-bytes"
        case tooManyPixels = "too-many-pixels"
        case tooManyFrames = "too-many-frames"
        case tooManyStreams = "too-many-streams"
        case tooLong = "too-long"
        case outOfMemory = "out-of-memory"
        case outOfSpace = "out-of-space"
        case timedOut = "timed-out"
        case cancelled
        /// The machine's fault and not the file's: a tool could not be started.
        case toolFailed = "tool-failed"
    }

    package let code: Code
    /// One or two sentences: what is wrong with the file and what to do about it.
    package let message: String
    /// The last words of the tool, cut to 2,000 characters: for the log and never for the page.
    package let detail: String?

    package init(_ code: Code, _ message: String, detail: String? = nil) {
        self.code = code
        self.message = message
        self.detail = detail.map { String($0.prefix(2000)) }
    }

    package var description: String { message }

    static let cancelled = MediaError(.cancelled, "The work was cancelled.")
}

extension MediaError {
    /// The sentence for a file that ends in the middle.
    static func truncated(_ noun: String, detail: String? = nil) -> MediaError {
        MediaError(
            .truncated, "The \(noun) ends in the middle: the file is incomplete. Ask for it again.", detail: detail)
    }

    /// The sentence for a file whose contents contradict its format.
    static func damaged(_ noun: String, detail: String? = nil) -> MediaError {
        MediaError(
            .damaged, "The \(noun) is damaged and cannot be opened. Ask for it again, or for another copy.",
            detail: detail)
    }
}
