import Foundation
import NewsreelModel
import NewsreelPages
import Testing

@Suite struct `Words` {
    private func templates() throws -> [String: String] {
        let folder = Samples.themeFolder + "/templates"
        var texts: [String: String] = [:]
        for file in try FileManager.default.contentsOfDirectory(atPath: folder) where file.hasSuffix(".mustache") {
            texts[file] = try String(contentsOfFile: folder + "/" + file, encoding: .utf8)
        }
        return texts
    }

    @Test func `every language has the same words`() throws {
        let theme = try Samples.theme.get()
        #expect(Set(theme.strings.keys) == ["en", "ru", "ko", "ar"])
        let english = try #require(theme.strings["en"]).keys
        for (language, strings) in theme.strings {
            #expect(strings.keys.subtracting(english).sorted() == [], "\(language)")
            #expect(english.subtracting(strings.keys).sorted() == [], "\(language)")
        }
    }

    @Test func `every word that a template names exists in every language, and every word is used`() throws {
        let theme = try Samples.theme.get()
        var named: Set<String> = Set(Phrase.allCases.map(\.rawValue))
        for (file, text) in try templates() {
            for match in text.matches(of: try Regex("\\{\\{t\\.([^}]+)\\}\\}")) {
                let key = String(try #require(match.output[1].substring))
                named.insert(key)
                for (language, strings) in theme.strings {
                    #expect(strings.text(key) != nil, "\(file): \(key) in \(language)")
                }
            }
        }
        let unused = try #require(theme.strings["en"]).keys.subtracting(named)
        #expect(unused.sorted() == [])
    }

    @Test func `templates hold no words of their own`() throws {
        // Names of formats and services are the same in every language.
        let names: Set<String> = [
            "RSS", "Atom", "JSON Feed", "Facebook", "OK", "VK", "Telegram", "X", "WhatsApp", "Messenger",
        ]
        for (file, text) in try templates() {
            let plain = text.replacing(try Regex("\\{\\{[^}]*\\}\\}\\}?"), with: "").replacing(
                try Regex("<[^>]*>"), with: "\n")
            for line in plain.split(separator: "\n") {
                let words = line.trimmingCharacters(in: .whitespaces)
                guard words.contains(where: \.isLetter), !names.contains(words) else { continue }
                Issue.record("\(file): \(words)")
            }
        }
    }

    @Test func `a place in braces is the same in every language`() throws {
        let theme = try Samples.theme.get()
        func places(_ text: String) -> Set<String> { Set(text.matches(of: /\{(\w+)\}/).map { String($0.output.1) }) }
        let english = try #require(theme.strings["en"])
        for key in english.keys {
            guard let text = english.text(key) else { continue }
            for (language, strings) in theme.strings {
                let other = try #require(strings.text(key))
                #expect(places(other) == places(text), "\(key) in \(language)")
            }
        }
    }

    @Test(arguments: [
        ("en", [0: "other", 1: "one", 2: "other", 21: "other"]),
        (
            "ru",
            [
                0: "many", 1: "one", 2: "few", 5: "many", 11: "many", 12: "many", 21: "one", 22: "few", 111: "many",
                1001: "one",
            ]
        ),
        ("ko", [0: "other", 1: "other", 7: "other"]),
        (
            "ar",
            [
                0: "zero", 1: "one", 2: "two", 3: "few", 10: "few", 11: "many", 99: "many", 100: "other", 102: "other",
                103: "few", 111: "many",
            ]
        ),
        ("pl", [1: "one", 2: "few", 5: "many", 12: "many", 22: "few"]), ("fr", [0: "one", 1: "one", 2: "other"]),
    ]) func `plural forms follow CLDR`(language: String, cases: [Int: String]) {
        let rule = PluralRule(language: language)
        for (count, category) in cases {
            #expect(rule.category(of: count).rawValue == category, "\(count) in \(language)")
        }
        #expect(PluralRule(language: language + "-XX").category(of: 1) == rule.category(of: 1))
    }

    @Test func `dates, times and sizes follow locale and zone`() throws {
        let zone = try #require(Zone("Europe/Moscow"))
        let moment = Samples.time("2020-06-17T04:55:00Z")
        func words(_ locale: String) -> LocalWords {
            LocalWords(locale: locale, zone: zone, dateTimePattern: "{date}, {time}")
        }
        #expect(words("en-GB").dateTime(moment) == "17 June 2020, 07:55")
        #expect(
            words("ru-RU").dateTime(moment).map { $0.isWhitespace ? " " : String($0) }.joined()
                == "17 июня 2020 г., 07:55")
        #expect(words("ko-KR").day(LocalDay("2020-06-17")!) == "2020년 6월 17일")
        #expect(words("ar").day(LocalDay("2020-06-17")!).contains("يونيو"))
        #expect(words("ar-EG").number(12345) == "١٢٬٣٤٥")
        #expect(
            words("en-GB").weekday(LocalDay("2026-06-17")!) == "Wednesday 17 June 2026"
                || words("en-GB").weekday(LocalDay("2026-06-17")!) == "Wednesday, 17 June 2026")
        #expect(words("en-GB").duration(700_000) == "11:40")
        #expect(words("en-GB").duration(3_723_000) == "1:02:03")
        #expect(words("en-GB").duration(48_000) == "0:48")
        #expect(words("ru-RU").size(1_845_000).contains("МБ"))
        // The last evening of the year in Moscow is already the next year's first morning in Tokyo.
        let newYear = Samples.time("2025-12-31T20:30:00Z")
        #expect(words("en-GB").localDay(newYear) == LocalDay("2025-12-31"))
        #expect(
            LocalWords(locale: "en-GB", zone: Zone("Asia/Tokyo")!, dateTimePattern: "{date}").localDay(newYear)
                == LocalDay("2026-01-01"))
    }
}
