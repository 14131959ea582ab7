import NewsreelModel

extension MediaWorkshop {
    /// Tells what a file is by its contents, with the facts that can be had without decoding it.
    package func identify(file: String) async throws(MediaError) -> MediaFacts {
        let sample = try FileSample(file: file)
        let format = try FileFormat.of(sample)
        let facts = MediaFacts(kind: format.kind, format: format, bytes: sample.size)
        let work = try WorkFolder(in: temporaryFolder)
        defer { work.remove() }
        try work.link(Self.original, to: file)
        switch format.kind {
        case .image: return try await pictureFacts(facts, in: work)
        case .video, .audio: return try await clipFacts(facts, in: work)
        case .document: return try await documentFacts(facts, sample, in: work)
        }
    }

    /// What a file from outside is called in its work folder.
    static let original = "original"

    private func pictureFacts(_ known: MediaFacts, in work: WorkFolder) async throws(MediaError) -> MediaFacts {
        guard known.bytes <= limits.pictureBytes else {
            throw MediaError(
                .tooManyBytes,
                "The picture has \(known.bytes / 1_000_000) MB; Newsreel takes \(limits.pictureBytes / 1_000_000) MB. "
                    + "Export it at a smaller size.")
        }
        let header = try await run(
            .vipsheader, ["-a", Self.original], in: work, limits: .glance, noun: "picture",
            modules: known.format.needsModules)
        let fields = PictureHeader(header.text)
        guard let width = fields.width, let height = fields.height else {
            throw MediaError.damaged("picture", detail: header.complaints)
        }
        guard width.multipliedReportingOverflow(by: height).partialValue <= limits.pixels,
            !width.multipliedReportingOverflow(by: height).overflow
        else {
            throw MediaError(
                .tooManyPixels,
                "The picture measures \(width) × \(height) pixels; Newsreel takes \(limits.pixels / 1_000_000) million "
                    + "pixels. Export it at a smaller size.")
        }
        guard fields.frames <= limits.frames else {
            throw MediaError(
                .tooManyFrames,
                "The picture holds \(fields.frames) frames; Newsreel takes \(limits.frames). Hand it in as a clip.")
        }
        var facts = known
        facts.width = fields.isTurned ? height : width
        facts.height = fields.isTurned ? width : height
        facts.frames = fields.frames
        return facts
    }

    private func documentFacts(
        _ known: MediaFacts, _ sample: FileSample, in work: WorkFolder
    ) async throws(MediaError) -> MediaFacts {
        guard known.format == .pdf else { return known }
        // A PDF ends with its %%EOF mark (ISO 32000-1 §7.5.5); readers look for it in the last 1,024 bytes.
        guard String(decoding: sample.tail.suffix(2048), as: UTF8.self).contains("%%EOF") else {
            throw MediaError.truncated("document")
        }
        var facts = known
        facts.pages = try? await report(["-PDF:PageCount"], in: work, noun: "document").number("PDF:PageCount")
        return facts
    }
}

/// The fields of `vipsheader -a` that matter here.
struct PictureHeader: Hashable, Sendable {
    private(set) var width: Int?
    private(set) var height: Int?
    private(set) var frames = 1
    /// True when the picture lies on its side, so that upright its width is its height (EXIF orientation 5 to 8).
    private(set) var isTurned = false

    init(_ text: String) {
        // Fields of the picture itself come before those that its metadata can forge: the first of a name counts.
        var seen: Set<Substring> = []
        for line in text.split(separator: "\n") {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let name = line[..<colon]
            guard let value = Int(line[line.index(after: colon)...].drop { $0 == " " }), seen.insert(name).inserted
            else { continue }
            switch name {
            case "width" where value > 0: width = value
            case "height" where value > 0: height = value
            case "n-pages": frames = max(1, value)
            case "orientation": isTurned = (5...8).contains(value)
            default: break
            }
        }
    }
}
