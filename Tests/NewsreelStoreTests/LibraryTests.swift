import NewsreelModel
import NewsreelTesting
import Testing

@testable import NewsreelStore

@Suite struct LibraryTests {
    let temporary: TemporaryNewsroom
    var newsroom: Newsroom { temporary.newsroom }
    private static let eva = Actor(name: "Eva", address: "192.0.2.1")

    init() async throws { temporary = try await TemporaryNewsroom() }

    private func add(
        _ caption: String, kind: MediaKind = .image, credit: CreditChain = .fixture, file: String? = nil, seed: Int = 1
    ) async throws -> MediaID {
        temporary.clock.advance(seconds: 60)
        var original: Original?
        if let file {
            original = .fixture(seed)
            original?.filename = file
        }
        return try await newsroom.addMedia(.fixture(kind: kind, caption: caption, credit: credit, original: original))
            .id
    }

    private func find(_ query: MediaQuery) async throws -> [MediaID] {
        try await newsroom.library(query).items.map(\.asset.id)
    }

    @Test func `the library finds by beginnings of words of caption, credit and file name`() async throws {
        let ferry = try await add("The white ferry at Østerholm's quay", file: "IMG_2041.jpg")
        let storm = try await add(
            "A storm over the harbour", credit: CreditChain(parties: [CreditParty(.agency, "Reuters")]))
        let seoul = try await add("서울의 아침", credit: CreditChain(parties: [CreditParty(.supplier, "Yonhap")]))
        #expect(try await find(MediaQuery()) == [seoul, storm, ferry])
        #expect(try await find(MediaQuery(words: "ferr")) == [ferry])
        #expect(try await find(MediaQuery(words: "FERRY quay")) == [ferry])
        #expect(try await find(MediaQuery(words: "img 2041")) == [ferry])
        #expect(try await find(MediaQuery(words: "reut")) == [storm])
        #expect(try await find(MediaQuery(words: "서울")) == [seoul])
        #expect(try await find(MediaQuery(words: "ferry storm")).isEmpty)
        #expect(try await find(MediaQuery(words: "zeppelin")).isEmpty)
        // What is said now is found, what was said before is not.
        let description = MediaDescription(try #require(try await newsroom.media(storm)))
        var changed = description
        changed.caption = "A squall over the roads"
        _ = try await newsroom.describe(storm, as: changed, onto: description.version, by: Self.eva)
        #expect(try await find(MediaQuery(words: "squall")) == [storm])
        #expect(try await find(MediaQuery(words: "storm")).isEmpty)
    }

    @Test func `filters by kind, credited party, day and use narrow each other`() async throws {
        let agency = CreditChain(parties: [CreditParty(.agency, "Korean Central News Agency", abbreviation: "KCNA")])
        let clip = try await add("A parade", kind: .video, credit: agency)
        let picture = try await add("A parade", credit: agency)
        let other = try await add("A parade")
        #expect(try await find(MediaQuery(kinds: [.video])) == [clip])
        #expect(try await find(MediaQuery(kinds: [.video, .image])) == [other, picture, clip])
        #expect(try await find(MediaQuery(party: Slug.make("korean central news agency"))) == [picture, clip])
        #expect(try await find(MediaQuery(words: "kcna parade", kinds: [.image])) == [picture])
        let story = try await newsroom.createStory(
            edition: "en", content: .fixture(media: [picture], lead: picture), author: "rob")
        #expect(try await find(MediaQuery(isUsed: true)) == [picture])
        #expect(try await find(MediaQuery(isUsed: false)) == [other, clip])
        #expect(
            try await find(MediaQuery(words: "parade", party: Slug.make("Korean Central News Agency"), isUsed: false))
                == [clip])
        let use = try await newsroom.stories(using: picture)
        #expect(use.map(\.story) == [story.id] && use.first?.status == .draft)
        // Taken off the story it is unused again.
        _ = try await newsroom.save(story.id, .fixture(), basedOn: 1, author: "rob")
        #expect(try await find(MediaQuery(isUsed: true)).isEmpty)
        let time = try #require(try await newsroom.media(picture)).created
        #expect(try await find(MediaQuery(from: time, to: time.adding(seconds: 1))) == [picture])
    }

    @Test func `pages of the library follow each other without a gap, also while something comes`() async throws {
        var all: [MediaID] = []
        for number in 0..<7 { all.insert(try await add("Wave \(number)"), at: 0) }
        for words in ["", "wav"] {
            var seen: [MediaID] = []
            var query = MediaQuery(words: words, limit: 3)
            while true {
                let page = try await newsroom.library(query)
                seen += page.items.map(\.asset.id)
                _ = try await add("Breaker")
                guard let next = page.next else { break }
                query.after = try #require(MediaPosition(token: next.token))
            }
            #expect(seen.filter(all.contains) == all)
        }
        #expect(MediaPosition(token: "nothing") == nil)
    }

    @Test func `known parties are completed by any word of their name and by their short form`() async throws {
        let agency = CreditChain(parties: [CreditParty(.agency, "Korean Central News Agency", abbreviation: "KCNA")])
        _ = try await add("One", credit: agency)
        _ = try await add("Two", credit: agency)
        let third = try await add("Three", credit: CreditChain(parties: [CreditParty(.creator, "Central Press")]))
        #expect(
            try await newsroom.creditParties("cent").map(\.party.name) == [
                "Korean Central News Agency", "Central Press",
            ])
        #expect(try await newsroom.creditParties("kcn").map(\.party.abbreviation) == ["KCNA"])
        #expect(try await newsroom.creditParties().first?.media == 2)
        let before = MediaDescription(try #require(try await newsroom.media(third)))
        var after = before
        after.credit = agency
        _ = try await newsroom.describe(third, as: after, onto: before.version, by: Self.eva)
        #expect(try await newsroom.creditParties("press").isEmpty, "nobody credits them any more")
        #expect(try await newsroom.creditParties("kcna").first?.media == 3)
    }

