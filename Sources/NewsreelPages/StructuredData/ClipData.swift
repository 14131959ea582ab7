internal import NewsreelModel

/// A story's clips and recordings as schema.org describes them, with what search engines ask of a video.
struct ClipData {
    let voice: EditionVoice
    let story: Story
    let captions: [MediaID: [CaptionTrack]]

    /// The members `video` and `audio` of the article; each is left out where the story has none that plays.
    func write(_ media: [MediaAsset], into json: inout JSONWriter) {
        let shown = media.compactMap { Playback($0) }
        for (kind, name) in [(MediaKind.video, "video" as StaticString), (.audio, "audio")] {
            let clips = shown.filter { $0.asset.kind == kind }
            guard !clips.isEmpty else { continue }
            json.array(name) { json in for clip in clips { json.object { write(clip, &$0) } } }
        }
    }

    private func write(_ playback: Playback, _ json: inout JSONWriter) {
        let asset = playback.asset
        let site = voice.site
        json.member("@type", asset.kind == .video ? "VideoObject" : "AudioObject")
        json.member("name", name(asset))
        json.member("description", description(asset))
        json.member("contentUrl", site.origin + playback.path(site))
        json.member("embedUrl", voice.absolute(.embed(asset.id)))
        json.member("encodingFormat", playback.file.mimeType)
        thumbnails(asset, &json)
        if let publication = story.publication {
            json.member("uploadDate", voice.local.machine(publication.published))
        }
        if let duration = asset.duration { json.member("duration", LocalWords.machineDuration(duration)) }
        if asset.kind == .video {
            json.member("width", playback.size.width)
            json.member("height", playback.size.height)
        }
        if let captured = asset.captured { json.member("dateCreated", voice.local.localDay(captured).description) }
        place(asset, &json)
        said(asset, &json)
        MediaRightsData(voice: voice).write(asset, into: &json)
    }

    /// What leads a story is known by its headline, anything else by its own words.
    private func name(_ asset: MediaAsset) -> String {
        let use = story.content.media.first { $0.media == asset.id }
        let headline = story.content.headline
        if story.content.lead == asset.id { return headline }
        return (use?.alt ?? asset.alt ?? use?.caption ?? asset.caption ?? headline).shortened(to: 110)
    }

    private func description(_ asset: MediaAsset) -> String {
        story.content.media.first { $0.media == asset.id }?.caption ?? asset.caption ?? asset.alt
            ?? story.content.standfirst ?? story.content.headline
    }

    /// The largest still, and the one cut for links where there is one.
    private func thumbnails(_ asset: MediaAsset, _ json: inout JSONWriter) {
        let pictures = [
            PictureSet(asset)?.largest, asset.renditions.first { $0.purpose == .crop },
        ].compactMap { $0 }
        guard !pictures.isEmpty else { return }
        json.array("thumbnailUrl") { json in
            for picture in pictures {
                json.string(
                    voice.site.origin + RenditionAddress.path(of: picture, media: asset.id, site: voice.site))
            }
        }
    }

    /// What is said in it, and the parts that its chapters name (`Clip`, with an address that begins at each).
    private func said(_ asset: MediaAsset, _ json: inout JSONWriter) {
        let tracks = captions[asset.id] ?? []
        if let track = tracks.first(where: { $0.isSpoken(in: voice.edition.language) }) {
            let paragraphs: [String] = Transcript(track.cues).paragraphs.map(\.text)
            json.member("transcript", paragraphs.joined(separator: " ").shortened(to: Self.longestTranscript))
        }
        guard story.content.lead == asset.id, let url = story.url,
            let chapters = tracks.first(where: {
                $0.kind == .chapters && $0.language.primary == LanguageTag(voice.edition.language)?.primary
            }) ?? tracks.first(where: { $0.kind == .chapters })
        else { return }
        json.array("hasPart") { json in
            for chapter in chapters.cues.prefix(Self.mostChapters) {
                json.object { json in
                    json.member("@type", "Clip")
                    json.member("name", chapter.plainText)
                    json.member("startOffset", chapter.start / 1000)
                    json.member("endOffset", max(chapter.start / 1000 + 1, chapter.end / 1000))
                    json.member("url", voice.site.origin + voice.site.path(url, second: chapter.start / 1000))
                }
            }
        }
    }

    /// Characters; a page that carries an hour of talk twice would be slow to load.
    private static let longestTranscript = 5000
    private static let mostChapters = 100

    /// Where it was taken, if the desk lets readers know.
    private func place(_ asset: MediaAsset, _ json: inout JSONWriter) {
        guard let place = asset.place, place.isPublic else { return }
        json.object("contentLocation") { json in
            json.member("@type", "Place")
            json.object("geo") { json in
                json.member("@type", "GeoCoordinates")
                json.member("latitude", place.latitude)
                json.member("longitude", place.longitude)
            }
        }
    }
}
