import Foundation
import Testing

@Suite(.serialized, .timeLimit(.minutes(2))) struct EditionsCommandTests {
    @Test func `an operator adds an edition and its sections while the site is served`() async throws {
        let folder = try TestFolder()
        let data = try await folder.newsroom()
        let server = try await ServerProcess(data: data, in: folder, "worker.enabled=false")
        func editions(_ words: String...) async throws -> Binary.Outcome {
            try await Binary.run(["editions"] + words + ["--data", data])
        }
        #expect(try server.get("/ru").status == 404)
        let wrong = try await editions("add", "fr", "--zone", "Mars")
        #expect(wrong.code == 2 && wrong.errors.contains("--language: The theme has no words for fr"))
        #expect(wrong.errors.contains("--zone: "))
        let added = try await editions("add", "ru", "--masthead", "Фонарь", "--zone", "Europe/Moscow", "--json")
        let report = try #require(try added.objects().first, "\(added.errors)")
        #expect(report["code"] as? String == "ru" && report["isOpen"] as? Bool == false)
        #expect(report["name"] as? String == "Русский" && report["stories"] as? Int == 0)
        #expect(try server.get("/ru").status == 404)
        #expect(
            try await editions("sections", "add", "ru", "Город", "--slug", "town").output == "town  Город  0 stories\n")
        #expect(try await editions("sections", "add", "ru", "Море", "--slug", "sea").code == 0)
        #expect(try await editions("sections", "order", "ru", "sea", "town").output.hasPrefix("sea"))
        #expect(try await editions("sections", "rename", "ru", "town", "Посёлок").code == 0)
        #expect(try await editions("change", "ru", "--open").code == 0)
        let front = try await eventually("the edition is there", within: 2) {
            let answer = try server.get("/ru")
            return answer.status == 200 ? answer.text : nil
        }
        #expect(front.contains("Фонарь") && front.contains("Посёлок"))
        #expect(try await editions("sections", "remove", "ru", "sea").output == "town  Посёлок  0 stories\n")
        let sections = try await editions("sections", "list", "ru", "--json").objects()
        #expect(sections.map { $0["slug"] as? String } == ["town"])
        #expect(try await editions("change", "ru", "--default").output.contains("default"))
        let listed = try await editions("list").output.split(separator: "\n").map(String.init)
        #expect(listed.count == 2 && listed[0].hasPrefix("ru  ru  Europe/Moscow"))
        #expect(try await editions("remove", "ru").errors.contains("Make another one the default first"))
        #expect(try await editions("change", "en", "--default").code == 0)
        #expect(try await editions("remove", "ru").code == 0)
        _ = try await eventually("the edition is gone", within: 2) { try server.get("/ru").status == 404 ? true : nil }
        #expect(try await editions("change", "ru", "--open").errors.contains("This newsroom has: en."))
    }
}
