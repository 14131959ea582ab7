internal import Mustache
internal import NewsreelModel

/// Renders stories as cards, all in one style.
struct CardFields {
    /// How a card names the time: the day is often said by what stands around it.
    enum Clock: Hashable {
        case time
        case day
        /// The time on this day, the day on any other.
        case since(LocalDay)
        /// The same where there is room for a time only.
        case narrow(LocalDay)
    }

    struct Style: Hashable {
        var place: PicturePlace
        var classes = "card"
        var ratio = "ratio-3x2"
        /// 2 or 3.
        var headingLevel = 3
        var clock = Clock.time
        var showsStandfirst = true
        var showsPicture = true
    }

    let voice: EditionVoice
    let style: Style

    /// The card's markup; an eager one has the picture that readers wait for.
    func markup(_ card: StoryCard, isEager: Bool = false) -> Shown {
        let key = KeptMarkup.CardKey(story: card.id, style: style, isEager: isEager)
        return Shown(voice.kept.card(key, card) { rendered(fields(card, isEager: isEager, hit: nil)) })
    }

    /// The card of a found story, with the words marked in it.
    func markup(_ hit: SearchHit) -> Shown { Shown(rendered(fields(hit.card, isEager: false, hit: hit))) }

    private func rendered(_ fields: Fields) -> String { voice.library.render(fields, withTemplate: "card") ?? "" }

    private func fields(_ card: StoryCard, isEager: Bool, hit: SearchHit?) -> Fields {
        var fields = Fields()
        let path = voice.site.path(card.url)
        let picture = style.showsPicture ? picture(card, isEager: isEager) : nil
        fields.text("classes", picture == nil ? style.classes + " card-text-only" : style.classes)
        fields.text("path", path)
        fields.flag("second", style.headingLevel == 2)
        fields.text("picture", picture)
        fields.text("length", picture == nil ? length(card) : nil)
        fields.text("label", StoryLabel(card, voice)?.markup(voice))
        fields.text("headline", hit?.headline.map(markup) ?? HTMLWriter.escaped(card.headline))
        fields.text("dir", TextDirection.override(card.headline, in: voice.edition.direction)?.rawValue)
        fields.text("snippet", (hit?.snippet).map(markup))
        fields.text("standfirst", style.showsStandfirst && hit?.snippet == nil ? card.standfirst : nil)
        let words = hit?.snippet.map { $0.runs.map(\.text).joined() } ?? card.standfirst ?? ""
        fields.text("textDir", TextDirection.override(words, in: voice.edition.direction)?.rawValue)
        fields.group("moment", hit?.moment.map { moment($0, of: card) })
        fields.text("author", card.bylines.isEmpty ? nil : voice.credits.join(card.bylines.map(\.name)))
        fields.text("datetime", voice.local.machine(card.publication.published))
        fields.text("time", time(card.publication.published))
        return fields
    }

    /// Where in its clip the words are said, with a link that begins there.
    private func moment(_ moment: SpokenMoment, of card: StoryCard) -> Fields {
        var fields = Fields()
        let clock = voice.local.duration(moment.second * 1000)
        fields.text("href", voice.site.path(card.url, second: moment.second))
        fields.text("label", voice.strings(.searchSaidAt, ["time": clock]))
        fields.text("words", markup(moment.words))
        return fields
    }

    func time(_ moment: Timestamp) -> String {
        switch style.clock {
        case .time: return voice.local.time(moment)
        case .day: return voice.local.day(voice.local.localDay(moment))
        case .narrow(let today):
            let day = voice.local.localDay(moment)
            return day == today ? voice.local.time(moment) : voice.local.shortDay(day)
        case .since(let today):
            let day = voice.local.localDay(moment)
            if day == today { return voice.local.time(moment) }
            return day.year == today.year ? voice.local.monthDay(day) : voice.local.day(day)
        }
    }

    private func picture(_ card: StoryCard, isEager: Bool) -> String? {
        guard let lead = card.lead, let set = PictureSet(lead) else { return nil }
        var html = HTMLWriter(capacity: 2048)
        html.markup("<div class=\"card-media\"><div")
        html.attribute("class", "frame " + style.ratio)
        html.markup(">")
        // The headline beside it says what the story is; a description of the picture would only be read out before it.
        voice.pictures.write(set, place: style.place, alt: "", isEager: isEager, into: &html)
        if let length = length(card) {
            html.markup("<span class=\"badge\">")
            html.made(length)
            html.markup("</span>")
        }
        html.markup("</div></div>\n")
        return html.string
    }

    /// How long what leads the story plays.
    private func length(_ card: StoryCard) -> String? {
        guard let lead = card.lead, let duration = lead.duration, lead.kind == .video || lead.kind == .audio else {
            return nil
        }
        return voice.icon(MediaFigures.icon(lead.kind)) + HTMLWriter.escaped(voice.local.duration(duration))
    }

    private func markup(_ text: MarkedText) -> String {
        var html = HTMLWriter(capacity: 256)
        for run in text.runs {
            if run.isMarked { html.markup("<mark>") }
            html.text(run.text)
            if run.isMarked { html.markup("</mark>") }
        }
        return html.string
    }
}

/// What stands over a headline, and the look that goes with it.
struct StoryLabel {
    enum Kind: String {
        case watch, live, gallery, listen, plain

        var icon: String? {
            switch self {
            case .watch: "play"
            case .live: "live"
            case .gallery: "camera"
            case .listen: "music"
            case .plain: nil
            }
        }
    }

    let kind: Kind
    let text: String

    init?(_ card: StoryCard, _ voice: EditionVoice) { self.init(card.label, kind: card.kind, voice) }

    /// The desk's own word, or the one for clips and recordings where the desk gave none.
    init?(_ label: String?, kind: MediaKind?, _ voice: EditionVoice) {
        if let label, !label.isEmpty {
            self.kind = Self.kind(of: label, voice.strings)
            text = label
        } else if kind == .video {
            self.kind = .watch
            text = voice.strings(.labelWatch)
        } else if kind == .audio {
            self.kind = .listen
            text = voice.strings(.labelListen)
        } else {
            return nil
        }
    }

    private static func kind(of label: String, _ strings: Strings) -> Kind {
        let word = label.lowercased()
        let known: [(Phrase, Kind)] = [
            (.labelWatch, .watch), (.labelLive, .live), (.labelGallery, .gallery), (.labelListen, .listen),
        ]
        if let match = known.first(where: { strings($0.0).lowercased() == word }) { return match.1 }
        return word == "plain" ? .plain : Kind(rawValue: word) ?? .plain
    }

    func markup(_ voice: EditionVoice) -> String {
        var html = HTMLWriter(capacity: 192)
        html.markup("<p class=\"label label-")
        html.made(kind.rawValue)
        html.markup("\">")
        if let icon = kind.icon { html.made(voice.icon(icon)) }
        html.text(text)
        html.markup("</p>")
        return html.string
    }
}
