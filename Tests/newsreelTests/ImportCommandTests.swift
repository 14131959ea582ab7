import Foundation
import NewsreelTesting
import Testing

@Suite struct ImportCommandTests {
    static let capture = """
        menu home search iconsearch icon close
        LIVE: Ferry aground off the outer mole

        17 Jun, 2020 07:55
        LIVE: Ferry aground off the outer mole
        The ferry on the sand, seen from the mole. Photo: Ines Marr/Coastwire
        A ferry with ninety people on board ran aground off the outer mole early on Wednesday, and all of them were taken ashore within the hour.

        The master told the harbour office that the channel buoy had been missing since Sunday, and that he had reported it twice.

        "Nobody was hurt," the office said in a statement. It has asked for the log of the buoy tender.
        """

    static let markdown = """
        ---
        headline: A quiet day at the sluice
        byline: [Mara Quill, Tom Aldous]
        published: 2026-11-22T07:55
        tags: [Sluices, Water]
        ---
        Nothing happened, **twice**.
        """

    /// A newsroom of one edition in Moscow time, made by `newsreel init`.
    private func newsroom(in folder: TestFolder) async throws -> String {
        let data = folder.path + "/news"
        let made = try await Binary.run("init", "--data", data, "--name", "The Record", "--zone", "Europe/Moscow")
        #expect(made.code == 0, "\(made.errors)")
        return data
    }

    private func write(_ text: String, _ name: String, in folder: TestFolder) throws -> String {
        let path = folder.path + "/" + name
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        return path
    }

    @Test func `a captured page becomes a published story`() async throws {
        let folder = try TestFolder()
        let data = try await newsroom(in: folder)
        let file = try write(Self.capture, "page.txt", in: folder)
        let run = try await Binary.run("import", "--data", data, "--publish", "--json", file)
        #expect(run.code == 0, "\(run.errors)")
        let object = try #require(try run.objects().first)
        #expect(object["status"] as? String == "published")
        let story = try #require(object["story"] as? [String: Any])
        #expect(story["label"] as? String == "LIVE")
        #expect(story["headline"] as? String == "Ferry aground off the outer mole")
        #expect(story["published"] as? String == "2020-06-17T07:55:00+03:00")
        let url = try #require(story["url"] as? String)
        #expect(url == "http://127.0.0.1:8080/2020/06/17/ferry-aground-off-the-outer-mole")
        let media = try #require(story["media"] as? [[String: Any]])
        #expect(media.count == 1)
        #expect(media[0]["state"] as? String == "awaited")
        #expect(media[0]["caption"] as? String == "The ferry on the sand, seen from the mole.")
        let paragraphs = try #require(story["body"] as? [[String: Any]]).filter { $0["type"] as? String == "paragraph" }
        #expect(paragraphs.count == 3)
    }

    @Test func `the same file again updates the same story`() async throws {
        let folder = try TestFolder()
        let data = try await newsroom(in: folder)
        let file = try write(Self.markdown, "sluice.md", in: folder)
        func importOnce() async throws -> [String: Any] {
            let run = try await Binary.run("import", "--data", data, "--publish", "--json", file)
            return try #require(try run.objects().first?["story"] as? [String: Any])
        }
        let first = try await importOnce()
        let second = try await importOnce()
        #expect(first["id"] as? String == second["id"] as? String)
        _ = try write(Self.markdown.replacing("twice", with: "three times"), "sluice.md", in: folder)
        let third = try await importOnce()
        #expect(third["id"] as? String == first["id"] as? String)
        #expect(third["url"] as? String == first["url"] as? String)
        #expect("\(third["body"] ?? "")".contains("three times"))
        #expect(first["byline"] as? String == "Mara Quill, Tom Aldous")
    }

