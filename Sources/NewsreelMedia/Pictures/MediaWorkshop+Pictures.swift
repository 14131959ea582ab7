import FoundationEssentials
package import NewsreelModel

extension MediaWorkshop {
    /// Makes the renditions of a picture in `folder`: upright, in sRGB, without location or camera data, with the
    /// description and credit of `stamp` in every file. Animations give stills of their first frame (WCAG 2.2.2).
    /// `progress` is 0 to 1. On failure nothing is left in `folder`.
    package func pictureRenditions(
        file: String, facts: MediaFacts, focus: FocalPoint? = nil, stamp: EmbeddedMetadata = EmbeddedMetadata(),
        into folder: String, which: RenditionSet = .first, progress: (Double) async -> Void = { _ in }
    ) async throws(MediaError) -> PictureWork {
        guard facts.kind == .image, let width = facts.width, let height = facts.height else {
            throw MediaError(.unsupported, "This is not a picture.")
        }
        let work = try WorkFolder(in: temporaryFolder)
        defer { work.remove() }
        try work.link(Self.original, to: file)
        return try await renditions(
            of: Self.original, format: facts.format, width: width, height: height, focus: focus, stamp: stamp,
            naming: .picture, in: work,
            into: folder, which: which, progress: progress)
    }

    /// Makes renditions of the picture called `source` in the work folder.
    func renditions(
        of source: String, format: FileFormat, width: Int, height: Int, focus: FocalPoint?, stamp: EmbeddedMetadata,
        naming: PictureNaming, in work: WorkFolder, into folder: String, which: RenditionSet,
        progress: (Double) async -> Void
    ) async throws(MediaError) -> PictureWork {
        let widths: [Int] = RenditionLadder.widths(originalWidth: width, originalHeight: height)
        guard let largest = widths.first else { throw MediaError.damaged("picture") }
        // The original is decoded once, at the largest size wanted; everything else is made from that.
        let decoding = try await run(
            .vips,
            [
                "thumbnail", source, "master.tif[strip]", "\(largest)", "--height", "10000000", "--size", "down",
                "--export-profile", "srgb", "--fail-on", "truncated",
            ], in: work, limits: limits.work, noun: "picture", modules: format.needsModules)
        // libjpeg paints what is missing grey and only mentions it.
        guard !decoding.complaints.contains("premature end") else {
            throw MediaError.damaged("picture", detail: decoding.complaints)
        }
        let master = try TIFFFile(path: work.file("master.tif"))
        try master.stamp(stamp)
        await progress(0.3)

        var steps: [PictureStep] = widths.map { PictureStep.width($0) }
        if which == .first {
            if let crop = SocialCrop(width: master.width, height: master.height, focus: focus) {
                steps.append(.crop(crop))
            }
            steps.append(.preview)
        }
        let total = Double(steps.count)
        var products: [StepProduct] = []
        var failure: MediaError?
        await withTaskGroup(of: Result<StepProduct, MediaError>.self) { group in
            var waiting = steps[...]
            func startNext() {
                guard let step = waiting.popFirst() else { return }
                group.addTask {
                    switch step {
                    case .width(let width):
                        await self.rungs(
                            width, naming: naming, master: master, stamp: stamp, in: work, which: which)
                    case .crop(let crop): await self.socialCrop(crop, stamp: stamp, in: work)
                    case .preview: await self.preview(in: work)
                    }
                }
            }
            // The AVIF encoder takes both cores by itself, and a hundred megabytes.
            for _ in 0..<(which == .compact ? 1 : limits.parallelTools) { startNext() }
            for await result in group {
                switch result {
                case .success(let product):
                    products.append(product)
                    if failure == nil { startNext() }
                    await progress(0.3 + 0.7 * Double(products.count) / total)
                case .failure(let error):
                    if failure == nil { failure = error }
                    group.cancelAll()
                }
            }
        }
        if let failure { throw failure }
        let files: [Product] = products.flatMap(\.files).sorted { ($0.width, $0.name) > ($1.width, $1.name) }
        let made: [MadeRendition] = try deliver(files, from: work, to: folder)
        return PictureWork(renditions: made, preview: products.lazy.compactMap(\.preview).first)
    }

