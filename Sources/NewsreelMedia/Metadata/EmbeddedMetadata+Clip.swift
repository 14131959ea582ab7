import NewsreelModel

extension EmbeddedMetadata {
    /// The words of ffmpeg that take everything the source says of itself out of a clip or recording, the place where it
    /// was taken with it, and put description, credit and rights in (the keys that MP4, WebM and MP3 have in common).
    var clipArguments: [String] {
        var words: [String] = ["-map_metadata", "-1", "-map_chapters", "-1"]
        func add(_ key: String, _ text: String?) {
            guard let text, !text.isEmpty else { return }
            words += ["-metadata", "\(key)=\(text.prefix(2000))"]
        }
        let creators: [String] = credit.parties.filter { $0.role == .creator }.map(\.printed)
        add("title", headline)
        add("artist", creators.isEmpty ? nil : creators.joined(separator: "; "))
        add("copyright", credit.rightsNotice)
        add("comment", credit.text)
        add("description", caption)
        return words
    }
}
