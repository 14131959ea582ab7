internal import NewsreelModel

/// Writes what a media asset looks like on a page: the thing itself, or what stands for it, with caption and credit.
struct MediaFigures {
    let voice: EditionVoice
    /// The story that shows them.
    let story: Story
    /// The captions of the clips and recordings that it shows.
    var captions: [MediaID: [CaptionTrack]] = [:]

    /// A figure in the text; `group` names the lightbox's set.
    func figure(_ asset: MediaAsset, use: MediaUse?, group: String, into html: inout HTMLWriter) {
        switch asset.kind {
        case .image: picture(asset, use: use, place: .body, group: group, into: &html)
        case .video: video(asset, use: use, isLead: false, into: &html)
        case .audio: audio(asset, use: use, isLead: false, into: &html)
        case .document: document(asset, use: use, into: &html)
        }
    }

    /// The figure that leads a story.
    func lead(_ asset: MediaAsset, use: MediaUse?, into html: inout HTMLWriter) {
        switch asset.kind {
        case .image: picture(asset, use: use, place: .lead, group: "lead", into: &html)
        case .video: video(asset, use: use, isLead: true, into: &html)
        case .audio: audio(asset, use: use, isLead: true, into: &html)
        case .document: document(asset, use: use, into: &html)
        }
    }

    private func picture(
        _ asset: MediaAsset, use: MediaUse?, place: PicturePlace, group: String, into html: inout HTMLWriter
    ) {
        let key = KeptMarkup.PictureKey(form: .figure(place, group: group), media: asset.id, use: use)
        html.made(
            voice.kept.picture(key, asset) {
                var html = HTMLWriter(capacity: 4096)
                writePicture(asset, use: use, place: place, group: group, into: &html)
                return html.bytes
            })
    }

    private func writePicture(
        _ asset: MediaAsset, use: MediaUse?, place: PicturePlace, group: String, into html: inout HTMLWriter
    ) {
        let isLead = place == .lead
        html.markup(isLead ? "<figure class=\"lead media-picture\">\n" : "<figure class=\"media-picture\">\n")
        if let set = PictureSet(asset) {
            zoom(
                set, use: use, place: place, ratio: isLead ? leadRatio(set) : bodyRatio(set), group: group, into: &html)
            html.markup("\n")
        } else {
            placeholder(asset, into: &html)
        }
        caption(asset, use: use, into: &html)
        html.markup("\n</figure>\n")
    }

    private func zoom(
        _ set: PictureSet, use: MediaUse?, place: PicturePlace, ratio: StaticString, group: String,
        into html: inout HTMLWriter
    ) {
        html.markup("<a class=\"zoom\"")
        if let largest = set.largest {
            html.attribute("href", RenditionAddress.path(of: largest, media: set.asset.id, site: voice.site))
        }
        html.attribute("data-lightbox", group)
        html.markup("><div class=\"frame ")
        html.markup(ratio)
        html.markup("\">")
        if place == .lead { preview(set.asset, into: &html) }
        voice.pictures.write(set, place: place, alt: alt(set.asset, use), isEager: place == .lead, into: &html)
        html.markup("</div></a>")
    }

    /// The text for those who do not see the picture; its caption where nobody wrote one.
    func alt(_ asset: MediaAsset, _ use: MediaUse?) -> String {
        use?.alt ?? asset.alt ?? use?.caption ?? asset.caption ?? voice.strings(Self.name(asset.kind))
    }

    private func leadRatio(_ set: PictureSet) -> StaticString {
        let size = set.size
        let ratio = Double(size.width) / Double(size.height)
        return ratio >= 1.4 ? "ratio-16x9" : ratio >= 1.1 ? "ratio-3x2" : "ratio-4x3"
    }

    /// Whole where it is not much taller than wide, since there it is read with the text.
    private func bodyRatio(_ set: PictureSet) -> StaticString {
        let size = set.size
        return Double(size.height) > Double(size.width) * 1.25 ? "ratio-4x5" : "ratio-natural"
    }

    /// The few bytes that stand in the picture's place until it has come.
    private func preview(_ asset: MediaAsset, into html: inout HTMLWriter) {
        guard let preview = asset.preview, preview.hasPrefix("data:image/"), preview.utf8.count <= 4096,
            // It would shine through the holes of a picture that has some.
            !["image/png", "image/gif", "image/webp"].contains(asset.original?.mimeType ?? "")
        else { return }
        html.markup("<img class=\"preview\"")
        html.attribute("src", preview)
        html.markup(" alt=\"\" aria-hidden=\"true\" width=\"16\" height=\"10\">")
    }

