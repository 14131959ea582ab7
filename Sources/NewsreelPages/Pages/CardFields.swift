internal import NewsreelModel

/// A story's card as the `card` template sees it.
struct CardFields {
    /// How a card names the time: the day is often said by what stands around it.
    enum Clock {
        case time
        case day
        /// The time on this day, the day on any other.
        case since(LocalDay)
        /// The same where there is room for a time only.
        case narrow(LocalDay)
    }

    let voice: EditionVoice
    let place: PicturePlace
    var classes: String = "card"
    var ratio = "ratio-3x2"
    /// 2 or 3.
    var headingLevel = 3
    var clock = Clock.time
    var showsStandfirst = true
    var showsPicture = true

    func fields(_ card: StoryCard, isEager: Bool = false, hit: SearchHit? = nil) -> Fields {
        var fields = Fields()
        let path = voice.site.path(card.url)
        let picture = showsPicture ? picture(card, isEager: isEager) : nil
        fields.text("classes", picture == nil ? classes + " card-text-only" : classes)
        fields.text("path", path)
        fields.flag("second", headingLevel == 2)
        fields.group("picture", picture)
        fields.group("label", StoryLabel(card, voice).map { $0.fields(voice) })
        if let marked = hit?.headline {
            fields.text("headline", markup(marked))
        } else {
            fields.text("headline", HTMLWriter.escaped(card.headline))
        }
        fields.text("dir", TextDirection.override(card.headline, in: voice.edition.direction)?.rawValue)
        fields.text("snippet", (hit?.snippet).map(markup))
        fields.text("standfirst", showsStandfirst && hit?.snippet == nil ? card.standfirst : nil)
        fields.text("author", card.bylines.isEmpty ? nil : voice.credits.join(card.bylines.map(\.name)))
        fields.text("datetime", voice.local.machine(card.publication.published))
        fields.text("time", time(card.publication.published))
        return fields
    }

    func time(_ moment: Timestamp) -> String {
        switch clock {
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

    private func picture(_ card: StoryCard, isEager: Bool) -> Fields? {
        guard let lead = card.lead, let set = PictureSet(lead) else { return nil }
        var html = HTMLWriter(capacity: 1024)
        // The headline beside it says what the story is; a description of the picture would only be read out before it.
        voice.pictures.write(set, place: place, alt: "", isEager: isEager, into: &html)
        var fields = Fields()
        fields.text("ratio", ratio)
        fields.text("markup", html.string)
        let duration = lead.kind == .video || lead.kind == .audio ? lead.duration : nil
        fields.text("badge", duration.map { voice.local.duration($0) })
        fields.text("icon", duration == nil ? nil : voice.icon(MediaFigures.icon(lead.kind)))
        return fields
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

    func fields(_ voice: EditionVoice) -> Fields {
        var fields = Fields()
        fields.text("kind", kind.rawValue)
        fields.text("text", text)
        fields.text("icon", kind.icon.map { voice.icon($0) })
        return fields
    }
}
