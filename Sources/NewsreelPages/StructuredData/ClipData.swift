internal import NewsreelModel

/// A story's clips and recordings as schema.org describes them, with what search engines ask of a video.
struct ClipData {
    let voice: EditionVoice
    let story: Story

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