    /// What stands in the place of something that cannot be shown, and why.
    func placeholder(_ asset: MediaAsset, into html: inout HTMLWriter) {
        let isMaking = asset.state == .processing || asset.state == .ready
        html.markup("<div class=\"frame ")
        html.markup(asset.kind == .video ? clipRatio(asset) : "ratio-3x2")
        html.markup(isMaking ? " placeholder\">" : " placeholder placeholder-missing\">")
        preview(asset, into: &html)
        html.made(voice.icon(Self.icon(asset.kind)))
        html.markup("<p>")
        html.text(voice.strings(phrase(asset)))
        html.markup("</p></div>\n")
    }

    /// The room that the clip will take once it can be played.
    private func clipRatio(_ asset: MediaAsset) -> StaticString {
        guard let width = asset.width, let height = asset.height else { return Playback.Shape.landscape.ratio }
        return Playback.shape(width: width, height: height).ratio
    }

    private func phrase(_ asset: MediaAsset) -> Phrase {
        switch asset.state {
        case .failed: return .mediaFailed
        case .processing, .ready: return .mediaProcessing
        case .awaited:
            switch asset.kind {
            case .image: return .mediaAwaitedImage
            case .video: return .mediaAwaitedVideo
            case .audio: return .mediaAwaitedAudio
            case .document: return .mediaAwaitedDocument
            }
        }
    }

    static func icon(_ kind: MediaKind) -> String {
        switch kind {
        case .image: "camera"
        case .video: "play"
        case .audio: "music"
        case .document: "file"
        }
    }

    static func name(_ kind: MediaKind) -> Phrase {
        switch kind {
        case .image: .mediaImage
        case .video: .mediaVideo
        case .audio: .mediaAudio
        case .document: .mediaDocument
        }
    }

    func caption(_ asset: MediaAsset, use: MediaUse?, into html: inout HTMLWriter) {
        let words = use?.caption ?? asset.caption ?? ""
        let credit = voice.credits.text(asset.credit, kind: asset.kind)
        guard !words.isEmpty || !credit.isEmpty else { return }
        html.markup("<figcaption class=\"caption\"")
        if let direction = TextDirection.override(words, in: voice.edition.direction) {
            html.attribute("dir", direction.rawValue)
        }
        html.markup(">")
        html.text(words)
        if !credit.isEmpty {
            if !words.isEmpty { html.markup(" ") }
            html.markup("<small class=\"credit\">")
            html.text(credit)
            html.markup("</small>")
        }
        html.markup("</figcaption>")
    }

    private func document(_ asset: MediaAsset, use: MediaUse?, into html: inout HTMLWriter) {
        let title =
            use?.alt ?? asset.alt ?? use?.caption ?? asset.caption ?? asset.original?.filename
            ?? voice.strings(.mediaUntitled)
        guard let original = asset.original, let address = RenditionAddress.original(of: asset),
            asset.state.failure == nil
        else {
            html.markup("<figure class=\"media-document\">")
            placeholder(asset, into: &html)
            caption(asset, use: use, into: &html)
            html.markup("</figure>\n")
            return
        }
        html.markup("<p><a class=\"document\"")
        html.attribute("href", voice.site.path(address))
        html.markup(" download>")
        html.made(voice.icon("file"))
        html.markup("<span><b>")
        html.text(title)
        html.markup("</b><small>")
        html.text(voice.fileFacts(original))
        html.markup("</small></span>")
        html.made(voice.icon("download"))
        html.markup("</a></p>\n")
        let credit = voice.credits.text(asset.credit, kind: .document)
        if !credit.isEmpty {
            html.markup("<p class=\"caption\"><small class=\"credit\">")
            html.text(credit)
            html.markup("</small></p>\n")
        }
    }

    func gallery(_ assets: [MediaAsset], uses: [MediaID: MediaUse], number: Int, into html: inout HTMLWriter) {
        html.markup("<section class=\"gallery\"")
        html.attribute("aria-labelledby", "gal\(number)")
        html.markup("><h2")
        html.attribute("id", "gal\(number)")
        html.markup(">")
        html.made(voice.icon("camera"))
        html.text(voice.strings(.galleryTitle, count: assets.count, number: voice.local.number(assets.count)))
        html.markup("</h2>\n<ul class=\"gallery-grid\">\n")
        for asset in assets {
            let use = uses[asset.id]
            let key = KeptMarkup.PictureKey(
                form: .figure(.gallery, group: String(number)), media: asset.id, use: use)
            html.made(
                voice.kept.picture(key, asset) {
                    var html = HTMLWriter(capacity: 4096)
                    writeGalleryItem(asset, use: use, number: number, into: &html)
                    return html.bytes
                })
        }
        html.markup("</ul>\n</section>\n")
    }

    private func writeGalleryItem(_ asset: MediaAsset, use: MediaUse?, number: Int, into html: inout HTMLWriter) {
        html.markup("<li><figure>")
        if let set = PictureSet(asset) {
            zoom(set, use: use, place: .gallery, ratio: "ratio-3x2", group: "g\(number)", into: &html)
        } else {
            placeholder(asset, into: &html)
        }
        caption(asset, use: use, into: &html)
        html.markup("</figure></li>\n")
    }
}
