package import NewsreelModel

/// A format that Newsreel takes, told by a file's contents and never by its name.
package enum FileFormat: String, Sendable, Hashable, CaseIterable {
    case jpeg, png, webp, gif, tiff, avif, heic
    case mp4, quickTime, webm, matroska, avi, mpegTransport, mpegProgram, mxf, flv, asf, dv
    case mp3, aac, m4a, flac, ogg, wav, aiff, coreAudio, amr, ac3
    case pdf, word, excel, powerPoint, wordBinary, excelBinary, powerPointBinary
    case openText, openSpreadsheet, openPresentation, epub, rtf, plainText, webVTT

    /// The media kind before the file was probed; containers of sound alone turn out to be audio.
    package var kind: MediaKind {
        switch self {
        case .jpeg, .png, .webp, .gif, .tiff, .avif, .heic: .image
        case .mp4, .quickTime, .webm, .matroska, .avi, .mpegTransport, .mpegProgram, .mxf, .flv, .asf, .dv: .video
        case .mp3, .aac, .m4a, .flac, .ogg, .wav, .aiff, .coreAudio, .amr, .ac3: .audio
        default: .document
        }
    }

    package var mimeType: String { names.mimeType }

    /// Without a dot.
    package var fileExtension: String { names.fileExtension }

    private var names: (mimeType: String, fileExtension: String) {
        let office = "application/vnd.openxmlformats-officedocument"
        let open = "application/vnd.oasis.opendocument"
        return switch self {
        case .jpeg: ("image/jpeg", "jpg")
        case .png: ("image/png", "png")
        case .webp: ("image/webp", "webp")
        case .gif: ("image/gif", "gif")
        case .tiff: ("image/tiff", "tif")
        case .avif: ("image/avif", "avif")
        case .heic: ("image/heic", "heic")
        case .mp4: ("video/mp4", "mp4")
        case .quickTime: ("video/quicktime", "mov")
        case .webm: ("video/webm", "webm")
        case .matroska: ("video/matroska", "mkv")
        case .avi: ("video/vnd.avi", "avi")
        case .mpegTransport: ("video/mp2t", "ts")
        case .mpegProgram: ("video/mpeg", "mpg")
        case .mxf: ("application/mxf", "mxf")
        case .flv: ("video/x-flv", "flv")
        case .asf: ("video/x-ms-asf", "wmv")
        case .dv: ("video/DV", "dv")
        case .mp3: ("audio/mpeg", "mp3")
        case .aac: ("audio/aac", "aac")
        case .m4a: ("audio/mp4", "m4a")
        case .flac: ("audio/flac", "flac")
        case .ogg: ("audio/ogg", "ogg")
        case .wav: ("audio/wav", "wav")
        case .aiff: ("audio/aiff", "aiff")
        case .coreAudio: ("audio/x-caf", "caf")
        case .amr: ("audio/AMR", "amr")
        case .ac3: ("audio/ac3", "ac3")
        case .pdf: ("application/pdf", "pdf")
        case .word: ("\(office).wordprocessingml.document", "docx")
        case .excel: ("\(office).spreadsheetml.sheet", "xlsx")
        case .powerPoint: ("\(office).presentationml.presentation", "pptx")
        case .wordBinary: ("application/msword", "doc")
        case .excelBinary: ("application/vnd.ms-excel", "xls")
        case .powerPointBinary: ("application/vnd.ms-powerpoint", "ppt")
        case .openText: ("\(open).text", "odt")
        case .openSpreadsheet: ("\(open).spreadsheet", "ods")
        case .openPresentation: ("\(open).presentation", "odp")
        case .epub: ("application/epub+zip", "epub")
        case .rtf: ("application/rtf", "rtf")
        case .plainText: ("text/plain", "txt")
        case .webVTT: ("text/vtt", "vtt")
        }
    }

    /// True for the formats that vips reads and writes through a module.
    var needsModules: Bool { self == .avif || self == .heic }

    /// The one demuxer of ffmpeg that may open it, so that no file can pass for a playlist that names other files.
    var demuxer: String? {
        switch self {
        case .mp4, .quickTime, .m4a: "mov"
        case .webm, .matroska: "matroska"
        case .avi: "avi"
        case .mpegTransport: "mpegts"
        case .mpegProgram: "mpeg"
        case .mxf: "mxf"
        case .flv: "flv"
        case .mp3: "mp3"
        case .aac: "aac"
        case .flac: "flac"
        case .ogg: "ogg"
        case .wav: "wav"
        case .asf: "asf"
        case .dv: "dv"
        case .aiff: "aiff"
        case .coreAudio: "caf"
        case .amr: "amr"
        case .ac3: "ac3"
        default: nil
        }
    }
}

/// What the first bytes of a file say.
enum FileSignature: Hashable, Sendable {
    case known(FileFormat)
    /// Recognised, and refused for a reason that ends with what to do.
    case refused(String)
    case unknown
}
