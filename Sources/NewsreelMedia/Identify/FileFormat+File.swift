extension FileFormat {
    /// The format of a file by its first and last bytes, without any tool; throws in words when Newsreel does not take it.
    package static func of(file: String) throws(MediaError) -> FileFormat { try of(FileSample(file: file)) }

    static func of(_ sample: FileSample) throws(MediaError) -> FileFormat {
        guard sample.size > 0 else {
            throw MediaError(.empty, "The file is empty. Hand it in again; the copy may have been cut short.")
        }
        switch FileSignature(sample) {
        case .known(let format): return format
        case .refused(let reason): throw MediaError(.unsupported, reason)
        case .unknown:
            throw MediaError(
                .unsupported,
                "The file is of no kind that Newsreel knows, whatever its name says. Hand in a picture (JPEG, PNG, "
                    + "WebP, GIF, TIFF, AVIF, HEIC), a clip (MP4, WebM), a recording (MP3, M4A), a PDF or a text.")
        }
    }
}
