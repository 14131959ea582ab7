import Glibc
import NewsreelImport
import NewsreelModel
import Testing
struct Timing {
  @Test func times() throws {
    for name in ["capture/us-wire.txt", "capture/russian.txt", "html/clean.html", "markdown/full.md"] {
      let bytes = try Fixture.bytes(name)
      let n = 300
      let t = ContinuousClock().measure { for _ in 0..<n { _ = try? Fixture.importer().importStory(bytes, name: name) } }
      print("took", name, t / n)
    }
    let big = Array(("<html><body><article><h1>A headline of a story</h1>" + String(repeating: "<p>A <b>paragraph</b> of the story, with <a href='https://a.example/x'>a link</a>, and some words.</p>\n", count: 20_000)).utf8)
    print("took big html \(big.count)", ContinuousClock().measure { _ = try? Fixture.importer().importStory(big, name: "x.html") })
    let nine = Array(("A headline of a story\n17 June 2020\n" + String(repeating: String(repeating: "A sentence of the story with some words, ", count: 20) + "end.\n", count: 11_000)).utf8)
    print("took big capture \(nine.count)", ContinuousClock().measure { _ = try? Fixture.importer().importStory(nine, name: "x.txt") })
    guard let list = getenv("DEMOS").map({ String(cString: $0) }) else { return }
    for path in list.split(separator: " ") {
      do { let s = try Importer(edition: Fixture.edition(), editions: [Fixture.edition("ru"), Fixture.edition("ar"), Fixture.edition("ko")], now: Fixture.now).importStory(Fixture.contents(String(path)), name: String(path))
        for d in s.diagnostics where d.code != "unknown-section" { print("DIAG", path, d.severity, d.code, d.line ?? 0, d.message) }
      } catch let e as ImportError { print("DIAG FAILED", path, e.diagnostics) }
    }
  }
}
