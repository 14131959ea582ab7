import FoundationEssentials
package import NewsreelModel

/// What a recording is heard from, in the folder where it was asked for.
package struct MadeSound: Sendable, Hashable {
    package let progressive: MadeRendition
    package let waveform: MadeRendition
}

extension MediaWorkshop {
    /// Makes a recording that every browser plays, as loud as all others, and the drawing of its loudness.
    package func sound(
        file: String, facts: MediaFacts, stamp: EmbeddedMetadata = EmbeddedMetadata(), into folder: String,
        progress: (Double) async -> Void = { _ in }
    ) async throws(MediaError) -> MadeSound {
        guard facts.kind == .audio, let sound = facts.clip?.sound else {
            throw MediaError(.unsupported, "This is not a recording.")
        }
        let work = try WorkFolder(in: temporaryFolder)
        defer { work.remove() }
        try work.link(Self.original, to: file)
        let milliseconds = facts.duration ?? 0
        let loudness = try await loudness(facts, in: work)
        await progress(0.3)
        let filters: [String] = loudness?.filters ?? []
        let samples = Waveform.sampleRate * (milliseconds / 1000 + 60) * 2
        // Both come from one reading of the source.
        try await encode(
            Self.input(facts.format) + ["-map", "0:\(sound)"]
                + (filters.isEmpty ? [] : ["-af", filters.joined(separator: ",")])
                + ["-c:a", "aac", "-b:a", "128k", "-ac", "2", "-ar", "48000"] + stamp.clipArguments
                + ClipFacts.Remux.Container.m4a.muxing + ["file:play.m4a"]
                + [
                    "-map", "0:\(sound)", "-ac", "1", "-ar", "\(Waveform.sampleRate)", "-f", "s16le",
                    "file:samples.raw",
                ],
            milliseconds: milliseconds, in: work,
            limits: .encoding(milliseconds: milliseconds, bytes: max(samples, milliseconds * 40) + 10_000_000),
            noun: "recording", progress: { await progress(0.3 + 0.65 * $0) })
        let drawing = try Waveform(samples: work.file("samples.raw")).drawing
        do {
            try Data(drawing.utf8).write(to: URL(filePath: work.file(Waveform.name)))
        } catch {
            throw MediaError(
                .outOfSpace, "The drawing of the sound could not be kept. Tell whoever runs this Newsreel.",
                detail: "\(error)")
        }
        let made = try deliver(
            [
                Product("play.m4a", .progressive, FileFormat.m4a.mimeType, 0, 0),
                Product(Waveform.name, .waveform, "image/svg+xml", Waveform.width, Waveform.height),
            ], from: work, to: folder)
        await progress(1)
        return MadeSound(progressive: made[0], waveform: made[1])
    }
}
