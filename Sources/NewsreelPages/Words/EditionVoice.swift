internal import Mustache
internal import NewsreelModel

/// All that turns values into an edition's words and markup: made once for each edition.
struct EditionVoice: Sendable {
    let edition: Edition
    let site: Site
    /// What the newsroom says of itself.
    let publisher: Publisher
    let strings: Strings
    /// BCP 47, with a region where it matters.
    let locale: String
    let local: LocalWords
    let library: MustacheLibrary
    let assetRoot: String
    let sizes: [String: String]
    private let icons: [String: String]
    let kept = KeptMarkup()

    init(edition: Edition, site: Site, theme: Theme, publisher: Publisher) throws(ThemeError) {
        guard let strings = theme.strings(for: edition.language), let library = theme.libraries[strings.language] else {
            throw ThemeError(
                file: "strings/\(edition.language).yaml",
                "The edition \(edition.code) is in \(edition.language), for which the theme has no words. Add this file."
            )
        }
        self.edition = edition
        self.site = site
        self.publisher = publisher
        self.strings = strings
        self.library = library
        assetRoot = theme.assetRoot
        sizes = theme.pictureSizes
        let root = theme.assetRoot
        icons = Dictionary(uniqueKeysWithValues: Theme.requiredIcons.map { ($0, Icon.markup($0, root: root)) })
        // A language without a region is written as the theme's translators decided.
        locale = edition.language.contains("-") ? edition.language : strings(.formatLocale)
        local = LocalWords(locale: locale, zone: edition.zone, dateTimePattern: strings(.formatDateTime))
    }

    /// Who holds the rights in what the newsroom made itself.
    var owner: String { publisher.owner ?? edition.masthead }

    var credits: CreditLine { CreditLine(strings: strings) }
    var pictures: PictureMarkup { PictureMarkup(site: site, sizes: sizes) }

    func url(_ place: SiteURL.Place) -> SiteURL { SiteURL(edition: edition.code, place) }
    func path(_ place: SiteURL.Place) -> String { site.path(url(place)) }
    func absolute(_ place: SiteURL.Place) -> String { site.absolute(url(place)) }

    func icon(_ name: String) -> String { icons[name] ?? Icon.markup(name, root: assetRoot) }

    /// `PDF, 214 kB`.
    func fileFacts(_ original: Original) -> String { fileFacts(FileType.name(original), original.bytes) }

    /// `MP4, 18.2 MB`.
    func fileFacts(_ rendition: Rendition) -> String {
        fileFacts(FileType.name(mimeType: rendition.mimeType, filename: rendition.name), rendition.bytes)
    }

    private func fileFacts(_ type: String?, _ bytes: Int) -> String {
        let size = local.size(bytes)
        guard let type else { return size }
        return strings(.formatListNext, ["first": type, "second": size])
    }

    /// The file that readers elsewhere get of a clip, a recording or a document; nil while there is none, and for pictures.
    func file(_ asset: MediaAsset) -> (path: String, type: String, bytes: Int)? {
        if let playback = Playback(asset) {
            return (playback.path(site), playback.file.mimeType, playback.file.bytes)
        }
        guard asset.kind == .document, asset.state.failure == nil, let original = asset.original,
            let address = RenditionAddress.original(of: asset)
        else { return nil }
        return (site.path(address), original.mimeType, original.bytes)
    }
}

/// What readers call a kind of file.
enum FileType {
    static func name(_ original: Original) -> String? {
        name(mimeType: original.mimeType, filename: original.filename)
    }

    static func name(mimeType: String, filename: String) -> String? {
        if let known = names[mimeType] { return known }
        guard let dot = filename.lastIndex(of: ".") else { return nil }
        let ending = filename[filename.index(after: dot)...]
        guard (1...5).contains(ending.utf8.count), ending.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) })
        else { return nil }
        return ending.uppercased()
    }

    private static let names: [String: String] = [
        "application/pdf": "PDF", "text/plain": "TXT", "text/csv": "CSV", "application/zip": "ZIP",
        "video/mp4": "MP4", "video/webm": "WebM", "audio/mpeg": "MP3", "audio/ogg": "Ogg", "audio/flac": "FLAC",
        "audio/mp4": "M4A", "image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WebP", "image/avif": "AVIF",
        "image/tiff": "TIFF", "application/json": "JSON",
    ]
}
