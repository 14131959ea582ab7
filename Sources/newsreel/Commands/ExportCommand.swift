import ArgumentParser
import Foundation
import NewsreelModel
import NewsreelStore
import NewsreelWeb

/// `newsreel export`: the public site as files.
struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write the whole public site into a folder, for mirrors.",
        discussion: """
            Any static server can serve the folder: pages are index.html, and .gz and .br forms lie beside them. Exporting \
            into it again writes what is new or different and takes away what is no more. Search needs the server.
            """)

    @OptionGroup var place: DataOptions
    @Option(help: "An empty folder, or the one of an earlier export.") var out: String

    func run() async throws {
        let opened = try await OpenedNewsroom(folder: try place.folder(), settings: try await place.settings())
        let mirror = Mirror(newsroom: opened.newsroom, pages: try await opened.pages(), clock: opened.newsroom.clock)
        let folder = URL(fileURLWithPath: out).standardizedFileURL.path
        let start = ContinuousClock.now
        var total = 100
        for edition in try await opened.newsroom.editions() {
            total += try await opened.newsroom.storyCount(edition: edition.code)
        }
        var bar = ProgressBar("Exporting", total: total)
        do {
            let outcome = try await mirror.write(to: folder) { pages in bar.show(min(pages, total)) }
            bar.clear()
            let took = ContinuousClock.now - start
            let seconds = Double(took.components.seconds) + Double(took.components.attoseconds) / 1e18
            Terminal.say(
                "\(outcome.pages) pages in \(Int((seconds * 10).rounded()) / 10).\(Int((seconds * 10).rounded()) % 10) s: "
                    + "\(outcome.written) files written, \(outcome.unchanged) unchanged, \(outcome.removed) removed in \(folder)."
            )
        } catch let error as MirrorError {
            bar.clear()
            throw CommandFailure(error.description)
        } catch let error as StoreError {
            bar.clear()
            throw CommandFailure(error.message)
        }
        try opened.newsroom.close()
    }
}
