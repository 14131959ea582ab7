import NewsreelModel
import NewsreelPages
import NewsreelStore

/// A media asset as the API shows it.
struct MediaRow: Encodable, Sendable {
    struct Work: Encodable, Sendable {
        let id: String
        let work: String
        let state: String
        /// 0 to 1.
        let progress: Double?
        let secondsLeft: Int?
        let failure: String?

        init(_ job: Job, now: Timestamp) {
            id = job.id.rawValue
            work = job.work.rawValue
            state = job.state.name
            secondsLeft = job.secondsLeft(at: now)
            if case .running(_, _, let fraction) = job.state { progress = fraction } else { progress = nil }
            if case .failed(let reason) = job.state { failure = reason } else { failure = nil }
        }
    }

    struct Use: Encodable, Sendable {
        let id: String
        let edition: String
        let headline: String
        let status: String
    }

    let id: String
    let kind: String
    /// The caption, or the file's name where there is none.
    let title: String
    let state: String
    let failure: String?
    let thumbnail: String?
    /// A picture a few hundred bytes small, as a `data:` address.
    let preview: String?
    let player: String?
    let filename: String?
    let bytes: Int?
    let mimeType: String?
    let width: Int?
    let height: Int?
    /// Milliseconds.
    let duration: Int?
    let caption: String?
    let alt: String?
    /// The credit on one line; empty where nobody is named.
    let credit: String
    let creditChain: CreditChain
    let rights: MediaRights
    let focus: FocalPoint?
    /// How many stories use it.
    let uses: Int
    let created: String
    let updated: String
    /// Names what people say of it; `If-Match` of a change.
    let version: String
    var jobs: [Work]?
    var stories: [Use]?

    init(_ item: LibraryItem, site: Site) throws(StoreError) {
        let asset = item.asset
        let files = AssetPreview(asset)
        id = asset.id.rawValue
        kind = asset.kind.rawValue
        title = Self.title(of: asset)
        state = asset.state.name
        failure = asset.state.failure
        thumbnail = files.thumbnail.map { site.path($0) }
        preview = asset.preview
        player = files.player.map { site.path($0) }
        filename = asset.original?.filename
        bytes = asset.original?.bytes
        mimeType = asset.original?.mimeType
        width = asset.width
        height = asset.height
        duration = asset.duration
        caption = asset.caption
        alt = asset.alt
        credit = asset.credit.text
        creditChain = asset.credit
        rights = asset.rights
        focus = asset.focus
        uses = item.uses
        created = asset.created.iso8601(in: .utc)
        updated = asset.updated.iso8601(in: .utc)
        version = try MediaDescription(asset).version
    }

    /// What lists call it.
    static func title(of asset: MediaAsset) -> String {
        let words = asset.caption ?? asset.original?.filename ?? asset.id.rawValue
        return words.count > 120 ? String(words.prefix(119)) + "…" : words
    }
}

/// A page of the library as the API shows it.
struct MediaRows: Encodable, Sendable {
    let media: [MediaRow]
    /// The `after` of the next page.
    let next: String?
}

extension MediaQuery {
    /// What the fields of an address ask; throws in words where one says nothing that can be looked for.
    init(fields: [String: String], uploader: UserID?, limit: Int = 48) throws(StoreError) {
        func field(_ name: String) -> String? {
            fields[name]?.trimmingWhitespace()
        }
        self.init(words: String((field("q") ?? "").prefix(200)), limit: limit)
        for name in (field("kind") ?? "").split(separator: ",") {
            guard let kind = MediaKind(rawValue: String(name)) else {
                throw StoreError(.invalid, "kind is image, video, audio or document, not “\(name.prefix(40))”.")
            }
            kinds.append(kind)
        }
        if let name = field("credit"), !name.isEmpty { party = Slug.make(name) }
        switch field("used") {
        case nil, "": break
        case "yes": isUsed = true
        case "no": isUsed = false
        case let other?: throw StoreError(.invalid, "used is yes or no, not “\(other.prefix(40))”.")
        }
        if field("mine") == "yes" { self.uploader = uploader }
        from = try Self.day(field("from"), "from")
        to = try Self.day(field("to"), "to")?.adding(seconds: 86_400)
        if let token = field("after"), !token.isEmpty {
            guard let position = MediaPosition(token: token) else {
                throw StoreError(.invalid, "after is what the page before gave as next; this is no such place.")
            }
            after = position
        }
        if let text = field("limit"), !text.isEmpty {
            guard let number = Int(text), (1...100).contains(number) else {
                throw StoreError(.invalid, "limit is a number from 1 to 100, not “\(text.prefix(40))”.")
            }
            self.limit = number
        }
    }

    /// The beginning of a day in UTC.
    private static func day(_ text: String?, _ name: String) throws(StoreError) -> Timestamp? {
        guard let text, !text.isEmpty else { return nil }
        guard let day = LocalDay(text) else {
            throw StoreError(.invalid, "\(name) is a day such as 2026-11-29, not “\(text.prefix(40))”.")
        }
        return Zone.utc.moment(of: LocalTime(day: day, secondOfDay: 0))
    }
}
