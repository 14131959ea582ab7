import FoundationEssentials
package import NewsreelModel

/// Where the still of a clip comes from.
package enum PosterSource: Hashable, Sendable {
    /// The best of several frames.
    case best
    /// The frame at this time, in milliseconds.
    case moment(Int)
    /// A picture's file.
    case picture(String)
}

extension MediaWorkshop {
    /// Makes the renditions of a still that stands for a clip until it plays: neither black nor blurred where the
    /// clip has something better. Named `poster-w640.webp`; the preview and the crop come with the first set.
    package func posterRenditions(
        file: String, facts: MediaFacts, from source: PosterSource = .best, focus: FocalPoint? = nil,
        stamp: EmbeddedMetadata = EmbeddedMetadata(), into folder: String, which: RenditionSet = .first,
        progress: (Double) async -> Void = { _ in }
    ) async throws(MediaError) -> PictureWork {
        guard facts.kind == .video, let width = facts.width, let height = facts.height else {
            throw MediaError(.unsupported, "This is not a clip.")
        }
        if case .picture(let picture) = source {
            return try await posterRenditions(
                picture: picture, focus: focus, stamp: stamp, into: folder, which: which, progress: progress)
        }
        let work = try WorkFolder(in: temporaryFolder)
        defer { work.remove() }
        try work.link(Self.original, to: file)
        let largest = RenditionLadder.widths(originalWidth: width, originalHeight: height).first ?? width
        let size = StreamRung(width: largest, height: max(1, height * largest / width), mostBits: 0)
        if case .moment(let milliseconds) = source {
            try await still("still.png", facts, at: Double(milliseconds) / 1000, isExact: true, size, in: work)
            guard FileManager.default.fileExists(atPath: work.file("still.png")) else {
                throw MediaError(
                    .unsupported, "The clip has no picture at that time. Choose a time before its end.")
            }
        } else {
            try await bestStill(facts, size, in: work)
        }
        await progress(0.2)
        return try await renditions(
            of: "still.png", format: .png, width: size.width, height: size.height, focus: focus, stamp: stamp,
            naming: .poster, in: work, into: folder, which: which,
            progress: { await progress(0.2 + 0.8 * $0) })
    }

    /// A picture of the desk's in place of a frame.
    private func posterRenditions(
        picture: String, focus: FocalPoint?, stamp: EmbeddedMetadata, into folder: String, which: RenditionSet,
        progress: (Double) async -> Void
    ) async throws(MediaError) -> PictureWork {
        let facts = try await identify(file: picture)
        guard facts.kind == .image, let width = facts.width, let height = facts.height else {
            throw MediaError(.unsupported, "A clip's still has to be a picture, and this file is none.")
        }
        let work = try WorkFolder(in: temporaryFolder)
        defer { work.remove() }
        try work.link(Self.original, to: picture)
        return try await renditions(
            of: Self.original, format: facts.format, width: width, height: height, focus: focus, stamp: stamp,
            naming: .poster, in: work, into: folder, which: which, progress: progress)
    }

    /// Writes `still.png`: of the frames that show something, the sharpest.
    private func bestStill(_ facts: MediaFacts, _ size: StreamRung, in work: WorkFolder) async throws(MediaError) {
        let seconds = Double(facts.duration ?? 0) / 1000
        let places: [Double] = seconds < 1 ? [0] : [0.1, 0.25, 0.4, 0.55, 0.7].map { seconds * $0 }
        var best: (name: String, merit: Double)?
        var failure: MediaError?
        for (number, place) in places.enumerated() {
            let name = "still\(number).png"
            do throws(MediaError) {
                try await still(name, facts, at: place, isExact: false, size, in: work)
                guard FileManager.default.fileExists(atPath: work.file(name)) else { continue }
                // A black or blank frame comes last however sharp its grain is.
                let liveliness = try await deviation(of: name, in: work)
                let merit = liveliness < 12 ? liveliness : 100 + (try await sharpness(of: name, in: work))
                if merit > best?.merit ?? -1 { best = (name, merit) }
            } catch {
                if error.code == .cancelled { throw error }
                failure = failure ?? error
            }
        }
        guard let best else {
            // The clip may have no more than its first frame.
            if failure == nil || seconds >= 1 {
                try await still("still.png", facts, at: 0, isExact: true, size, in: work)
                if FileManager.default.fileExists(atPath: work.file("still.png")) { return }
            }
            throw failure ?? MediaError.damaged("clip")
        }
        do {
            try FileManager.default.moveItem(atPath: work.file(best.name), toPath: work.file("still.png"))
        } catch {
            throw MediaError(.toolFailed, "The still could not be put in its place.", detail: "\(error)")
        }
    }

    /// Writes one frame as PNG: the one at `seconds`, or the most typical of those after it.
    private func still(
        _ name: String, _ facts: MediaFacts, at seconds: Double, isExact: Bool, _ size: StreamRung,
        in work: WorkFolder
    ) async throws(MediaError) {
        guard let clip = facts.clip, let picture = clip.picture else { return }
        let filters = PictureFilters(clip: clip, width: facts.width ?? 0, height: facts.height ?? 0)
        let chain: [String] =
            (clip.isInterlaced ? ["bwdif=mode=send_frame:deint=all"] : []) + (isExact ? [] : ["thumbnail=n=24"])
            + filters.scaled(size) + ["format=rgb24"]
        _ = try await run(
            .ffmpeg,
            ["-v", "error", "-nostdin", "-y", "-threads", "2", "-ss", "\(seconds)"] + Self.input(facts.format)
                + [
                    "-map", "0:\(picture)", "-an", "-sn", "-dn", "-vf", chain.joined(separator: ","), "-frames:v", "1",
                    "-c:v", "png", "-compression_level", "1", "-f", "image2", "file:\(name)",
                ], in: work, limits: limits.work, noun: "clip")
    }

    /// How far the pixels of a picture lie apart (their standard deviation, 0 to 128): near 0 for black and blank ones.
    private func deviation(of name: String, in work: WorkFolder) async throws(MediaError) -> Double {
        let output = try await run(.vips, ["deviate", name], in: work, limits: limits.work, noun: "clip")
        return Double(output.text.split { $0.isWhitespace }.first ?? "") ?? 0
    }

    /// How much a picture has of edges: the deviation of its Laplacian, smaller where motion or focus blurred it.
    private func sharpness(of name: String, in work: WorkFolder) async throws(MediaError) -> Double {
        do {
            try Data("3 3 1 128\n0 -1 0\n-1 4 -1\n0 -1 0\n".utf8).write(to: URL(filePath: work.file("laplace.mat")))
        } catch {
            throw MediaError(.outOfSpace, "The disk is full. Tell whoever runs this Newsreel.", detail: "\(error)")
        }
        _ = try await run(
            .vips, ["conv", name, "edges.tif", "laplace.mat", "--precision", "integer"], in: work, limits: limits.work,
            noun: "clip")
        return try await deviation(of: "edges.tif", in: work)
    }
}
