import Foundation
import Testing

@Suite(.serialized, .timeLimit(.minutes(2))) struct StoryCommandTests {
    /// A draft of `headline` with a document, and its identity.
    private func draft(_ headline: String, in data: String, _ folder: TestFolder) async throws -> String {
        let levels = try folder.write("Levels of \(headline), by hour.\n", "levels-\(headline.count).txt")
        let file = try folder.write(
            "---\nheadline: \(headline)\n---\nThe keeper saw the barge first.\n",
            headline.lowercased().replacing(" ", with: "-") + ".md")
        let run = try await Binary.run(
            "import", "--data", data, "--json", "--media", levels, "--credit", "© Water Board", file)
        let story = try #require(try run.objects().first?["story"] as? [String: Any], "\(run.errors)")
        return try #require(story["id"] as? String)
    }

    private func time(in seconds: Double) -> String {
        Date(timeIntervalSinceNow: seconds).ISO8601Format(.init(includingFractionalSeconds: true))
    }

    @Test func `a story goes its way from draft to the clock's publication, a correction and its withdrawal`()
        async throws
    {
        let folder = try TestFolder()
        let data = try await folder.newsroom()
        let id = try await draft("Barge adrift", in: data, folder)
        func story(_ words: String...) async throws -> Binary.Outcome {
            try await Binary.run(["story", words[0], "--data", data] + words.dropFirst())
        }
        #expect(try await story("submit", id).output.contains("in-review"))
        #expect(try await story("approve", id).output.contains("approved"))
        let server = try await ServerProcess(data: data, in: folder, "worker.enabled=false")
        let when = Date(timeIntervalSinceNow: 3)
        let scheduled = try await story(
            "schedule", "--at", when.ISO8601Format(.init(includingFractionalSeconds: true)), id)
        #expect(scheduled.output.contains("scheduled"), "\(scheduled.errors)")
        #expect(try await story("list", "--status", "scheduled").output.contains(id))
        var appeared: Date?
        while appeared == nil, Date() < when.addingTimeInterval(20) {
            if try server.get("/").text.contains("Barge adrift") { appeared = Date() }
            try await Task.sleep(for: .milliseconds(50))
        }
        #expect(try #require(appeared) >= when)

        let listed = try await story("list", "--status", "published").output
        let address = try #require(listed.firstMatch(of: #/http://\S+(/[0-9]{4}/\S+)/#)).1
        let path = String(address)
        let page = try server.get(path)
        #expect(page.status == 200)
        let document = String(try #require(page.text.firstMatch(of: #/"(/media/[^"]+\.txt)"/#)).1)
        #expect(try server.get(document).status == 200)
        let corrected = try await story("correct", "--note", "The barge was empty.", path)
        #expect(corrected.code == 0, "\(corrected.errors)")
        _ = try await eventually("the correction is on the page", within: 1) {
            try server.get(path).text.contains("The barge was empty.") ? true : nil
        }

        let killed = try await story("kill", "--notice", "No barge was adrift.", "http://127.0.0.1:8080" + path)
        #expect(killed.code == 0, "\(killed.errors)")
        _ = try await eventually("the story is gone", within: 1) {
            let gone = try server.get(path)
            return gone.status == 410 && gone.text.contains("No barge was adrift.") ? true : nil
        }
        #expect(try server.get(document).status == 410)
        for place in ["/", "/feed.rss", "/latest", "/search?q=barge"] {
            #expect(try !server.get(place).text.contains("Barge adrift"), "\(place)")
        }
        #expect(try await story("reinstate", path).output.contains("draft"))
        _ = try await eventually("the draft has no page", within: 1) {
            try server.get(path).status == 404 ? true : nil
        }
    }

    @Test func `a time that came while no server ran is kept when the next one starts`() async throws {
        let folder = try TestFolder()
        let data = try await folder.newsroom()
        let id = try await draft("Sluice shut", in: data, folder)
        let run = try await Binary.run("story", "schedule", "--data", data, "--at", time(in: 1), id)
        #expect(run.code == 0, "\(run.errors)")
        try await Task.sleep(for: .milliseconds(1200))
        #expect(try await Binary.run("story", "list", "--data", data).output.contains("scheduled"))
        let server = try await ServerProcess(data: data, in: folder, "worker.enabled=false")
        var isThere = false
        for _ in 0..<100 where !isThere {
            isThere = try server.get("/").text.contains("Sluice shut")
            try await Task.sleep(for: .milliseconds(50))
        }
        #expect(isThere)
    }

    @Test func `a story with a date that cannot be is published only with a reason`() async throws {
        let folder = try TestFolder()
        let data = try await folder.newsroom()
        let file = try folder.write(
            "---\nheadline: Quay closed by a storm\n---\nThe quay was closed on Monday, 17 June 2020, after a storm.\n",
            "quay.md")
        let run = try await Binary.run("import", "--data", data, "--json", file)
        let story = try #require(try run.objects().first?["story"] as? [String: Any], "\(run.errors)")
        let id = try #require(story["id"] as? String)
        let refused = try await Binary.run("story", "publish", "--data", data, id)
        #expect(refused.code == 1 && refused.errors.contains("17 June 2020 is a Wednesday"), "\(refused.errors)")
        #expect(try await Binary.run("story", "list", "--data", data).output.contains("draft"))
        let sent = try await Binary.run("story", "publish", "--data", data, "--despite", "An old calendar", id)
        #expect(sent.code == 0 && sent.output.contains("published"), "\(sent.errors)")
    }

    @Test func `what cannot be done to a story is refused in words`() async throws {
        let folder = try TestFolder()
        let data = try await folder.newsroom()
        let id = try await draft("Quiet water", in: data, folder)
        for (words, reason) in [
            (["kill", id], "draft"), (["schedule", "--at", "yesterday", id], "is no time"),
            (["schedule", "--at", "2020-01-01T00:00", id], "has passed"), (["publish", "nothing"], "no story nothing"),
            (["show", "/2020/01/01/none"], "no story"), (["correct", "--note", " ", id], "what was wrong"),
            (["list", "--edition", "xx"], "no edition"),
        ] {
            let run = try await Binary.run(["story", words[0], "--data", data] + words.dropFirst())
            #expect(run.code != 0 && run.errors.contains(reason), "\(words): \(run.errors)")
        }
        let shown = try await Binary.run("story", "show", "--data", data, id)
        #expect(try shown.objects().first?["headline"] as? String == "Quiet water")
    }

    @Test func `a draft is deleted once somebody says so, and what was published is not`() async throws {
        let folder = try TestFolder()
        let data = try await folder.newsroom()
        let id = try await draft("Barge adrift", in: data, folder)
        let asked = try await Binary.run("story", "delete", "--data", data, id)
        #expect(asked.code == 2 && asked.errors.contains("--yes"), "\(asked.errors)")
        #expect(try await Binary.run("story", "show", "--data", data, id).code == 0)
        let deleted = try await Binary.run("story", "delete", "--data", data, "--yes", id)
        #expect(deleted.code == 0 && deleted.output.contains("is deleted"), "\(deleted.errors)")
        #expect(try await Binary.run("story", "show", "--data", data, id).code != 0)
        let other = try await draft("Barge found", in: data, folder)
        _ = try await Binary.run("story", "publish", "--data", data, other)
        let refused = try await Binary.run("story", "delete", "--data", data, "--yes", other)
        #expect(refused.code != 0 && refused.errors.contains("kill it"), "\(refused.errors)")
    }
}
