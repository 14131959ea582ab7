/// What one run of a tool may use before it is ended.
package struct ToolLimits: Hashable, Sendable {
    /// Seconds on the clock.
    package var wallSeconds: Double
    /// Seconds of processor time.
    package var cpuSeconds: Int
    /// Bytes of address space; memory in use is always less.
    package var addressSpace: Int
    /// Bytes of the largest file it may write.
    package var fileSize: Int
    package var openFiles: Int
    /// Bytes of standard output, and of standard error, that are listened to.
    package var outputSize: Int

    package init(
        wallSeconds: Double = 60, cpuSeconds: Int = 60, addressSpace: Int = 2_000_000_000,
        fileSize: Int = 512_000_000, openFiles: Int = 128, outputSize: Int = 262_144
    ) {
        self.wallSeconds = wallSeconds
        self.cpuSeconds = cpuSeconds
        self.addressSpace = addressSpace
        self.fileSize = fileSize
        self.openFiles = openFiles
        self.outputSize = outputSize
    }

    /// For looking at the head of a file.
    static let glance = ToolLimits(wallSeconds: 20, cpuSeconds: 10, addressSpace: 1_000_000_000, fileSize: 1_000_000)

    /// For looking at the streams of a clip, of which it says a line each.
    static let probe = ToolLimits(
        wallSeconds: 20, cpuSeconds: 10, addressSpace: 1_500_000_000, fileSize: 1_000_000, outputSize: 4_000_000)

    /// For encoding `milliseconds` of a clip into files of at most `bytes`: fifty times as long as it plays on the clock,
    /// which the slowest machine that anybody would run a newsroom on stays within.
    static func encoding(milliseconds: Int, bytes: Int, addressSpace: Int = 4_000_000_000) -> ToolLimits {
        let seconds = Double(milliseconds) / 1000
        return ToolLimits(
            wallSeconds: 120 + 50 * seconds, cpuSeconds: 600 + Int(400 * seconds), addressSpace: addressSpace,
            fileSize: bytes)
    }
}

/// How large a file may be that is worked on at all, and what the work may use.
package struct MediaLimits: Hashable, Sendable {
    /// Width times height of a picture.
    package var pixels: Int
    /// Frames of an animation.
    package var frames: Int
    /// Bytes of a picture.
    package var pictureBytes: Int
    /// Streams of a clip or recording.
    package var streams: Int
    /// Width times height of a clip's frames.
    package var framePixels: Int
    /// Milliseconds that a clip or recording plays.
    package var clipMilliseconds: Int
    /// Each run of a tool that decodes or encodes.
    package var work: ToolLimits
    /// Tools that run at the same time for one job.
    package var parallelTools: Int

    package init(
        pixels: Int = 400_000_000, frames: Int = 2_000, pictureBytes: Int = 500_000_000,
        streams: Int = 64, framePixels: Int = 36_000_000, clipMilliseconds: Int = 12 * 3_600_000,
        work: ToolLimits = ToolLimits(), parallelTools: Int = 2
    ) {
        self.pixels = pixels
        self.frames = frames
        self.pictureBytes = pictureBytes
        self.streams = streams
        self.framePixels = framePixels
        self.clipMilliseconds = clipMilliseconds
        self.work = work
        self.parallelTools = max(1, parallelTools)
    }
}
