/// Why the store did not do what was asked: a code for programs, a sentence for people, the cause and the place.
package struct StoreError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Code: String, Sendable, CaseIterable {
        /// The folder was written by a later version of Newsreel.
        case newerSchema = "newer-schema"
        case notANewsroom = "not-a-newsroom"
        case alreadyExists = "already-exists"
        case notFound = "not-found"
        case unknownEdition = "unknown-edition"
        /// Somebody else saved in between.
        case conflict
        /// The state of the story or job does not allow the step.
        case stepRefused = "step-refused"
        case noHeadline = "no-headline"
        case mediaWithoutCredit = "media-without-credit"
        /// A story names media that the newsroom does not have.
        case mediaMissing = "media-missing"
        case invalid
        /// Another process holds the database.
        case busy
        /// No room on the disk.
        case full
        /// More bytes than one upload may have.
        case tooLarge = "too-large"
        /// The unfinished uploads together would take more room than they may.
        case overQuota = "over-quota"
        /// A key has as many unfinished uploads as it may have.
        case tooMany = "too-many"
        /// Stored data that cannot be read.
        case damaged
        /// Reading or writing a file failed.
        case io
        /// The caller's task was cancelled before the work was done.
        case cancelled
        /// The newsroom has been closed.
        case closed
        /// A statement failed for a reason of its own; a fault of this program.
        case statement
    }

    package let code: Code
    /// One sentence for people: what, where, what to do.
    package let message: String
    /// What a lower layer said, for the log.
    package let cause: String?
    /// What was being done: `save story 01h…`, `open /srv/newsroom`.
    package var place: String

    package init(_ code: Code, _ message: String, cause: String? = nil, place: String = "") {
        self.code = code
        self.message = message
        self.cause = cause
        self.place = place
    }

    package var description: String {
        var text = message
        if !place.isEmpty { text += " [\(code.rawValue), \(place)]" } else { text += " [\(code.rawValue)]" }
        if let cause { text += " (\(cause))" }
        return text
    }

    /// The same error with `place` where it had none.
    func at(_ place: String) -> StoreError {
        guard self.place.isEmpty else { return self }
        var copy = self
        copy.place = place
        return copy
    }
}
