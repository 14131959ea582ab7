package import NewsreelModel

/// A party that credits of the newsroom name.
package struct KnownParty: Hashable, Sendable {
    package let party: CreditParty
    /// Its name in addresses.
    package let slug: String
    /// Assets whose credit names it.
    package let media: Int
}

/// A story that uses an asset.
package struct MediaUsage: Hashable, Sendable {
    package let story: StoryID
    package let edition: String
    package let headline: String
    package let status: StoryStatus
    package let updated: Timestamp
}

extension Newsroom {
    /// A page of the media library, the newest first.
    package func library(_ query: MediaQuery) async throws(StoreError) -> LibraryPage {
        try await read("look through the media library") { (transaction: ReadTransaction) throws(StoreError) in
            let positions = try LibrarySearch(query, in: transaction).positions()
            let items = try Self.items(positions.prefix(query.limit).map(\.id), in: transaction)
            let hasMore = positions.count > query.limit
            return LibraryPage(items: items, next: hasMore ? positions[query.limit - 1] : nil)
        }
    }

    /// One asset as the library has it; nil where there is none.
    package func libraryItem(_ id: MediaID) async throws(StoreError) -> LibraryItem? {
        try await read("read media \(id)") { (transaction: ReadTransaction) throws(StoreError) in
            try Self.items([id], in: transaction).first
        }
    }

    private static func items(_ ids: [MediaID], in transaction: ReadTransaction) throws(StoreError) -> [LibraryItem] {
        let assets = try MediaRecords.assets(ids, in: transaction)
        var facts: [MediaID: (uses: Int, uploader: UserID?)] = [:]
        var rest = ids[...]
        while !rest.isEmpty {
            let part = ValueList(rest.prefix(ValueList.longest).map { SQLValue.id($0) })
            rest = rest.dropFirst(ValueList.longest)
            try transaction.each("SELECT id, uses, uploader FROM media WHERE id IN (\(part.parameters()))", part.values)
            {
                (row: borrowing RowView) -> Bool in
                facts[row.id(0)] = (row.int(1), row.optionalID(2))
                return true
            }
        }
        return ids.compactMap { id in
            assets[id].map { LibraryItem(asset: $0, uses: facts[id]?.uses ?? 0, uploader: facts[id]?.uploader) }
        }
    }

    /// The stories that use an asset, the one changed last first.
    package func stories(using id: MediaID, limit: Int = 50) async throws(StoreError) -> [MediaUsage] {
        try await read("list the stories of media \(id)") { (transaction: ReadTransaction) throws(StoreError) in
            let found = try transaction.rows(LibraryQueries.uses, [.id(id)]) {
                (row: borrowing RowView) throws(StoreError) -> MediaUsage in
                guard let status = StoryStatus(rawValue: row.text(3)) else {
                    throw StoreError(.damaged, "The status of the story \(row.text(0)) is none that is known.")
                }
                return MediaUsage(
                    story: row.id(0), edition: row.text(1), headline: row.text(2), status: status, updated: row.time(4))
            }
            return Array(found.sorted { ($0.updated, $0.story) > ($1.updated, $1.story) }.prefix(limit))
        }
    }

    /// Parties whose name or short form has a word that begins so, those credited most first; for nothing typed, the
    /// most credited.
    package func creditParties(_ typed: String = "", limit: Int = 20) async throws(StoreError) -> [KnownParty] {
        try await read("look up credited parties") { (transaction: ReadTransaction) throws(StoreError) in
            func party(_ row: borrowing RowView) -> KnownParty {
                KnownParty(
                    party: CreditParty(
                        CreditParty.Role(rawValue: row.text(2)) ?? .supplier, row.text(0),
                        abbreviation: row.optionalText(1)),
                    slug: row.text(4), media: row.int(3))
            }
            guard let start = SearchTags.starts(typed).first else {
                return try transaction.rows(LibraryQueries.partiesByUse, [.integer(limit)]) {
                    (row: borrowing RowView) in
                    party(row)
                }
            }
            return try transaction.rows(
                LibraryQueries.partiesFrom, [.text(start), .text(start + "\u{10FFFF}"), .integer(limit)]
            ) { (row: borrowing RowView) in party(row) }
        }
    }

