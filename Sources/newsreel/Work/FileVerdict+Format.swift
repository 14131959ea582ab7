import NewsreelMedia
import NewsreelModel

extension FileVerdict {
    /// What Newsreel says of the file at `path`, by its contents.
    static func of(_ path: String, isWhole: Bool) -> FileVerdict {
        guard isWhole else { return FileFormat.refusal(ofBeginning: path).map { .refused($0) } ?? .undecided }
        do throws(MediaError) {
            let format = try FileFormat.of(file: path)
            return .taken(format.kind, mimeType: format.mimeType, fileExtension: format.fileExtension)
        } catch {
            return .refused(error.message)
        }
    }
}
