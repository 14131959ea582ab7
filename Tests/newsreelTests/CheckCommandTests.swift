import Foundation
import NewsreelTesting
import Testing

@Suite struct CheckCommandTests {
    static let faulty = """
        ---
        headline: The harbour office is opened again
        published: 2020-06-17T07:55
        tags: [Harbour]
        ---
        The office was opened on Monday, 17 June 2020, in a tent beside the [river](http://river.example.org/).

        Divers found the buoy on Tuesday, and on Thursday the tender brought it in.
        """

    static let fine = """
        ---
        headline: A quiet day at the sluice
        published: 2020-06-17T07:55
        ---
        Nothing happened on Wednesday, 17 June 2020, and nobody minded.
        """

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

    @Test func `a file is checked as import would read it, and nothing is stored`() async throws {
        let folder = try TestFolder()
        let data = try await newsroom(in: folder)
        let file = try write(Self.faulty, "office.md", in: folder)
        let run = try await Binary.run("check", "--data", data, file)
        #expect(run.code == 1)
        let lines = run.output.split(separator: "\n").map(String.init)
        #expect(lines.first == "\(file)  The harbour office is opened again")
        #expect(
            lines.contains(
                "  error    block 1 at 26  “Monday, 17 June 2020”  17 June 2020 is a Wednesday, not a Monday. Fix: “Wednesday, 17 June 2020”. [weekday-and-date]"
            ), "\(run.output)")
        #expect(lines.contains { $0.hasPrefix("  warning  block 1") && $0.hasSuffix("[link-insecure]") })
        #expect(
            lines.contains {
                $0.hasPrefix("  warning  block 2") && $0.contains("“Thursday”") && $0.hasSuffix("[weekday-ahead]")
            })
        let again = try await Binary.run("import", "--data", data, "--json", file)
        #expect(try again.objects().first?["status"] as? String == "imported")
    }

    @Test func `a stored story is checked by its identity, as JSON for programs`() async throws {
        let folder = try TestFolder()
        let data = try await newsroom(in: folder)
        let file = try write(Self.faulty, "office.md", in: folder)
        let story = try #require(
            try await Binary.run("import", "--data", data, "--json", file).objects().first?["story"] as? [String: Any])
        let id = try #require(story["id"] as? String)
        let run = try await Binary.run("check", "--data", data, "--json", id)
        #expect(run.code == 1, "\(run.errors)")
        let report = try #require(try run.objects().first)
        #expect(report["name"] as? String == id)
        let findings = try #require(report["findings"] as? [[String: Any]])
        let finding = try #require(findings.first { $0["code"] as? String == "weekday-and-date" })
        #expect(finding["severity"] as? String == "error")
        #expect(finding["words"] as? String == "Monday, 17 June 2020")
        #expect((finding["fix"] as? [String: Any])?["replacement"] as? String == "Wednesday, 17 June 2020")
        let place = try #require(finding["place"] as? [String: Any])
        #expect(place["part"] as? String == "body")
        #expect(place["block"] as? Int == 0)
        #expect((place["range"] as? [String: Any])?["start"] as? Int == 25)
    }

    @Test func `many files are all checked, also behind a bad one, and warnings alone end with 0`() async throws {
        let folder = try TestFolder()
        let data = try await newsroom(in: folder)
        let good = try write(Self.fine, "fine.md", in: folder)
        let empty = try write("", "empty.txt", in: folder)
        let clean = try await Binary.run("check", "--data", data, good)
        #expect(clean.code == 0, "\(clean.output)\(clean.errors)")
        let run = try await Binary.run("check", "--data", data, "--json", folder.path + "/none.md", empty, good)
        #expect(run.code == 1)
        let reports = try run.objects()
        #expect(reports.count == 3)
        #expect(reports.map { $0["headline"] is String } == [false, false, true])
        for failed in reports.prefix(2) {
            let diagnostics = try #require(failed["diagnostics"] as? [[String: Any]])
            #expect(diagnostics.contains { $0["severity"] as? String == "error" })
        }
    }

    @Test func `an identity that no story has and an unknown edition are said to be so`() async throws {
        let folder = try TestFolder()
        let data = try await newsroom(in: folder)
        let unknown = try await Binary.run("check", "--data", data, "01hzzzzzzzzzzzzzzzzzzzzzzz")
        #expect(unknown.code == 1)
        #expect(unknown.output.contains("This newsroom has no story 01hzzzzzzzzzzzzzzzzzzzzzzz."))
        let edition = try await Binary.run("check", "--data", data, "--edition", "xx", "x.md")
        #expect(edition.code == 2)
        #expect(edition.errors.contains("no edition “xx”"))
        let nothing = try await Binary.run("check", "--data", data)
        #expect(nothing.code == 2)
    }

    @Test func `a headline that another story has is found, and a story's own is not`() async throws {
        let folder = try TestFolder()
        let data = try await newsroom(in: folder)
        let one = try write(Self.fine, "fine.md", in: folder)
        _ = try await Binary.run("import", "--data", data, one)
        let own = try await Binary.run("check", "--data", data, one)
        #expect(!own.output.contains("headline-taken"), "\(own.output)")
        let two = try write(Self.fine, "other.md", in: folder)
        let other = try await Binary.run("check", "--data", data, two)
        #expect(other.output.contains("[headline-taken]"), "\(other.output)")
    }
}
