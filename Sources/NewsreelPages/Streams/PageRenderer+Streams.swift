package import NewsreelModel

extension PageRenderer {
    /// The multivariant playlist of a clip (RFC 8216 §4.3.4) with the rungs that are finished, and its captions; nil while
    /// there are none.
    package func stream(_ asset: MediaAsset, captions: [CaptionTrack] = []) -> RenderedPage? {
        let rungs = asset.rungs
        guard !rungs.isEmpty else { return nil }
        var text = "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-INDEPENDENT-SEGMENTS\n"
        let read = captions.filter { $0.kind != .chapters }
        for track in read {
            let path = site.path(SiteURL(edition: nil, .captions(asset.id, CaptionName(track, .playlist))))
            text += "#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID=\"captions\",NAME=\"\(Self.quotable(track.label))\""
            text += ",LANGUAGE=\"\(track.language)\",DEFAULT=NO,AUTOSELECT=YES"
            if track.kind == .captions {
                text += ",CHARACTERISTICS=\"public.accessibility.transcribes-spoken-dialog\""
            }
            text += ",URI=\"\(path)\"\n"
        }
        for rung in rungs {
            text += "#EXT-X-STREAM-INF:BANDWIDTH=\(rung.facts.peakBandwidth)"
            text += ",AVERAGE-BANDWIDTH=\(rung.facts.averageBandwidth)"
            text += ",CODECS=\"\(rung.facts.codecs)\""
            text += ",RESOLUTION=\(rung.variant.width)x\(rung.variant.height)"
            if let rate = rung.facts.frameRate { text += ",FRAME-RATE=\(Self.thousandths(rate))" }
            if !read.isEmpty { text += ",SUBTITLES=\"captions\"" }
            text += "\n\(RenditionAddress.path(of: rung.playlist, media: asset.id, site: site))\n"
        }
        return RenderedPage(
            contentType: Self.playlistType, body: Array(text.utf8), dependsOn: [Dependency.media(asset.id)],
            audience: .anySite)
    }

    /// RFC 8216 §4.
    package static let playlistType = "application/vnd.apple.mpegurl"

    /// A quoted-string of RFC 8216 §4.2 holds neither quotes nor line breaks.
    private static func quotable(_ text: String) -> String {
        String(text.map { $0 == "\"" || $0.isNewline ? "\u{2019}" : $0 })
    }

    /// Three digits after the point, as a decimal-floating-point of RFC 8216 §4.2 is written.
    private static func thousandths(_ value: Double) -> String {
        let number = Int((value * 1000).rounded())
        let rest = String(number % 1000)
        return "\(number / 1000)." + String(repeating: "0", count: 3 - rest.count) + rest
    }
}

extension MediaAsset {
    /// A finished rung of a clip's stream: its file, its playlist, and what a player has to know of it.
    struct Rung {
        let variant: Rendition
        let playlist: Rendition
        let facts: StreamFacts

        /// What people call its size: the pixels of its shorter side.
        var shortSide: Int { min(variant.width, variant.height) }
    }

    /// The finished rungs. The first is the one to start with, since players begin with what is named first: clear
    /// enough for a phone and soon there; the others follow, largest first.
    var rungs: [Rung] {
        let found: [Rung] = renditions.compactMap { variant in
            guard variant.purpose == .variant, let facts = variant.stream, let dot = variant.name.lastIndex(of: "."),
                let playlist = renditions.first(where: {
                    $0.purpose == .playlist && $0.name == variant.name[..<dot] + ".m3u8"
                })
            else { return nil }
            return Rung(variant: variant, playlist: playlist, facts: facts)
        }
        let sorted = found.sorted { $0.shortSide > $1.shortSide }
        guard let start = sorted.firstIndex(where: { $0.shortSide <= 540 }) else { return sorted }
        return [sorted[start]] + sorted[..<start] + sorted[(start + 1)...]
    }
}
