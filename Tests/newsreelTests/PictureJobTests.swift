import Foundation
import Subprocess
import SystemPackage
import Testing

@Suite(.serialized, .timeLimit(.minutes(1))) struct PictureJobTests {
    private func tool(_ name: String, _ arguments: [String]) async throws {
        let result = try await Subprocess.run(
            .name(name), arguments: Arguments(arguments), environment: .inherit, output: .discarded,
            error: .string(limit: 65_536))
        try #require(result.terminationStatus == .exited(0), "\(name): \(result.standardError ?? "")")
    }

    /// A photograph of noise; each seed gives another.
    private func picture(_ name: String, width: Int = 700, seed: Int = 1, in folder: TestFolder) async throws -> String
    {
        let path = folder.path + "/" + name
        try await tool("vips", ["gaussnoise", path, "\(width)", "\(width * 2 / 3)", "--seed", "\(seed)"])
        return path
    }

    private func jobs(_ data: String, _ arguments: String...) async throws -> [String] {
        let run = try await Binary.run(["jobs", "--data", data] + arguments)
        try #require(run.code == 0, "\(run.errors)")
        return run.output.split(separator: "\n").map(String.init)
    }

    /// The addresses of renditions in a page.
    private func renditions(_ page: String) -> Set<String> {
        Set(page.matches(of: #//media/[0-9a-z]+/[0-9a-z]+/[a-z0-9-]+\.(?:avif|webp|jpg)/#).map { String($0.0) })
    }

    @Test func `a picture is a placeholder with its credit until a worker made its renditions`() async throws {
        let folder = try TestFolder()
        let data = try await folder.newsroom()
        let file = try await picture("weir.jpg", in: folder)
        let story = try await folder.publish(
            "Water over the weir", in: data,
            media: [
                "--media", file, "--caption", "The weir at noon", "--credit", "Ines Marr/Coastwire", "--alt", "Water",
            ])
        let server = try await ServerProcess(data: data, in: folder, "worker.enabled=false")
        let before = try server.page(story)
        #expect(before.contains("Water over the weir") && before.contains("The weir at noon"))
        #expect(before.contains("placeholder") && before.contains("Ines Marr") && before.contains("Coastwire"))
        #expect(renditions(before).isEmpty)

        let work = try await Binary.run("worker", "--data", data, "--once")
        #expect(work.code == 0, "\(work.errors)")
        #expect(try await jobs(data, "--state", "done").count == 2, "\(work.errors)")
        let after = try await eventually("the page shows what another process made", within: 1) {
            let page = try server.page(story)
            return page.contains("type=\"image/avif\"") && page.contains("type=\"image/webp\"") ? page : nil
        }
        #expect(after.contains("<img"))
        #expect(after.contains("Ines Marr") && !after.contains("placeholder"))
        let addresses = renditions(after)
        let types = ["avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"]
        #expect(Set(addresses.compactMap { $0.split(separator: ".").last.map(String.init) }) == Set(types.keys))
        for address in addresses {
            let answer = try server.get(address)
            #expect(answer.status == 200, "\(address)")
            #expect(
                answer.headers["content-type"] == types[String(address.split(separator: ".").last ?? "")], "\(address)")
            #expect(answer.body.count > 100 && answer.headers["content-length"] == "\(answer.body.count)", "\(address)")
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: data + "/tmp") == [])
    }

    @Test func `a picture's own IPTC gives the caption and the credit that nobody typed`() async throws {
        let folder = try TestFolder()
        let data = try await folder.newsroom()
        let file = try await picture("keeper.jpg", width: 400, in: folder)
        try await tool(
            "exiftool",
            [
                "-q", "-overwrite_original", "-IPTC:By-line=Tomas Aldane", "-IPTC:Credit=Estuary Press",
                "-IPTC:CopyrightNotice=© 2026 Estuary Press",
                "-IPTC:Caption-Abstract=The keeper at his gate", "-IPTC:CodedCharacterSet=UTF8", file,
            ])
        let source = try folder.write(
            "---\nheadline: The keeper\npublished: 2026-11-20T07:55\n---\nHe waits.\n", "keeper.md")
        let imported = try await Binary.run("import", "--data", data, "--publish", "--json", "--media", file, source)
        #expect(imported.code == 0, "\(imported.errors)")
        let work = try await Binary.run("worker", "--data", data, "--once")
        #expect(work.code == 0, "\(work.errors)")
        let again = try await Binary.run("import", "--data", data, "--publish", "--json", "--media", file, source)
        let story = try #require(try again.objects().first?["story"] as? [String: Any], "\(again.output)")
        let media = try #require((story["media"] as? [[String: Any]])?.first)
        #expect(media["caption"] as? String == "The keeper at his gate")
        let credit = try #require(media["credit"] as? [String: Any])
        #expect("\(credit["parties"] ?? "")".contains("Tomas Aldane"), "\(credit)")
        #expect("\(credit["text"] ?? "")\(credit["parties"] ?? "")".contains("Estuary Press"), "\(credit)")
        let path = try #require((story["url"] as? String).flatMap { URL(string: $0) }, "\(again.output)").path
        let server = try await ServerProcess(data: data, in: folder, "worker.enabled=false")
        let page = try server.page(path)
        #expect(page.contains("Tomas Aldane") && page.contains("The keeper at his gate"))
    }

    @Test func `bombs, torn pictures and texts in disguise fail with a reason, and the site goes on`() async throws {
        let folder = try TestFolder()
        let data = try await folder.newsroom()
        let bomb = folder.path + "/bomb.png"
        try await tool("vips", ["black", bomb + "[bitdepth=1,compression=9]", "50000", "50000"])
        let whole = try await picture("whole.jpg", width: 1200, in: folder)
        let torn = folder.path + "/torn.jpg"
        let bytes = try Data(contentsOf: URL(fileURLWithPath: whole))
        try bytes.prefix(bytes.count / 2).write(to: URL(fileURLWithPath: torn))
        let bombed = try await folder.publish("The bomb", in: data, media: ["--media", bomb, "--credit", "Nobody"])
        let tornStory = try await folder.publish(
            "The torn picture", in: data, media: ["--media", torn, "--credit", "Nobody"])
        let disguised = try await folder.publish(
            "The disguise", in: data,
            media: ["--media", try folder.write("Only words.\n", "words.jpg"), "--credit", "Nobody"])

        let server = try await ServerProcess(data: data, in: folder)
        let failed = try await eventually("two failed jobs", within: 10) {
            let failed = try await jobs(data, "--state", "failed")
            return failed.count == 2 ? failed : nil
        }
        #expect(
            failed.contains {
                $0.contains("The picture measures 50000 × 50000 pixels; Newsreel takes 400 million pixels.")
            }, "\(failed)")
        #expect(
            failed.contains { $0.contains("The picture ends in the middle") || $0.contains("The picture is damaged") },
            "\(failed)")
        for (path, headline) in [(bombed, "The bomb"), (tornStory, "The torn picture"), (disguised, "The disguise")] {
            #expect(try server.page(path).contains(headline))
        }
        #expect(try server.get("/readyz").status == 200)
        server.process.signal(SIGTERM)
        #expect(try await server.process.end(within: 8) == 0, "\(server.process.errors)")
        // The words are a document whatever their file is called.
        #expect(try await jobs(data).allSatisfy { !$0.contains("running") })

        let id = try #require(failed.first?.split(separator: " ").first.map(String.init))
        _ = try await jobs(data, "--retry", id)
        #expect(try await jobs(data, "--state", "queued").contains { $0.hasPrefix(id) })
        #expect(try await jobs(data, "--state", "failed").count == 1)
        let unknown = try await Binary.run("jobs", "--data", data, "--retry", "nothing")
        #expect(unknown.code == 1 && unknown.errors.contains("There is no job nothing"))
    }

    /// Ids of the jobs that run.
    private func running(_ data: String) async throws -> [String] {
        try await jobs(data, "--state", "running").compactMap { $0.split(separator: " ").first.map(String.init) }
    }

    @Test func `servers killed in the middle of pictures leave nothing undone and nothing behind`() async throws {
        let folder = try TestFolder()
        let data = try await folder.newsroom()
        var stories: [String] = []
        for number in 1...3 {
            let file = try await picture("p\(number).jpg", width: 700, seed: number, in: folder)
            stories.append(
                try await folder.publish("Picture \(number)", in: data, media: ["--media", file, "--credit", "Nobody"]))
        }
        for round in 1...3 {
            let server = try await ServerProcess(data: data, in: folder)
            _ = try await eventually("a job runs in round \(round)", within: 5) { try await running(data).first }
            _ = try await eventually("a tool runs", within: 5) { programs(in: data).isEmpty ? nil : true }
            server.process.signal(SIGKILL)
            #expect(try await server.process.end(within: 5) == 128 + SIGKILL)
        }
        let start = ContinuousClock.now
        let server = try await ServerProcess(data: data, in: folder)
        #expect(server.process.errors.contains("work taken over"), "\(server.process.errors)")
        _ = try await eventually("all jobs are done", within: 40) {
            try await jobs(data, "--state", "done").count == 6 ? true : nil
        }
        #expect(ContinuousClock.now - start < .seconds(40))
        #expect(try await jobs(data).count == 6)
        for story in stories {
            let addresses = renditions(try server.page(story))
            #expect(addresses.contains { $0.hasSuffix(".avif") })
            for address in addresses { #expect(try server.get(address).status == 200, "\(address)") }
        }
        server.process.signal(SIGTERM)
        #expect(try await server.process.end(within: 8) == 0)
        #expect(programs(in: data) == [])
        #expect(try FileManager.default.contentsOfDirectory(atPath: data + "/tmp") == [])
    }

    @Test func `a stopped server puts its job back for the next one at once, and it does not count as tried`()
        async throws
    {
        let folder = try TestFolder()
        let data = try await folder.newsroom()
        let file = try await picture("large.jpg", width: 3000, in: folder)
        _ = try await folder.publish("A large picture", in: data, media: ["--media", file, "--credit", "Nobody"])
        for _ in 1...4 {
            let server = try await ServerProcess(data: data, in: folder)
            _ = try await eventually("the job runs", within: 5) { try await running(data).first }
            server.process.signal(SIGTERM)
            #expect(try await server.process.end(within: 8) == 0, "\(server.process.errors)")
            #expect(try await jobs(data, "--state", "queued").count == 1, "\(server.process.errors)")
            #expect(programs(in: data) == [])
            #expect(try FileManager.default.contentsOfDirectory(atPath: data + "/tmp") == [])
        }
    }
}