    /// One width in the formats of the set.
    private func rungs(
        _ width: Int, naming: PictureNaming, master: TIFFFile, stamp: EmbeddedMetadata, in work: WorkFolder,
        which: RenditionSet
    ) async -> Result<StepProduct, MediaError> {
        do throws(MediaError) {
            let source: TIFFFile
            if width == master.width {
                source = master
            } else {
                let name = "w\(width).tif"
                _ = try await run(
                    .vips,
                    [
                        "thumbnail", "master.tif", "\(name)[strip]", "\(width)", "--height", "10000000", "--size",
                        "down",
                    ],
                    in: work, limits: limits.work, noun: "picture")
                source = try TIFFFile(path: work.file(name))
                // Each size is stamped anew, since vips 8.14 cuts IPTC to a quarter on its way from TIFF to TIFF.
                try source.stamp(stamp)
            }
            let input: String = width == master.width ? "master.tif" : "w\(width).tif"
            let formats: [(saver: String, options: [String], format: FileFormat)] =
                switch which {
                case .first: [("webpsave", RenditionSaver.webp, .webp), ("jpegsave", RenditionSaver.jpeg, .jpeg)]
                case .compact: [("heifsave", RenditionSaver.avif, .avif)]
                }
            var product = StepProduct()
            for (saver, options, format) in formats {
                let name = "\(naming.prefix)w\(width).\(format.fileExtension)"
                _ = try await run(
                    .vips, [saver, input, name] + options + (stamp.isEmpty ? ["--strip"] : []), in: work,
                    limits: limits.work, noun: "picture",
                    modules: format.needsModules)
                product.files.append(
                    Product(name, naming.purpose, format.mimeType, source.width, source.height))
            }
            if width != master.width { try? FileManager.default.removeItem(atPath: source.path) }
            return .success(product)
        } catch {
            return .failure(error)
        }
    }

    private func socialCrop(
        _ crop: SocialCrop, stamp: EmbeddedMetadata, in work: WorkFolder
    ) async -> Result<StepProduct, MediaError> {
        do throws(MediaError) {
            _ = try await run(
                .vips,
                [
                    "crop", "master.tif", "crop.tif[strip]", "\(crop.left)", "\(crop.top)", "\(crop.cropWidth)",
                    "\(crop.cropHeight)",
                ], in: work, limits: limits.work, noun: "picture")
            try TIFFFile(path: work.file("crop.tif")).stamp(stamp)
            _ = try await run(
                .vips,
                [
                    "thumbnail", "crop.tif", crop.name + RenditionSaver.socialOptions, "\(crop.width)", "--height",
                    "\(crop.height)", "--size", "force",
                ], in: work, limits: limits.work, noun: "picture")
            return .success(
                StepProduct(files: [Product(crop.name, .crop, FileFormat.jpeg.mimeType, crop.width, crop.height)]))
        } catch {
            return .failure(error)
        }
    }

    /// A picture of at most 20 pixels each way as a `data:` URI of a few hundred bytes. It stands inside a page that says
    /// whose it is; vips (8.14) keeps what the picture says of itself out of PNG, and not out of WebP.
    private func preview(in work: WorkFolder) async -> Result<StepProduct, MediaError> {
        do throws(MediaError) {
            _ = try await run(
                .vips, ["thumbnail", "master.tif", "preview.png[strip]", "20"], in: work, limits: limits.work,
                noun: "picture")
            _ = try await run(
                .vips, ["webpsave", "preview.png", "preview.webp"] + RenditionSaver.previewOptions, in: work,
                limits: limits.work, noun: "picture")
            guard let bytes = FileManager.default.contents(atPath: work.file("preview.webp")) else {
                throw MediaError.damaged("picture")
            }
            return .success(StepProduct(preview: "data:image/webp;base64,\(bytes.base64EncodedString())"))
        } catch {
            return .failure(error)
        }
    }
}

/// A piece of the work on a picture that runs beside others.
private enum PictureStep: Sendable {
    case width(Int)
    case crop(SocialCrop)
    case preview
}

/// What renditions of a picture are called and what they are for.
struct PictureNaming: Sendable {
    let prefix: String
    let purpose: Rendition.Purpose

    static let picture = PictureNaming(prefix: "", purpose: .picture)
    static let poster = PictureNaming(prefix: "poster-", purpose: .poster)
}

/// What one step of the work on a picture made in the work folder.
struct StepProduct: Sendable {
    var files: [Product] = []
    var preview: String?
}
