import Logging
import NewsreelModel
import NewsreelPages
import NewsreelStore
import Synchronization

/// Keeps the pages and the route table as editions and settings are now. Whoever answers a request takes one of them
/// and keeps to it, so that a change does not come in the middle.
final class Pressroom: Sendable {
    private struct State {
        var pages: ReaderPages
        /// Of the imprint that the pages were made from.
        var number: Int64 = -1
        /// The newsroom could not be read when something had changed.
        var isBehind = false
    }

    private let state: Mutex<State>
    private let newsroom: Newsroom
    private let logger: Logger

    init(_ pages: ReaderPages, logger: Logger) {
        state = Mutex(State(pages: pages))
        newsroom = pages.newsroom
        self.logger = logger
    }

    var pages: ReaderPages { state.withLock { $0.pages } }
    var site: Site { pages.site }

    /// True where a change is yet to be taken in, since the newsroom could not be read.
    var isBehind: Bool { state.withLock { $0.isBehind } }

    /// Takes a change of editions or settings into the pages, which stay as they were where that cannot be.
    func take(_ change: ChangeSet) async {
        guard change.touchesEverything else { return }
        do {
            let imprint = try await newsroom.imprint()
            let before = pages.pages
            let renderer = try PageRenderer(
                theme: before.theme, site: try Site(origin: before.site.origin, editions: imprint.editions),
                editions: imprint.editions, publisher: imprint.publisher)
            state.withLock { state in
                state.isBehind = false
                // Of two changes the later may be read first.
                guard imprint.number >= state.number else { return }
                state.number = imprint.number
                state.pages.pages = renderer
            }
        } catch {
            logger.error("the site goes on with the editions it had", metadata: ["error": "\(error)"])
            // A theme that lacks words for a language will not get them while the server runs.
            if !(error is ThemeError) { state.withLock { $0.isBehind = true } }
        }
    }
}