    /// Whether somebody may change what is said of an asset: editors may, and others for what they sent in or what their
    /// stories use.
    package func mayDescribe(_ item: LibraryItem, _ user: User) async throws(StoreError) -> Bool {
        if user.role >= .editor || item.uploader == user.id { return true }
        let id = item.asset.id
        return try await read("look whose media \(id) is") { (transaction: ReadTransaction) throws(StoreError) in
            try transaction.exists(LibraryQueries.isOwn, [.id(id), .id(user.id), .text(user.name)])
        }
    }

    /// Writes what is said of an asset in place of `version`, and has its small renditions made anew where they show it.
    /// Throws `conflict` where somebody wrote something else in between.
    package func describe(
        _ id: MediaID, as description: MediaDescription, onto version: String, by actor: Actor
    ) async throws(StoreError) -> MediaAsset {
        try await write("describe media \(id)") { (transaction: WriteTransaction) throws(StoreError) in
            let old = try MediaRecords.existing(id, in: transaction)
            let before = MediaDescription(old)
            guard try before.version == version else {
                throw StoreError(
                    .conflict,
                    "Somebody else changed what is said of this file while you worked on it. Compare, and save again.")
            }
            let after = try description.normalised(replacing: before)
            guard after != before else { return old }
            var asset = old
            asset.caption = after.caption
            asset.alt = after.alt
            asset.credit = after.credit
            asset.rights = after.rights
            asset.focus = after.focus
            let kept = try MediaWriter(transaction).put(asset, replacing: old)
            try Self.makeAnew(kept, before, after, in: transaction)
            let name = kept.original?.filename ?? id.rawValue
            try transaction.log(.mediaDescribed, of: "\(name): \(after.changes(from: before))", by: actor)
            return kept
        }
    }

    /// The files' own metadata carries caption and credit, and the cut for shared links follows the focal point.
    private static func makeAnew(
        _ asset: MediaAsset, _ before: MediaDescription, _ after: MediaDescription, in transaction: WriteTransaction
    ) throws(StoreError) {
        guard asset.original != nil, asset.state == .ready || asset.state == .processing else { return }
        let queue = JobQueue(transaction)
        let isStamped =
            after.caption != before.caption || after.credit != before.credit
            || after.rights.usage != before.rights.usage
        if asset.kind == .image || asset.kind == .video, isStamped || after.focus != before.focus {
            _ = try queue.enqueue(.poster, media: asset.id, priority: 40, anew: true)
        }
        if asset.kind == .video || asset.kind == .audio, isStamped {
            _ = try queue.enqueue(.stamp, media: asset.id, anew: true)
        }
    }

    /// Puts the failed work on an asset back into the queue, and says who asked; answers how many jobs there were.
    @discardableResult
    package func retryJobs(of id: MediaID, by actor: Actor) async throws(StoreError) -> Int {
        try await write("retry the work on media \(id)") { (transaction: WriteTransaction) throws(StoreError) in
            let old = try MediaRecords.existing(id, in: transaction)
            var works: Set<String> = []
            let failed = try transaction.rows(
                "SELECT \(JobRecords.columns) FROM jobs WHERE media = $1 ORDER BY updated_ms DESC, id DESC", [.id(id)],
                JobRecords.job
            ).filter { works.insert($0.work.rawValue).inserted && $0.state.name == "failed" }
            for job in failed { _ = try JobQueue(transaction).take(.retry, job.id) }
            guard !failed.isEmpty else {
                throw StoreError(.stepRefused, "No work on this file has failed, so there is nothing to try again.")
            }
            if case .failed = old.state {
                var asset = old
                asset.state = .processing
                try MediaWriter(transaction).put(asset, replacing: old)
            }
            try transaction.log(.jobRetried, of: old.original?.filename ?? id.rawValue, by: actor)
            return failed.count
        }
    }
}

extension MediaDescription {
    /// The names of what differs, for the log.
    fileprivate func changes(from old: MediaDescription) -> String {
        var names: [String] = []
        if caption != old.caption { names.append("caption") }
        if alt != old.alt { names.append("alternative text") }
        if credit != old.credit { names.append("credit, now “\(credit.text)”") }
        if rights != old.rights { names.append("terms") }
        if focus != old.focus { names.append("focal point") }
        return names.joined(separator: ", ")
    }
}
