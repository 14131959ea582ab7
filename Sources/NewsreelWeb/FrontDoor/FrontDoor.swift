import Foundation
import NIOCore
import NewsreelModel

/// Answers a request from the shelf alone, on the event loop that read it.
struct FrontDoor: Sendable {
    let pressroom: Pressroom
    let shelf: PageShelf
    let hub: LiveHub
    let clock: NewsClock
    let limits: DoorLimits
    /// Nil where nothing is said of HTTPS.
    var transport: StrictTransport?

    /// The page that `target` names; nil where the router has to be asked.
    func page(_ target: UnsafeRawBufferPointer) -> FinishedPage? {
        if let page = shelf.found(target, clock: clock) { return page }
        // An address that no page can have needs no newsroom to be looked for.
        guard target.count <= Self.longestTried else { return nil }
        let text = String(decoding: target, as: UTF8.self)
        let mark = text.firstIndex(of: "?") ?? text.endIndex
        let path = String(text[..<mark])
        let query = String(text[mark...].dropFirst())
        guard !Self.others.contains(where: { path.hasPrefix($0) }) else { return nil }
        let site = pressroom.site
        guard site.url(path: path, query: query) == nil, site.moved(path: path, query: query) == nil else { return nil }
        return shelf.missingPage(site.edition(ofPath: path))
    }

    private static let longestTried = 1000
    /// Where others than the site's pages answer for what they do not know.
    private static let others = ["/api", "/desk"]
}

extension Site {
    /// The edition in whose language to answer for a path that names nothing.
    func edition(ofPath path: String) -> String {
        let first = path.split(separator: "/").first.map(String.init)
        return editions.first { $0 == first } ?? defaultEdition
    }
}
