package import NewsreelModel

extension MediaWorkshop {
    /// A rendition of a clip or recording that plays in one file, with another description and credit in it; nothing is
    /// coded again. It keeps its name and is written into `folder`.
    package func stamped(
        _ rendition: Rendition, file: String, stamp: EmbeddedMetadata, milliseconds: Int, into folder: String
    ) async throws(MediaError) -> MadeRendition {
        guard let container = ClipFacts.Remux.Container(mimeType: rendition.mimeType) else {
            throw MediaError(.unsupported, "No credit can be written into a file of the type \(rendition.mimeType).")
        }
        let work = try WorkFolder(in: temporaryFolder)
        defer { work.remove() }
        try work.link(Self.original, to: file)
        try await copy(
            Self.original, to: rendition.name, container, stamp: stamp, milliseconds: milliseconds,
            bytes: rendition.bytes + 50_000_000, in: work)
        return try deliver(
            [Product(rendition.name, .progressive, rendition.mimeType, rendition.width, rendition.height)], from: work,
            to: folder)[0]
    }

    /// Writes the streams of a file that Newsreel made into one whole file, as they are; `bytes` is the most it may take.
    func copy(
        _ source: String, to name: String, _ container: ClipFacts.Remux.Container, stamp: EmbeddedMetadata,
        milliseconds: Int, bytes: Int, in work: WorkFolder
    ) async throws(MediaError) {
        _ = try await run(
            .ffmpeg,
            ["-v", "error", "-nostdin", "-y"] + Self.input(container.format, source) + ["-map", "0", "-c", "copy"]
                + stamp.clipArguments + container.muxing + ["file:\(name)"],
            in: work, limits: .encoding(milliseconds: milliseconds, bytes: bytes), noun: "clip")
    }
}

extension ClipFacts.Remux.Container {
    /// Nil for what Newsreel makes no clip or recording of.
    init?(mimeType: String) {
        guard let found = [Self.mp4, .m4a, .webm, .mp3].first(where: { $0.format.mimeType == mimeType }) else {
            return nil
        }
        self = found
    }
}
