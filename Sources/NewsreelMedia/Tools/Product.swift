import FoundationEssentials
import NewsreelModel

/// A finished file in a work folder, on its way to where it was asked for.
struct Product: Sendable {
    let name: String
    let purpose: Rendition.Purpose
    let mimeType: String
    let width: Int
    let height: Int

    init(_ name: String, _ purpose: Rendition.Purpose, _ mimeType: String, _ width: Int, _ height: Int) {
        self.name = name
        self.purpose = purpose
        self.mimeType = mimeType
        self.width = width
        self.height = height
    }
}

extension MediaWorkshop {
    /// Moves finished files to where they were asked for, all or none, in the order given.
    func deliver(
        _ products: [Product], from work: WorkFolder, to folder: String
    ) throws(MediaError) -> [MadeRendition] {
        var made: [MadeRendition] = []
        do {
            for product in products {
                let path = "\(folder)/\(product.name)"
                try? FileManager.default.removeItem(atPath: path)
                try FileManager.default.moveItem(atPath: work.file(product.name), toPath: path)
                made.append(
                    MadeRendition(
                        name: product.name, purpose: product.purpose, mimeType: product.mimeType, width: product.width,
                        height: product.height, bytes: try FileSample.size(of: path), path: path))
            }
            return made
        } catch {
            for rendition in made { try? FileManager.default.removeItem(atPath: rendition.path) }
            throw MediaError(
                .outOfSpace, "The renditions could not be put in their place. Tell whoever runs this Newsreel.",
                detail: "\(folder): \(error)")
        }
    }
}
