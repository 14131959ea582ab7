package import NewsreelModel

/// Something that readers did, counted for one story or one clip.
package struct ReaderAct: Hashable, Sendable {
    package enum Kind: String, Sendable, CaseIterable {
        /// A story's page was shown.
        case view
        /// A clip or recording began to play.
        case play
        // So much of it was played.
        case quarter = "25"
        case half = "50"
        case threeQuarters = "75"
        case whole = "100"
    }

    /// What it was done with: stories by their address, clips by their identity.
    package enum Subject: Hashable, Sendable {
        case story(edition: String, LocalDay, slug: String)
        case media(MediaID)
    }

    package let kind: Kind
    package let subject: Subject

    /// Nil where the kind is none of the subject's.
    package init?(_ kind: Kind, _ subject: Subject) {
        if case .story = subject, kind != .view { return nil }
        if case .media = subject, kind == .view { return nil }
        self.kind = kind
        self.subject = subject
    }
}

/// A story and how often it was read.
package struct ReadStory: Hashable, Sendable {
    package let id: StoryID
    package let edition: String
    package let headline: String
    package let views: Int
}

/// A clip or recording, how often it was begun, and how often it was watched so far.
package struct WatchedClip: Hashable, Sendable {
    package let id: MediaID
    package let title: String
    package let plays: Int
    /// A quarter, a half, three quarters, the whole.
    package let reached: [Int]
}

enum ViewQueries {
    static let most = """
        SELECT subject, sum(count) AS total FROM views WHERE kind = $1 AND hour >= $2
        GROUP BY subject ORDER BY total DESC, subject LIMIT $3
        """

    static let hours = "SELECT hour, sum(count) FROM views WHERE kind = $1 AND hour >= $2 GROUP BY hour ORDER BY hour"
}

extension Newsroom {
    /// How long counts are kept, in hours.
    private static let memory = 400 * 24

    private static func hour(_ moment: Timestamp) -> Int { Int(moment.milliseconds / 3_600_000) }

    /// Adds counts to the hour that it is; what is not published, or not there, counts for nothing.
    package func count(_ acts: [ReaderAct: Int]) async throws(StoreError) {
        guard !acts.isEmpty else { return }
        try await write("count what is read") { (transaction: WriteTransaction) throws(StoreError) in
            let hour = Self.hour(transaction.now)
            for (act, count) in acts {
                let subject: String?
                switch act.subject {
                case .story(let edition, let day, let slug):
                    subject = try transaction.first(
                        """
                        SELECT id FROM stories WHERE edition = $1 AND day = $2 AND slug = $3 AND status = 'published'
                        """, [.text(edition), .text(day.description), .text(slug)]
                    ) { (row: borrowing RowView) in row.text(0) }
                case .media(let id):
                    let isPlayed = try transaction.exists(
                        "SELECT 1 FROM media WHERE id = $1 AND kind IN ('video', 'audio')", [.id(id)])
                    subject = isPlayed ? id.rawValue : nil
                }
                guard let subject else { continue }
                try transaction.execute(
                    """
                    INSERT INTO views (kind, hour, subject, count) VALUES ($1, $2, $3, $4)
                    ON CONFLICT (kind, hour, subject) DO UPDATE SET count = views.count + excluded.count
                    """, [.text(act.kind.rawValue), .integer(hour), .text(subject), .integer(count)])
            }
        }
    }

    /// Forgets what was counted long ago.
    package func forgetOldViews() async throws(StoreError) {
        try await write("forget old counts") { (transaction: WriteTransaction) throws(StoreError) in
            for kind in ReaderAct.Kind.allCases {
                try transaction.execute(
                    "DELETE FROM views WHERE kind = $1 AND hour < $2",
                    [.text(kind.rawValue), .integer(Self.hour(transaction.now) - Self.memory)])
            }
        }
    }

    /// The stories that were read most in the last hours.
    package func mostRead(hours: Int, limit: Int) async throws(StoreError) -> [ReadStory] {
        try await read("find what is read most") { (transaction: ReadTransaction) throws(StoreError) in
            let counts = try Self.most(.view, hours, limit, in: transaction)
            var stories: [ReadStory] = []
            for (subject, views) in counts {
                let found = try transaction.first(
                    "SELECT edition, headline FROM stories WHERE id = $1", [.text(subject)]
                ) { (row: borrowing RowView) in (edition: row.text(0), headline: row.text(1)) }
                guard let found else { continue }
                stories.append(
                    ReadStory(
                        id: StoryID(rawValue: subject), edition: found.edition, headline: found.headline, views: views))
            }
            return stories
        }
    }

    /// The clips and recordings that were begun most in the last hours, and how far they were watched.
    package func mostWatched(hours: Int, limit: Int) async throws(StoreError) -> [WatchedClip] {
        try await read("find what is watched most") { (transaction: ReadTransaction) throws(StoreError) in
            let counts = try Self.most(.play, hours, limit, in: transaction)
            let assets = try MediaRecords.assets(counts.map { MediaID(rawValue: $0.subject) }, in: transaction)
            let since = Self.hour(transaction.now) - hours + 1
            var clips: [WatchedClip] = []
            for (subject, plays) in counts {
                guard let asset = assets[MediaID(rawValue: subject)] else { continue }
                var reached: [Int] = []
                for kind in [ReaderAct.Kind.quarter, .half, .threeQuarters, .whole] {
                    reached.append(
                        try transaction.count(
                            "SELECT coalesce(sum(count), 0) FROM views WHERE kind = $1 AND hour >= $2 AND subject = $3",
                            [.text(kind.rawValue), .integer(since), .text(subject)]))
                }
                clips.append(
                    WatchedClip(
                        id: asset.id, title: asset.caption ?? asset.original?.filename ?? asset.id.rawValue,
                        plays: plays, reached: reached))
            }
            return clips
        }
    }

    /// How many pages were read in each of the last hours, the oldest first.
    package func viewsByHour(hours: Int) async throws(StoreError) -> [Int] {
        try await read("count by the hour") { (transaction: ReadTransaction) throws(StoreError) in
            let since = Self.hour(transaction.now) - hours + 1
            var counts = Array(repeating: 0, count: hours)
            try transaction.each(ViewQueries.hours, [.text(ReaderAct.Kind.view.rawValue), .integer(since)]) {
                (row: borrowing RowView) in
                let index = row.int(0) - since
                if counts.indices.contains(index) { counts[index] = row.int(1) }
                return true
            }
            return counts
        }
    }

    private static func most(
        _ kind: ReaderAct.Kind, _ hours: Int, _ limit: Int, in transaction: ReadTransaction
    ) throws(StoreError) -> [(subject: String, count: Int)] {
        try transaction.rows(
            ViewQueries.most,
            [.text(kind.rawValue), .integer(hour(transaction.now) - hours + 1), .integer(limit)]
        ) { (row: borrowing RowView) in (subject: row.text(0), count: row.int(1)) }
    }
}
