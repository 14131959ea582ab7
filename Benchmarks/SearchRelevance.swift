import Foundation
import NewsreelModel
import NewsreelStore

/// nDCG@10 of the site search on Cranfield: 1,400 abstracts, 225 questions with judgements, words joined by OR.
///
/// Judged queries are numbered by their order in the file. Any judgement above 0 is relevant; the discount is
/// 1/log₂(rank + 1). The peer is SQLite's FTS5 with Porter stemming, asked the same words in the same run.
func searchRelevance(cranfield folder: String) async throws -> [BenchReport] {
    guard let collection = try Cranfield(folder: folder) else {
        BenchReport.progress("search-relevance: skipped, \(folder) is not there")
        return []
    }
    return try await withTemporaryFolder { temporary in
        let newsroom = try Newsroom.create(at: temporary + "/newsroom")
        try await newsroom.indexForSearch(
            collection.documents.map { document in
                SearchableStory(
                    id: StoryID(rawValue: document.id), edition: "en", language: "en",
                    published: Timestamp(milliseconds: 0),
                    headline: document.title, body: document.text)
            })
        let plain = try PlainFTS(file: temporary + "/plain.sqlite")
        try plain.add(
            collection.documents.map { document in
                PlainFTS.Row(
                    id: document.id, section: "", kind: "", published: 0, headline: document.title, body: document.text)
            })
        var ours: [Double] = []
        var theirs: [Double] = []
        for (index, question) in collection.questions.enumerated() {
            let relevant = collection.relevant[index + 1] ?? []
            let request = SearchRequest(SearchQuery(question), edition: "en", matching: .any, limit: 10)
            let found = try await newsroom.search(request).stories.map(\.id.rawValue)
            ours.append(Cranfield.gain(found, relevant))
            let words = question.lowercased().split { !($0.isLetter || $0.isNumber) }.map(String.init)
            var seen: Set<String> = []
            theirs.append(
                Cranfield.gain(
                    try plain.search(words.filter { seen.insert($0).inserted }, any: true, limit: 10), relevant))
        }
        try newsroom.close()
        let count = Double(max(1, ours.count))
        return [
            BenchReport(
                "search-relevance", ours.reduce(0, +) / count, "nDCG@10",
                peer: BenchReport.Peer(name: "FTS5 porter", value: theirs.reduce(0, +) / count), aim: .above(0.42))
        ]
    }
}

/// The collection as its TREC form gives it.
private struct Cranfield {
    struct Document {
        var id: String
        var title: String
        var text: String
    }

    var documents: [Document]
    var questions: [String]
    /// Relevant documents by the question's number from 1.
    var relevant: [Int: Set<String>]

    /// Nil where the folder has none.
    init?(folder: String) throws {
        let names = ["cran.all.1400.xml", "cran.qry.xml", "cranqrel.trec.txt"].map { folder + "/" + $0 }
        guard names.allSatisfy({ FileManager.default.fileExists(atPath: $0) }) else { return nil }
        let texts = try names.map { String(decoding: try Data(contentsOf: URL(fileURLWithPath: $0)), as: UTF8.self) }
        documents = texts[0].components(separatedBy: "</doc>").compactMap { part in
            guard let id = Self.element("docno", of: part) else { return nil }
            return Document(
                id: id, title: Self.element("title", of: part) ?? "", text: Self.element("text", of: part) ?? "")
        }
        questions = texts[1].components(separatedBy: "</top>").compactMap { Self.element("title", of: $0) }
        relevant = [:]
        for line in texts[2].split(whereSeparator: \.isNewline) {
            let fields = line.split(whereSeparator: \.isWhitespace)
            guard fields.count >= 4, let question = Int(fields[0]), let grade = Int(fields[3]), grade > 0 else {
                continue
            }
            relevant[question, default: []].insert(String(fields[2]))
        }
    }

    private static func element(_ name: String, of text: String) -> String? {
        guard let open = text.range(of: "<\(name)>"),
            let close = text.range(of: "</\(name)>", range: open.upperBound..<text.endIndex)
        else { return nil }
        return text[open.upperBound..<close.lowerBound].trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Normalised discounted cumulative gain of the first ten, with relevant or not as the only grades.
    static func gain(_ found: [String], _ relevant: Set<String>) -> Double {
        guard !relevant.isEmpty else { return 0 }
        func discount(_ rank: Int) -> Double { 1 / log2(Double(rank + 2)) }
        let ideal = (0..<min(10, relevant.count)).reduce(0.0) { $0 + discount($1) }
        let got = found.prefix(10).enumerated().reduce(0.0) {
            $0 + (relevant.contains($1.element) ? discount($1.offset) : 0)
        }
        return got / ideal
    }
}