    @Test func `a folder is imported file by file and the good ones are kept`() async throws {
        let folder = try TestFolder()
        let data = try await newsroom(in: folder)
        let inner = folder.path + "/in"
        try FileManager.default.createDirectory(atPath: inner, withIntermediateDirectories: true)
        _ = try write(Self.markdown, "in/good.md", in: folder)
        _ = try write("", "in/empty.txt", in: folder)
        try Data([0x89, 0x50, 0x4E, 0x47, 0, 0, 0, 1]).write(to: URL(fileURLWithPath: inner + "/binary.txt"))
        let run = try await Binary.run("import", "--data", data, "--json", inner)
        #expect(run.code == 1)
        let objects = try run.objects()
        #expect(objects.map { $0["status"] as? String } == ["failed", "failed", "imported"])
        for failed in objects.prefix(2) {
            let diagnostics = try #require(failed["diagnostics"] as? [[String: Any]])
            #expect(
                diagnostics.contains {
                    $0["severity"] as? String == "error" && $0["code"] is String && $0["message"] is String
                })
            #expect(failed["story"] is NSNull)
        }
    }

    @Test func `standard input is a file called hyphen`() async throws {
        let folder = try TestFolder()
        let data = try await newsroom(in: folder)
        let run = try await Binary.run(["import", "--data", data, "--json", "-"], input: Self.markdown)
        #expect(run.code == 0, "\(run.errors)")
        #expect(try run.objects().first?["file"] as? String == "-")
        #expect(try run.objects().first?["status"] as? String == "imported")
    }

    @Test func `media are described by the options after them`() async throws {
        let folder = try TestFolder()
        let data = try await newsroom(in: folder)
        let file = try write(Self.markdown, "sluice.md", in: folder)
        let note = try write("Measured levels, by hour.\n", "levels.txt", in: folder)
        let run = try await Binary.run(
            "import", "--data", data, "--json", "--publish", "--media", note, "--caption", "The levels", "--credit",
            "© Water Board", file)
        #expect(run.code == 0, "\(run.errors)")
        let story = try #require(try run.objects().first?["story"] as? [String: Any])
        let media = try #require(story["media"] as? [[String: Any]])
        #expect(media.count == 1)
        #expect(media[0]["kind"] as? String == "document")
        #expect(media[0]["caption"] as? String == "The levels")
        #expect(((media[0]["credit"] as? [String: Any])?["text"] as? String)?.contains("Water Board") == true)
    }

    @Test func `captions that a story names come with its clip, and what cannot be had is said`() async throws {
        let folder = try TestFolder()
        let data = try await newsroom(in: folder)
        _ = try write("WEBVTT\n\n00:05.000 --> 00:09.000\nThe sluice hums.\n", "sluice.en.vtt", in: folder)
        _ = try write("1\n00:00:05,000 --> 00:00:09,000\nШлюз гудит.\n", "sluice.ru.srt", in: folder)
        _ = try write("No captions at all.", "wrong.vtt", in: folder)
        // The first bytes of an MP4 file: what it holds is the workers' business.
        let box = Data([0, 0, 0, 24]) + Data("ftypisom".utf8) + Data([0, 0, 2, 0]) + Data("isommp42".utf8)
        try (box + Data(count: 64)).write(to: URL(fileURLWithPath: folder.path + "/sluice.mp4"))
        let media = """
            media:
              - file: sluice.mp4
                credit: "© Water Board"
                captions: {en: sluice.en.vtt, ru: sluice.ru.srt, ko: wrong.vtt, ar: none.vtt, "?": sluice.en.vtt}
            ---
            """
        func importOnce(_ media: String) async throws -> [String: Any] {
            let text = Self.markdown.replacing("---\nNothing", with: media + "\nNothing")
            let file = try write(text, "sluice.md", in: folder)
            let run = try await Binary.run("import", "--data", data, "--json", file)
            return try #require(try run.objects().first, "\(run.errors)")
        }
        let refused = try await importOnce(media)
        #expect(refused["status"] as? String == "failed")
        #expect("\(refused["diagnostics"] ?? "")".contains("“?” is no language of captions"))

        let kept = try await importOnce(media.replacing(#", "?": sluice.en.vtt"#, with: ""))
        let warnings = try #require(kept["diagnostics"] as? [[String: Any]]).compactMap { $0["message"] as? String }
        #expect(warnings.contains { $0.contains("none.vtt") && $0.contains("not beside the story") })
        #expect(warnings.contains { $0.contains("wrong.vtt") })
        let story = try #require(kept["story"] as? [String: Any])
        let id = try #require((story["media"] as? [[String: Any]])?.first?["id"] as? String)
        let shown = try await Binary.run("media", "show", "--data", data, "--json", id)
        let tracks = try #require(try shown.objects().first?["captions"] as? [[String: Any]], "\(shown.output)")
        #expect(Set(tracks.compactMap { $0["language"] as? String }) == ["en", "ru"])
    }

    @Test(arguments: [
        ["import"], ["import", "--data", "NOWHERE", "--format", "word", "x"],
        ["import", "--data", "NOWHERE", "--caption", "x", "y"],
        ["serve", "--port", "many"], ["nothing"], ["config", "--data", "NOWHERE", "--set", "server.prot=1"],
        ["config", "--data", "NOWHERE", "--set", "server.port=many"],
    ])
    func `wrong usage ends with code 2 and a reason`(arguments: [String]) async throws {
        let run = try await Binary.run(arguments)
        #expect(run.code == 2, "\(run.errors)")
        #expect(!run.errors.isEmpty)
    }

    @Test func `a folder that holds no newsroom is said to hold none`() async throws {
        let folder = try TestFolder()
        let run = try await Binary.run("import", "--data", folder.path + "/none", "x.md")
        #expect(run.code == 1)
        #expect(run.errors.contains(folder.path + "/none"))
        #expect(!run.errors.contains("Error Domain"))
    }

    @Test func `a newsroom is never made over another`() async throws {
        let folder = try TestFolder()
        let data = try await newsroom(in: folder)
        let again = try await Binary.run("init", "--data", data)
        #expect(again.code == 1)
        #expect(again.errors.contains("already"))
    }

    @Test func `the seed of the project is read as its readers saw it`() async throws {
        let shared = ArchitectureTests.root.deletingLastPathComponent().appending(path: "shared/seeds")
        guard
            let seed = try? FileManager.default.contentsOfDirectory(atPath: shared.path).first(where: {
                $0.hasSuffix(".txt")
            })
        else {
            print("skipped: ../shared/seeds is not here")
            return
        }
        let folder = try TestFolder()
        let data = try await newsroom(in: folder)
        let run = try await Binary.run(
            "import", "--data", data, "--publish", "--json", shared.appending(path: seed).path)
        #expect(run.code == 0, "\(run.errors)")
        let story = try #require(try run.objects().first?["story"] as? [String: Any])
        #expect(story["label"] as? String == "WATCH")
        #expect((story["headline"] as? String)?.hasPrefix("WATCH") == false)
        #expect(story["published"] as? String == "2020-06-17T07:55:00+03:00")
        let media = try #require(story["media"] as? [[String: Any]])
        #expect(media.count == 1)
        let credit = try #require((media[0]["credit"] as? [String: Any])?["text"] as? String)
        #expect(credit.contains("KCNA") && credit.contains("REUTERS"))
        #expect(((story["body"] as? [[String: Any]]) ?? []).filter { $0["type"] as? String == "paragraph" }.count == 6)
    }
}
