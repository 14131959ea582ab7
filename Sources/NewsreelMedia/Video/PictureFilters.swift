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

    /// Scaled to `size` in 8 bits of BT.709, the colours that a video without a word about them is taken for.
    func scaled(_ size: StreamRung) -> [String] {
        if clip.isHighDynamicRange {
            // Linear light of a 1,000 nit master is rolled off to what an ordinary screen shows.
            return [
                "zscale=w=\(size.width):h=\(size.height):t=linear:npl=200", "format=gbrpf32le", "zscale=p=bt709",
                "tonemap=tonemap=mobius:desat=0", "zscale=t=bt709:m=bt709:r=limited", "setsar=1", "format=yuv420p",
            ]
        }
        // Older cameras, and everything smaller than HD that names no matrix, mean BT.601.
        let matrix = clip.namesColours ? "auto" : width * height >= 1280 * 720 ? "bt709" : "bt601"
        return [
            "scale=w=\(size.width):h=\(size.height):flags=bicubic:in_color_matrix=\(matrix):out_color_matrix=bt709"
                + ":out_range=tv", "setsar=1", "format=yuv420p",
        ]
    }

    /// How the colours are to be read, for the file that carries them.
    static let colourTags: [String] = [
        "-color_primaries", "bt709", "-color_trc", "bt709", "-colorspace", "bt709", "-color_range", "tv",
    ]
}
