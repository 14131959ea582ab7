import FoundationEssentials
package import NewsreelModel

extension MediaWorkshop {
    /// Makes what can be watched or heard first, in `folder`: the streams as they are in a container that browsers play,
    /// where they can be; else a quick encoding of them. Called `first` with the ending of its format.
    package func firstClip(
        file: String, facts: MediaFacts, stamp: EmbeddedMetadata = EmbeddedMetadata(), into folder: String,
        progress: (Double) async -> Void = { _ in }
    ) async throws(MediaError) -> MadeRendition {
        guard let clip = facts.clip else { throw MediaError(.unsupported, "This is neither a clip nor a recording.") }
        let noun = facts.kind == .audio ? "recording" : "clip"
        let work = try WorkFolder(in: temporaryFolder)
        defer { work.remove() }
        try work.link(Self.original, to: file)
        let container: ClipFacts.Remux.Container = clip.remux?.container ?? (facts.kind == .audio ? .m4a : .mp4)
        let name = "first.\(container.format.fileExtension)"
        var words: [String] = Self.input(facts.format)
        if let picture = clip.picture { words += ["-map", "0:\(picture)"] }
        if let sound = clip.sound { words += ["-map", "0:\(sound)"] }
        var size = (width: facts.width ?? 0, height: facts.height ?? 0)
        if clip.picture != nil {
            if clip.remux != nil {
                words += ["-c:v", "copy"]
            } else {
                let rung = Self.firstRung(facts)
                size = (rung.width, rung.height)
                let filters = PictureFilters(clip: clip, width: facts.width ?? 0, height: facts.height ?? 0)
                words += ["-vf", (filters.frames + filters.scaled(rung)).joined(separator: ",")]
                words += ["-c:v", "libx264", "-preset", "ultrafast", "-crf", "25"]
                words += ["-maxrate", "\(rung.mostBits)", "-bufsize", "\(rung.mostBits * 2)"]
                words += filters.colourTags
            }
        }
        if clip.sound != nil {
            let copies = clip.remux?.copiesSound ?? false
            words += copies ? ["-c:a", "copy"] : Self.soundCoding(container)
        }
        words += stamp.clipArguments + container.muxing + ["file:\(name)"]
        let milliseconds = facts.duration ?? 0
        let bytes = 2 * facts.bytes + 50_000_000 + milliseconds * 1000
        try await encode(
            words, milliseconds: milliseconds, in: work, limits: .encoding(milliseconds: milliseconds, bytes: bytes),
            noun: noun, progress: progress)
        return try deliver(
            [Product(name, .progressive, container.format.mimeType, size.width, size.height)], from: work,
            to: folder)[0]
    }

    /// A size that is coded quickly and that a phone shows well.
    private static func firstRung(_ facts: MediaFacts) -> StreamRung {
        let rungs = StreamLadder.rungs(
            width: facts.width ?? 2, height: facts.height ?? 2, frameRate: facts.clip?.frameRate ?? 25)
        return rungs.first { $0.shortSide <= 540 } ?? rungs.last
            ?? StreamRung(width: 2, height: 2, mostBits: 100_000)
    }

    private static func soundCoding(_ container: ClipFacts.Remux.Container) -> [String] {
        container == .webm
            ? ["-c:a", "libopus", "-b:a", "96k", "-ac", "2", "-ar", "48000"]
            : ["-c:a", "aac", "-b:a", "128k", "-ac", "2", "-ar", "48000"]
    }
}

extension ClipFacts.Remux.Container {
    var format: FileFormat {
        switch self {
        case .mp4: .mp4
        case .webm: .webm
        case .mp3: .mp3
        case .m4a: .m4a
        }
    }

    /// The words of ffmpeg that write it: whole, and playable from its first byte on.
    var muxing: [String] {
        switch self {
        case .mp4: ["-movflags", "+faststart", "-f", "mp4"]
        case .m4a: ["-movflags", "+faststart", "-f", "ipod"]
        // The index goes to the front, where a player looks first.
        case .webm: ["-cues_to_front", "1", "-f", "webm"]
        case .mp3: ["-id3v2_version", "3", "-f", "mp3"]
        }
    }
}
