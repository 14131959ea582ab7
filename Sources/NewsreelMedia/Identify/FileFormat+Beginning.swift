extension FileFormat {
    /// Why a file is not taken, as far as its beginning tells; nil for one that is taken or cannot be told yet.
    package static func refusal(ofBeginning file: String) -> String? {
        guard let sample = try? FileSample(file: file), sample.head.count >= FileSample.headSize else { return nil }
        // What these are stands at their ends.
        if sample.head.starts(with: [0x50, 0x4B]) || sample.head.starts(with: OLE2.magic) { return nil }
        do throws(MediaError) {
            _ = try of(FileSample(head: sample.head, size: sample.size))
            return nil
        } catch {
            return error.message
        }
    }
}
