package import NewsreelModel

extension PageRenderer {
    /// A track of captions as the file that players read.
    package func captions(_ track: CaptionTrack, of asset: MediaAsset) -> RenderedPage {
        RenderedPage(
            contentType: "text/vtt; charset=utf-8", body: Array(WebVTT.write(track).utf8),
            dependsOn: [Dependency.media(asset.id)])
    }

    /// The playlist through which a stream leads to its captions: one segment as long as the clip (RFC 8216 §3.5).
    package func captionPlaylist(_ track: CaptionTrack, of asset: MediaAsset) -> RenderedPage {
        let milliseconds = max(1, asset.duration ?? track.cues.map(\.end).max() ?? 1)
        let seconds = (milliseconds + 999) / 1000
        let path = site.path(SiteURL(edition: nil, .captions(asset.id, CaptionName(track, .webVTT))))
        let text =
            "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:\(seconds)\n#EXT-X-PLAYLIST-TYPE:VOD\n"
            + "#EXTINF:\(Double(milliseconds) / 1000),\n\(path)\n#EXT-X-ENDLIST\n"
        return RenderedPage(
            contentType: Self.playlistType, body: Array(text.utf8), dependsOn: [Dependency.media(asset.id)])
    }
}
