package import NewsreelModel

/// The place where files from outside are opened: a source file goes in, facts and renditions come out.
///
/// No file is decoded in this process. Everything past the first bytes is read by tools with limits.
package struct MediaWorkshop: Sendable {
    package let tools: MediaTools
    package let limits: MediaLimits
    /// Where work folders are made; on the same disk as the blobs, so that finished files are renamed, not copied.
    package let temporaryFolder: String

    package init(tools: MediaTools, limits: MediaLimits = MediaLimits(), temporaryFolder: String) {
        self.tools = tools
        self.limits = limits
        self.temporaryFolder = temporaryFolder
    }

    /// Removes what processes left behind that ended in the middle of work.
    package func sweep() { WorkFolder.sweep(temporaryFolder) }

    /// Runs a tool and puts its failure into words about the file.
    func run(
        _ tool: MediaTools.Tool, _ arguments: [String], in folder: WorkFolder, limits: ToolLimits, noun: String,
        modules: Bool = false
    ) async throws(MediaError) -> ToolOutput {
        do throws(ToolFailure) {
            return try await tools.run(tool, arguments, in: folder.path, limits: limits, modules: modules)
        } catch {
            throw error.error(about: noun)
        }
    }
}

/// What a file turned out to be.
package struct MediaFacts: Hashable, Sendable {
    package var kind: MediaKind
    package var format: FileFormat
    package var mimeType: String
    /// Without a dot: `jpg`.
    package var fileExtension: String
    package var bytes: Int
    /// Pixels of the upright picture; nil for sound and documents.
    package var width: Int?
    package var height: Int?
    /// Milliseconds of playing time; nil for pictures and documents.
    package var duration: Int?
    /// Pictures in the file: more than 1 for an animation.
    package var frames: Int
    /// Pages of a PDF, where it says so.
    package var pages: Int?
    /// The streams of a clip or recording; nil for pictures and documents.
    package var clip: ClipFacts?
    /// The codecs as ffprobe names them: `h264`, `aac`.
    package var videoCodec: String?
    package var audioCodec: String?

    package init(
        kind: MediaKind, format: FileFormat, bytes: Int, width: Int? = nil, height: Int? = nil, duration: Int? = nil,
        frames: Int = 1, pages: Int? = nil, clip: ClipFacts? = nil
    ) {
        self.kind = kind
        self.format = format
        mimeType = format.mimeType
        fileExtension = format.fileExtension
        self.bytes = bytes
        self.width = width
        self.height = height
        self.duration = duration
        self.frames = frames
        self.pages = pages
        self.clip = clip
    }
}
