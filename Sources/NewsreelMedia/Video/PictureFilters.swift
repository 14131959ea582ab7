/// The filters that bring any camera's frames to what screens and browsers expect.
struct PictureFilters: Sendable {
    let clip: ClipFacts
    /// Upright pixels of the source.
    let width: Int
    let height: Int

    /// Frames as they are shown, before they are scaled: whole instead of interlaced, evenly spaced in time.
    var frames: [String] {
        (clip.isInterlaced ? ["bwdif=mode=send_frame:deint=all"] : []) + ["fps=\(clip.frameRate)"]
    }

    /// Whether the colours stay in BT.601, as older cameras have them and everything smaller than HD that names none:
    /// counting them over to BT.709 would cost a third of the coding time and a little of every colour.
    private var keepsBT601: Bool {
        guard !clip.isHighDynamicRange else { return false }
        return switch clip.colours {
        case "smpte170m", "bt470bg": true
        case nil: width * height < 1280 * 720
        default: false
        }
    }

    /// Scaled to `size` in 8 bits of the colours that `colourTags` names.
    func scaled(_ size: StreamRung) -> [String] {
        if clip.isHighDynamicRange {
            // Linear light of a 1,000 nit master is rolled off to what an ordinary screen shows.
            return [
                "zscale=w=\(size.width):h=\(size.height):t=linear:npl=200", "format=gbrpf32le", "zscale=p=bt709",
                "tonemap=tonemap=mobius:desat=0", "zscale=t=bt709:m=bt709:r=limited", "setsar=1", "format=yuv420p",
            ]
        }
        let stored = clip.colours != nil ? "auto" : keepsBT601 ? "bt601" : "bt709"
        let shown = keepsBT601 ? "bt601" : "bt709"
        return [
            "scale=w=\(size.width):h=\(size.height):flags=bicubic:in_color_matrix=\(stored):out_color_matrix=\(shown)"
                + ":out_range=tv", "setsar=1", "format=yuv420p",
        ]
    }

    /// How the colours are to be read, for the file that carries them (ITU-T H.273 clause 8).
    var colourTags: [String] {
        let name = keepsBT601 ? "smpte170m" : "bt709"
        return ["-color_primaries", name, "-color_trc", name, "-colorspace", name, "-color_range", "tv"]
    }
}
