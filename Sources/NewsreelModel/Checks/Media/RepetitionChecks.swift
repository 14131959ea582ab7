/// The same paragraph or the same picture twice.
struct RepetitionChecks {
    let story: Story
    let text: CheckedText
    let media: [MediaID: MediaAsset]

    /// Shorter ones recur on purpose: “No comment.”
    private static let leastWords = 8

    var findings: [Finding] { paragraphs + pictures }

    private var paragraphs: [Finding] {
        var seen: [String: Int] = [:]
        var found: [Finding] = []
        for passage in text.passages where passage.kind == .paragraph {
            let words = passage.tokens.filter { $0.kind != .mark }
            guard words.count >= Self.leastWords || passage.scalars.count >= 60 else { continue }
            let key = words.map { $0.kind == .number ? String($0.value) : $0.text }.joined(separator: " ")
            if let first = seen[key] {
                found.append(
                    passage.finding(
                        .paragraphTwice, 0..<passage.scalars.count, "The same paragraph stands in block \(first + 1)."))
            } else {
                seen[key] = passage.place.block ?? 0
            }
        }
        return found
    }

    private var pictures: [Finding] {
        var seen: Set<MediaID> = []
        var files: [Checksum: MediaID] = [:]
        var found: [Finding] = []
        func look(_ id: MediaID, _ block: Int?) {
            let place = FindingPlace(.media, block: block, media: id)
            guard seen.insert(id).inserted else {
                found.append(
                    Finding(.pictureTwice, at: place, reason: "The story shows this \(Self.name(media[id])) twice."))
                return
            }
            guard let file = media[id]?.original?.checksum else { return }
            if let other = files[file] {
                found.append(
                    Finding(
                        .pictureTwice, at: place,
                        reason: "This is the same file as \(other), which the story shows too."))
            } else {
                files[file] = id
            }
        }
        let lead = story.content.lead
        if let lead { look(lead, nil) }
        for (index, block) in story.content.body.enumerated() {
            var isGallery = false
            if case .gallery = block { isGallery = true }
            // A lead may open the text too, where pages leave it out, and have its place in a gallery.
            for id in block.media where id != lead || index > 0 && !isGallery { look(id, index) }
        }
        return found
    }

    private static func name(_ asset: MediaAsset?) -> String {
        switch asset?.kind {
        case .video: "clip"
        case .audio: "recording"
        case .document: "document"
        case .image, nil: "picture"
        }
    }
}
