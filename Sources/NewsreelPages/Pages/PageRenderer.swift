internal import Mustache
package import NewsreelModel

/// Turns page models into finished bytes. Everything that can fail failed when it was made; rendering reads no file and asks no store.
package struct PageRenderer: Sendable {
    package let theme: Theme
    package let site: Site
    package let publisher: Publisher
    /// Those that readers see, by their codes.
    let editions: [String: Edition]
    /// Those that readers see, in the order of the menus.
    package let order: [Edition]
    private let all: [String: Edition]
    private let voices: [String: EditionVoice]
    private let frames: [String: PageFrame]
    private let fallback: String
    /// What stands over all pages of an edition now.
    package var banners: [String: BannerLine] = [:]
    /// True where open pages may listen for what happens: a mirror's cannot.
    package var isLive = false

    /// Renders pages of all `editions`, also those that readers do not see yet, for the desk to look at. Throws when the
    /// theme has no words for an edition's language, or when there is no edition.
    package init(
        theme: Theme, site: Site, editions: [Edition], publisher: Publisher = Publisher()
    ) throws(ThemeError) {
        guard let first = editions.first(where: \.isDefault) ?? editions.first else {
            throw ThemeError(file: "strings", "The newsroom has no edition to render pages for.")
        }
        self.theme = theme
        self.site = site
        self.publisher = publisher
        let open = editions.filter(\.isOpen)
        order = open
        fallback = first.code
        var voices: [String: EditionVoice] = [:]
        var frames: [String: PageFrame] = [:]
        for edition in editions {
            let voice = try EditionVoice(edition: edition, site: site, theme: theme, publisher: publisher)
            voices[edition.code] = voice
            // One that is not open yet is looked at as it will be.
            let shown = editions.filter { $0.isOpen || $0.code == edition.code }
            frames[edition.code] = PageFrame(voice: voice, editions: shown, icons: theme.icons)
        }
        self.voices = voices
        self.frames = frames
        self.editions = Dictionary(open.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
        all = Dictionary(editions.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The edition of this code, also one that readers do not see yet.
    package func edition(_ code: String) -> Edition? { all[code] }

    /// The words of an edition; those of the default edition for one that is not known.
    func voice(_ edition: String) -> EditionVoice {
        guard let voice = voices[edition] ?? voices[fallback] else {
            // `init` has made one for the fallback.
            preconditionFailure("no voice for the default edition")
        }
        return voice
    }

    func frame(_ edition: String) -> PageFrame {
        guard let frame = frames[edition] ?? frames[fallback] else {
            preconditionFailure("no frame for the default edition")
        }
        return frame
    }

    /// Renders a whole HTML page from `template`.
    func html(
        _ template: String, _ voice: EditionVoice, head: PageHead, header: String, main: Fields
    ) -> [UInt8] {
        var fields = main
        fields.text("lang", voice.edition.language)
        fields.text("dir", voice.edition.direction.rawValue)
        fields.flag("hasFonts", theme.hasFonts)
        fields.text("pageTitle", head.title)
        fields.text("description", head.description)
        fields.text("manifest", voice.path(.manifest))
        fields.text("machines", head.markup(voice, editions: editions))
        fields.text("header", withBanner(header, voice))
        fields.text(
            "events",
            isLive
                ? voice.site.path(
                    SiteURL(edition: nil, .events(LiveTopic(edition: voice.edition.code, story: head.liveStory)))) : nil
        )
        fields.text("footer", frame(voice.edition.code).footer)
        let text = voice.library.render(fields, withTemplate: template) ?? ""
        return Array(text.utf8)
    }

    static let htmlType = "text/html; charset=utf-8"
}
