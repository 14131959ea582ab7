import FoundationEssentials
import Testing

/// Holds `bytes` against `Golden/NAME` beside the test's file; `NEWSREEL_UPDATE_GOLDEN=1` writes the file anew.
package func expectGolden(
    _ bytes: [UInt8], named name: String, file: String = #filePath, fileID: String = #fileID, line: Int = #line,
    column: Int = #column
) {
    let place = SourceLocation(fileID: fileID, filePath: file, line: line, column: column)
    let folder = URL(filePath: file).deletingLastPathComponent().appending(path: "Golden")
    let golden = folder.appending(path: name)
    do {
        if ProcessInfo.processInfo.environment["NEWSREEL_UPDATE_GOLDEN"] == "1" {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try Data(bytes).write(to: golden)
            return
        }
        let expected = [UInt8](try Data(contentsOf: golden))
        guard expected != bytes else { return }
        Issue.record("\(name) differs: \(firstDifference(expected, bytes))", sourceLocation: place)
    } catch {
        Issue.record(
            "\(name) cannot be read or written (\(error)). Run the tests with NEWSREEL_UPDATE_GOLDEN=1 to make it.",
            sourceLocation: place)
    }
}

/// The same for text.
package func expectGolden(
    _ text: String, named name: String, file: String = #filePath, fileID: String = #fileID, line: Int = #line,
    column: Int = #column
) {
    expectGolden(Array(text.utf8), named: name, file: file, fileID: fileID, line: line, column: column)
}

/// The first line that differs, as both sides have it.
private func firstDifference(_ expected: [UInt8], _ found: [UInt8]) -> String {
    let left = expected.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let right = found.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let number =
        zip(left, right).enumerated().first { $0.element.0 != $0.element.1 }?.offset ?? min(left.count, right.count)
    func line(_ lines: [ArraySlice<UInt8>]) -> String {
        number < lines.count ? String(decoding: lines[number].prefix(300), as: UTF8.self) : "(no such line)"
    }
    return "line \(number + 1)\n  expected: \(line(left))\n  found:    \(line(right))"
}
