import Foundation
import NewsreelMedia
import NewsreelModel
import NewsreelStore

/// A file on this machine on its way into a newsroom.
enum MediaFile {
    /// Puts a file into the blob store; throws in words when it is nothing that Newsreel takes.
    static func keep(_ path: String, in newsroom: Newsroom) throws -> (original: Original, format: FileFormat) {
        let name = URL(fileURLWithPath: path).lastPathComponent
        do {
            let format = try FileFormat.of(file: path)
            let blob = try newsroom.blobs.put(file: path)
            return (
                Original(checksum: blob.checksum, bytes: blob.bytes, mimeType: format.mimeType, filename: name), format
            )
        } catch let error as MediaError {
            throw CommandFailure("\(Terminal.plain(name)): \(error.message)")
        } catch let error as StoreError {
            throw CommandFailure("\(Terminal.plain(name)): \(error.message)")
        }
    }

    /// Caption and credit as they were typed; a caption that ends in a credit line is split where no credit was given.
    static func words(caption: String?, credit: String?) -> (caption: String?, credit: CreditChain) {
        if let credit { return (caption, CreditParser.credit(credit)) }
        guard let caption else { return (nil, CreditChain()) }
        return CreditParser.parse(caption)
    }
}
