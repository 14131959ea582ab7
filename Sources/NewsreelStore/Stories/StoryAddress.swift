import NewsreelModel

/// Addresses of stories: one per edition, day and slug, and never one that redirects elsewhere.
struct StoryAddress {
    let transaction: WriteTransaction
    let edition: String
    let day: LocalDay

    /// `wanted`, or `wanted-2`, `wanted-3`… where another story has it.
    func free(_ wanted: String, for story: StoryID) throws(StoreError) -> String {
        guard try isTaken(wanted, by: story) else { return wanted }
        // Doubling, then halving: a thousand stories of one headline do not cost a thousand look-ups each.
        var taken = 1
        var free = 2
        while try isTaken(Self.numbered(wanted, free), by: story) {
            taken = free
            free *= 2
        }
        while free - taken > 1 {
            let middle = (taken + free) / 2
            if try isTaken(Self.numbered(wanted, middle), by: story) { taken = middle } else { free = middle }
        }
        return Self.numbered(wanted, free)
    }

    private func isTaken(_ slug: String, by story: StoryID) throws(StoreError) -> Bool {
        let address: [SQLValue] = [.text(edition), .text(day.description), .text(slug), .id(story)]
        let isStory = try transaction.exists(
            "SELECT 1 FROM stories WHERE edition = $1 AND day = $2 AND slug = $3 AND id <> $4", address)
        if isStory { return true }
        return try transaction.exists(
            "SELECT 1 FROM redirects WHERE edition = $1 AND day = $2 AND slug = $3 AND story <> $4", address)
    }

    private static func numbered(_ slug: String, _ number: Int) -> String {
        let ending = "-\(number)"
        var start = String(slug.prefix(80 - ending.count))
        while start.hasSuffix("-") { start.removeLast() }
        return start + ending
    }
}