    @Test func `nobody is overwritten who described the same file in between`() async throws {
        let id = try await add("The quay", file: "quay.jpg")
        let first = MediaDescription(try #require(try await newsroom.media(id)))
        // Work on the file is no change of what is said.
        try await newsroom.markReady(id, renditions: [.fixture()], findings: MediaFindings(width: 1920, height: 1080))
        #expect(try MediaDescription(try #require(try await newsroom.media(id))).version == first.version)
        var mine = first
        mine.focus = FocalPoint(x: 0.2, y: 0.9)
        _ = try await newsroom.describe(id, as: mine, onto: first.version, by: Self.eva)
        var late = first
        late.caption = "Another quay"
        let error = await #expect(throws: StoreError.self) {
            _ = try await newsroom.describe(id, as: late, onto: first.version, by: Self.eva)
        }
        #expect(error?.code == .conflict)
        let kept = try #require(try await newsroom.media(id))
        #expect(kept.caption == "The quay" && kept.focus == mine.focus)
        #expect(try await newsroom.jobs(JobFilter(media: id)).contains { $0.work == .poster && $0.state == .queued })
        let act = try #require(try await newsroom.acts(limit: 1).first)
        #expect(act.act == .mediaDescribed && act.subject == "quay.jpg: focal point" && act.actor == "Eva")
    }

    @Test func `the words of a source stand until somebody changes the parts they were read from`() async throws {
        let worded = CreditParser.credit(
            "Picture supplied by North Korea's Korean Central News Agency (KCNA). © KCNA via REUTERS")
        let id = try await add("A launch", credit: worded)
        let before = MediaDescription(try #require(try await newsroom.media(id)))
        var after = before
        after.credit.parties.append(CreditParty(.creator, "Mara Lind"))
        let kept = try await newsroom.describe(id, as: after, onto: before.version, by: Self.eva)
        #expect(kept.credit.wording == nil && kept.credit.text.contains("Mara Lind"))
    }

    @Test func `failed work is tried again by whoever asks, and the log says who`() async throws {
        let id = try await add("The quay", file: "quay.jpg")
        let job = try #require(try await newsroom.claim(worker: "w"))
        try await newsroom.fail(job.id, worker: "w", reason: "The file is damaged.")
        try await newsroom.markFailed(id, reason: "The file is damaged.")
        #expect(try await newsroom.retryJobs(of: id, by: Self.eva) == 1)
        #expect(try await newsroom.job(job.id)?.state == .queued)
        #expect(try await newsroom.media(id)?.state == .processing)
        #expect(try await newsroom.acts(limit: 1).first?.act == .jobRetried)
        await #expect(throws: StoreError.self) { try await newsroom.retryJobs(of: id, by: Self.eva) }
    }

    @Test func `reporters describe what they sent and what their stories use`() async throws {
        let rob = User(id: UserID(rawValue: "rob"), name: "Rob", email: "rob@x", role: .reporter, created: .fixtureNow)
        let id = try await add("The quay")
        let item = try #require(try await newsroom.libraryItem(id))
        #expect(try await !newsroom.mayDescribe(item, rob))
        _ = try await newsroom.createStory(edition: "en", content: .fixture(media: [id]), author: "rob")
        #expect(try await newsroom.mayDescribe(item, rob))
    }

    @Test func `the library's walks start at their place in an index`() async throws {
        let sql: [String] = [
            LibraryQueries.firstWord, LibraryQueries.nextWord, LibraryQueries.count("media_words", "word", most: 9),
            LibraryQueries.uses, LibraryQueries.isOwn, LibraryQueries.partiesByUse, TagQueries.first, TagQueries.next,
            TagQueries.storiesUnder, PlanQueries.published, PlanQueries.embargoed,
            PlanQueries.failed, TagMoves.target, TagQueries.unpublished,
            """
            SELECT l.created_ms, l.media FROM media_words l CROSS JOIN media m ON m.id = l.media
            WHERE l.word = $1 AND (l.created_ms, l.media) < ($2, $3) AND m.uses = 0
            ORDER BY l.created_ms DESC, l.media DESC LIMIT $4
            """,
            """
            SELECT m.created_ms, m.id FROM media m WHERE (m.created_ms, m.id) < ($1, $2) AND m.uses = 0
            ORDER BY m.created_ms DESC, m.id DESC LIMIT $3
            """,
            """
            SELECT m.created_ms, m.id FROM media m WHERE (m.created_ms, m.id) < ($1, $2) AND m.kind = $3
            ORDER BY m.created_ms DESC, m.id DESC LIMIT $4
            """,
        ]
        for sql in sql {
            let plan: [String] = try await newsroom.read("explain") {
                (transaction: ReadTransaction) throws(StoreError) in
                let highest = (1...9).last { sql.contains("$\($0)") } ?? 0
                return try transaction.rows(
                    "EXPLAIN QUERY PLAN " + sql, Array(repeating: .null, count: highest)
                ) { (row: borrowing RowView) in row.text(3) }
            }
            for step in plan where !step.hasPrefix("SCAN credit_parties USING INDEX") {
                let isSubquery = step.hasPrefix("SCAN (subquery") || step.hasPrefix("SCAN SUBQUERY")
                #expect(!step.hasPrefix("SCAN") || isSubquery, "\(sql): \(step)")
                // What is scheduled is a handful, found by its status and then put in order.
                #expect(!step.contains("TEMP B-TREE") || sql == PlanQueries.due, "\(sql): \(step)")
            }
        }
    }
}
