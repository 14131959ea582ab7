package import NewsreelModel

/// Which renditions of a picture to make.
package enum RenditionSet: Sendable, Hashable {
    /// What readers get first: JPEG and WebP, the crop for shared links, the preview.
    case first
    /// The slow, small ones behind them: AVIF.
    case compact
}

/// A file made for readers, in the folder where it was asked for.
package struct MadeRendition: Hashable, Sendable {
    package let name: String
    package let purpose: Rendition.Purpose
    package let mimeType: String
    package let width: Int
    package let height: Int
    package let bytes: Int
    package let path: String
}

/// What came of a picture.
package struct PictureWork: Hashable, Sendable {
    /// Largest first.
    package var renditions: [MadeRendition]
    /// A `data:` URI; nil in the compact set.
    package var preview: String?
}

/// The widths of a picture's renditions.
enum RenditionLadder {
    static let steps = [320, 640, 960, 1280, 1920]
    /// WebP has no larger side (RFC 9649 §2.7), and one ladder serves all formats.
    static let largestSide = 16_383

    /// Widths in pixels, largest first, none above the original's; its own width is the largest where that lies more
    /// than a tenth above the step below it, so that a small picture has at least one.
    static func widths(originalWidth: Int, originalHeight: Int) -> [Int] {
        guard originalWidth > 0, originalHeight > 0 else { return [] }
        let own: Int = min(
            originalWidth, max(1, Int(Double(originalWidth) * Double(largestSide) / Double(originalHeight))))
        var widths: [Int] = steps.filter { $0 <= own }
        let top: Int = min(own, steps.last ?? own)
        if top * 10 > (widths.last ?? 0) * 11 { widths.append(top) }
        return widths.reversed()
    }
}

/// The piece of a picture that stands for a story where its link is shared, 1.91 to 1 as the networks show it.
struct SocialCrop: Hashable, Sendable {
    let left: Int
    let top: Int
    let cropWidth: Int
    let cropHeight: Int
    /// The size of the file, at most 1200 × 630.
    let width: Int
    let height: Int

    /// Nil for pictures too small for the networks' large card (600 pixels).
    init?(width pictureWidth: Int, height pictureHeight: Int, focus: FocalPoint?) {
        let shape: Double = 1200.0 / 630.0
        cropWidth = min(pictureWidth, Int(Double(pictureHeight) * shape))
        cropHeight = min(pictureHeight, Int((Double(cropWidth) / shape).rounded()))
        guard cropWidth >= 600 else { return nil }
        let x: Double = (focus?.x ?? 0.5) * Double(pictureWidth) - Double(cropWidth) / 2
        let y: Double = (focus?.y ?? 0.5) * Double(pictureHeight) - Double(cropHeight) / 2
        left = min(max(0, Int(x.rounded())), pictureWidth - cropWidth)
        top = min(max(0, Int(y.rounded())), pictureHeight - cropHeight)
        width = min(1200, cropWidth)
        height = width == 1200 ? 630 : cropHeight
    }

    var name: String { "social-\(width)x\(height).jpg" }
}

/// How the savers of vips write each format.
enum RenditionSaver {
    /// Progressive, with its own Huffman tables; a picture's see-through parts become white.
    static let jpeg = ["--Q", "80", "--optimize-coding", "--interlace", "--background", "255"]
    static let webp = ["--Q", "76", "--effort", "4"]
    /// Looks like JPEG at 80 in half the bytes. Effort 4 of 9 is where a further second stops paying for itself.
    static let avif = ["--compression", "av1", "--Q", "55", "--effort", "4", "--bitdepth", "8"]
    static let previewOptions = ["--Q", "30", "--effort", "6"]
    static let socialOptions = "[Q=82,optimize-coding,interlace,background=255]"
}
