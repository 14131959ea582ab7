import FoundationEssentials
import NewsreelModel

/// Values that live in a JSON column.
enum StoredJSON {
    /// The keys are sorted, so that equal values have equal text.
    static func text(_ value: some Encodable) throws(StoreError) -> String {
        String(decoding: try bytes(value), as: UTF8.self)
    }

    /// The same text as that of any other value, written straight: of all that is stored, stories are most.
    static func text(_ content: StoryContent) throws(StoreError) -> String {
        var writer = ContentJSON()
        try writer.write(content)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    static func bytes(_ value: some Encodable) throws(StoreError) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return [UInt8](try encoder.encode(value))
        } catch {
            throw StoreError(.invalid, "Something in it cannot be stored as JSON.", cause: String(describing: error))
        }
    }

    /// `owner` names the row for the error: `story 01h…`.
    static func value<Value: Decodable>(
        _ type: Value.Type, _ text: String, of owner: String
    ) throws(StoreError) -> Value {
        do {
            return try JSONDecoder().decode(type, from: Data(text.utf8))
        } catch {
            throw StoreError(
                .damaged, "What is stored of \(owner) cannot be read. Restore it from a copy.",
                cause: String(describing: error))
        }
    }
}
