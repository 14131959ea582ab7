internal import NewsreelModel

extension MediaFigures {
    /// The captions of a player's element; those in the page's language are on unless the reader chose otherwise.
    func tracks(of asset: MediaAsset, into html: inout HTMLWriter) {
        let tracks = captions[asset.id] ?? []
        let spoken = tracks.first { $0.kind != .chapters && speaksHere($0) }
        for track in tracks {
            html.markup("<track")
            html.attribute("kind", track.kind.rawValue)
            html.attribute(
                "src", voice.site.path(SiteURL(edition: nil, .captions(asset.id, CaptionName(track, .webVTT)))))
            html.attribute("srclang", track.language.rawValue)
            html.attribute("label", track.label)
            if track == spoken { html.markup(" default") }
            html.markup(">\n")
        }
    }

    /// What is said in a clip or recording, to be read beneath it: in the page's language, or in the one it is spoken in.
    func transcript(of asset: MediaAsset, into html: inout HTMLWriter) {
        let tracks = (captions[asset.id] ?? []).filter { $0.kind != .chapters }
        guard let track = tracks.first(where: speaksHere) ?? tracks.first else { return }
        let paragraphs = Transcript(track.cues).paragraphs
        guard !paragraphs.isEmpty else { return }
        html.markup("<details class=\"transcript\"")
        html.attribute("data-transcript", asset.id.rawValue)
        html.markup("><summary>")
        html.text(voice.strings(.playerTranscript))
        html.markup("</summary>\n<ol")
        if !speaksHere(track) {
            html.attribute("lang", track.language.rawValue)
            html.markup(" dir=\"auto\"")
        }
        html.markup(">\n")
        for paragraph in paragraphs {
            let second = paragraph.start / 1000
            html.markup("<li><a href=\"?t=")
            html.made(String(second))
            html.markup("\" data-t=\"")
            html.made(String(second))
            html.markup("\"><time")
            html.attribute("datetime", LocalWords.machineDuration(second * 1000))
            html.markup(">")
            html.text(voice.local.duration(second * 1000))
            html.markup("</time></a> <p>")
            if let speaker = paragraph.speaker, !speaker.isEmpty {
                html.markup("<b>")
                html.text(speaker)
                html.markup("</b> ")
            }
            html.text(paragraph.text)
            html.markup("</p></li>\n")
        }
        html.markup("</ol></details>\n")
    }

    private func speaksHere(_ track: CaptionTrack) -> Bool { track.isSpoken(in: voice.edition.language) }
}
