/// A file on its way into the newsroom, in as many requests as it takes.
package struct Upload: Hashable, Sendable {
    package let id: UploadID
    /// Whose it is; nobody else learns that it exists.
    package let owner: UploadOwner
    package var state: UploadState
    /// The name that its sender gave; nil where there was none.
    package let filename: String?
    /// Bytes of the whole; nil until the sender says.
    package var length: Int?
    /// What the sender says the whole file's checksum is.
    package var digest: Checksum?
    package let caption: String?
    package let credit: CreditChain
    package let alt: String?
    package let created: Timestamp
    /// When its last request began or ended.
    package var touched: Timestamp

    package init(
        id: UploadID, owner: UploadOwner, state: UploadState = .receiving, filename: String? = nil, length: Int? = nil,
        digest: Checksum? = nil, caption: String? = nil, credit: CreditChain = CreditChain(), alt: String? = nil,
        created: Timestamp, touched: Timestamp
    ) {
        self.id = id
        self.owner = owner
        self.state = state
        self.filename = filename
        self.length = length
        self.digest = digest
        self.caption = caption
        self.credit = credit
        self.alt = alt
        self.created = created
        self.touched = touched
    }
}

/// Whose an upload is: a program's with its key, or somebody's at the desk.
package enum UploadOwner: Hashable, Sendable {
    case key(APIKeyID)
    case person(UserID)
}

/// Where an upload stands. What is cancelled or expires is no more.
package enum UploadState: Hashable, Sendable {
    case receiving
    /// All bytes are here; nil until the file has been read and found good.
    case finishing(Arrival?)
    case done(MediaID, Arrival)
    case refused(UploadRefusal)

    package var name: String {
        switch self {
        case .receiving: "receiving"
        case .finishing: "finishing"
        case .done: "done"
        case .refused: "refused"
        }
    }

    /// True while it holds room on the disk that may still be given up.
    package var isUnfinished: Bool {
        switch self {
        case .receiving, .finishing: true
        case .done, .refused: false
        }
    }
}

/// A file that came whole, as its contents are.
package struct Arrival: Hashable, Sendable {
    package var checksum: Checksum
    package var bytes: Int
    package var kind: MediaKind
    package var mimeType: String
    /// The name for downloads; no path.
    package var filename: String

    package init(checksum: Checksum, bytes: Int, kind: MediaKind, mimeType: String, filename: String) {
        self.checksum = checksum
        self.bytes = bytes
        self.kind = kind
        self.mimeType = mimeType
        self.filename = filename
    }
}

/// Why nothing was kept of an upload.
package struct UploadRefusal: Error, Hashable, Sendable {
    package enum Code: String, Sendable, CaseIterable {
        /// A kind of file that Newsreel does not take.
        case type
        /// The bytes are not those that the sender's checksum stands for.
        case digest
        /// More bytes than the sender said there are.
        case length
        /// More bytes than one upload may have.
        case size
    }

    package let code: Code
    /// In words for whoever sends it.
    package let reason: String

    package init(_ code: Code, _ reason: String) {
        self.code = code
        self.reason = reason
    }
}

/// What a look at a file's contents says of it.
package enum FileVerdict: Hashable, Sendable {
    /// Without a dot, the extension is for files that came without a name.
    case taken(MediaKind, mimeType: String, fileExtension: String)
    /// The reason ends with what to hand in instead.
    case refused(String)
    /// Too little of it is there to say.
    case undecided
}

/// What happens to an upload.
package enum UploadEvent: Hashable, Sendable {
    /// The last byte came.
    case complete
    case identify(Arrival)
    case keep(MediaID)
    case refuse(UploadRefusal)
}

/// An event that the upload's state does not allow.
package struct UploadEventError: Error, Hashable, Sendable, CustomStringConvertible {
    package let state: String
    package let event: String

    package var description: String { "An upload that is \(state) does not take the event \(event)." }
}

extension UploadState {
    package func taking(_ event: UploadEvent) throws(UploadEventError) -> UploadState {
        switch (self, event) {
        case (.receiving, .complete): return .finishing(nil)
        case (.finishing, .complete): return self
        case (.finishing, .identify(let arrival)): return .finishing(arrival)
        case (.finishing(let arrival?), .keep(let media)): return .done(media, arrival)
        case (.receiving, .refuse(let refusal)), (.finishing, .refuse(let refusal)): return .refused(refusal)
        default: throw UploadEventError(state: name, event: "\(event)")
        }
    }
}
