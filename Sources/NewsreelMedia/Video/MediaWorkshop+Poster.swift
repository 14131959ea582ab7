import FoundationEssentials
package import NewsreelModel

extension MediaWorkshop {
    /// Makes the renditions of a still that stands for a clip until it plays: neither black nor blank where the
    /// clip has something better. Named `poster-w640.webp`; the preview and the crop come with the first set.
    package func posterRenditions(
        file: String, facts: MediaFacts, focus: FocalPoint? = nil, stamp: EmbeddedMetadata = EmbeddedMetadata(),
        into folder: String, which: RenditionSet = .first, progress: (Double) async -> Void = { _ in }
    ) async throws(MediaError) -> PictureWork {
        guard facts.kind == .video, let width = facts.width, let height = facts.height else {
            throw MediaError(.unsupported, "This is not a clip.")
        }
        let work = try WorkFolder(in: temporaryFolder)
        defer { work.remove() }
        try work.link(Self.original, to: file)
        let largest = RenditionLadder.widths(originalWidth: width, originalHeight: height).first ?? width
        let size = "\(largest):\(max(1, height * largest / width))"
        try await still(facts, size: size, in: work)
        await progress(0.2)
        return try await renditions(
            of: "still.png", format: .png, width: largest, height: max(1, height * largest / width), focus: focus,
            stamp: stamp,
            naming: .poster, in: work, into: folder, which: which,
            progress: { await progress(0.2 + 0.8 * $0) })
    }

    /// Writes `still.png`: the most typical of some frames, from one of several places, the first that shows something.
    private func still(_ facts: MediaFacts, size: String, in work: WorkFolder) async throws(MediaError) {
        let seconds = Double(facts.duration ?? 0) / 1000
        var places: [Double] = [min(seconds * 0.1, 3), seconds * 0.3, seconds * 0.6, 0]
        if seconds < 1 { places = [0] }
        var best: (name: String, liveliness: Double)?
        var failure: MediaError?
        for (number, place) in places.enumerated() {
            let name = "still\(number).png"
            do throws(MediaError) {
                _ = try await run(
                    .ffmpeg,
                    ["-v", "error", "-nostdin", "-y", "-threads", "2", "-ss", "\(place)"] + Self.input(facts.format)
                        + [
                            "-an", "-sn", "-dn", "-vf",
                            "scale=\(size):flags=bicubic,setsar=1,thumbnail=n=24,format=rgb24",
                            "-frames:v", "1", "-c:v", "png", "-compression_level", "1", "-f", "image2", "file:\(name)",
                        ], in: work, limits: limits.work, noun: "clip")
                guard FileManager.default.fileExists(atPath: work.file(name)) else { continue }
                let liveliness = try await liveliness(of: name, in: work)
                if liveliness > best?.liveliness ?? -1 { best = (name, liveliness) }
                if liveliness >= 12 { break }
            } catch {
                if error.code == .cancelled { throw error }
                failure = failure ?? error
            }
        }
        guard let best else { throw failure ?? MediaError.damaged("clip") }
        do {
            try FileManager.default.moveItem(atPath: work.file(best.name), toPath: work.file("still.png"))
        } catch {
            throw MediaError(.toolFailed, "The still could not be put in its place.", detail: "\(error)")
        }
    }

    /// How far the pixels of a picture lie apart (their standard deviation, 0 to 128): near 0 for black and blank ones.
    private func liveliness(of name: String, in work: WorkFolder) async throws(MediaError) -> Double {
        let output = try await run(.vips, ["deviate", name], in: work, limits: limits.work, noun: "clip")
        return Double(output.text.split { $0.isWhitespace }.first ?? "") ?? 0
    }
}
