internal import NewsreelModel
internal import Synchronization

/// What pages of an edition have in common and would otherwise make again and again: a story's card stands on its section's
/// page, on the front page and beside other stories. A card is taken from here only while it equals the one that was rendered.
final class KeptMarkup: Sendable {
    /// How a card was shown.
    struct CardKey: Hashable {
        let story: StoryID
        let style: CardFields.Style
        let isEager: Bool
    }

    /// What was written of a picture, and how the story used it.
    struct PictureKey: Hashable {
        enum Form: Hashable {
            /// A figure and the lightbox's set that it belongs to.
            case figure(PicturePlace, group: String)
            /// Structured data.
            case data
        }

        let form: Form
        let media: MediaID
        let use: MediaUse?
    }

    private let pictures = Mutex<[PictureKey: (asset: MediaAsset, bytes: [UInt8])]>([:])
    private let cards = Mutex<[CardKey: (card: StoryCard, markup: String)]>([:])
    private let slugs = Mutex<[String: String]>([:])

    /// Some ten megabytes of each kind at most; then all of it is made anew.
    private static let mostCards = 4000
    private static let mostSlugs = 10_000

    func card(_ key: CardKey, _ card: StoryCard, make: () -> String) -> String {
        if let kept = cards.withLock({ $0[key] }), kept.card == card { return kept.markup }
        let markup = make()
        cards.withLock { cards in
            if cards.count >= Self.mostCards { cards.removeAll(keepingCapacity: true) }
            cards[key] = (card, markup)
        }
        return markup
    }

    /// A picture's markup, made again only for an asset that has changed: a story's page is rendered anew for each picture
    /// whose renditions come, and the others are as they were.
    func picture(_ key: PictureKey, _ asset: MediaAsset, make: () -> [UInt8]) -> [UInt8] {
        if let kept = pictures.withLock({ $0[key] }), kept.asset == asset { return kept.bytes }
        let bytes = make()
        pictures.withLock { pictures in
            if pictures.count >= Self.mostCards { pictures.removeAll(keepingCapacity: true) }
            pictures[key] = (asset, bytes)
        }
        return bytes
    }

    /// The slug of a tag's or an author's name.
    func slug(_ name: String) -> String {
        if let kept = slugs.withLock({ $0[name] }) { return kept }
        let slug = Slug.make(name)
        slugs.withLock { slugs in
            if slugs.count >= Self.mostSlugs { slugs.removeAll(keepingCapacity: true) }
            slugs[name] = slug
        }
        return slug
    }
}
