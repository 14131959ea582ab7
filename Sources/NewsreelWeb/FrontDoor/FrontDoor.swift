import Foundation
import NIOCore
import NewsreelModel

/// Answers a request from the shelf alone, on the event loop that read it.
struct FrontDoor: Sendable {
    let source: PageSource
    let hub: LiveHub
    let clock: NewsClock
    let limits: DoorLimits
    /// Nil where nothing is said of HTTPS.
    var transport: StrictTransport?

    /// What the door can answer a request with.
    enum Find {
        case page(FinishedPage)
        case stored(StoredPage)
        /// A page that the shelf keeps, yet to be made or fetched.
        case promised(SiteURL)
        /// The router has to be asked.
        case nothing
    }

    var pressroom: Pressroom { source.pressroom }

    func find(_ target: UnsafeRawBufferPointer) -> Find {
        switch source.shelf.found(target, clock: clock) {
        case .page(let page): return .page(page)
        case .stored(let page): return .stored(page)
        case nil: return promise(target)
        }
    }

    /// What becomes of a request whose answer does not lie ready.
    func promise(_ target: UnsafeRawBufferPointer) -> Find {
        guard target.count <= Self.longestTried else { return .nothing }
        let asked = RequestTarget(String(decoding: target, as: UTF8.self))
        guard !Self.others.contains(where: { asked.path.hasPrefix($0) }) else { return .nothing }
        let site = pressroom.site
        if let url = site.url(asked) { return PageSource.isShelved(url.place) ? .promised(url) : .nothing }
        // An address that no page can have needs no newsroom to be looked for.
        return site.moved(asked) == nil ? .page(source.shelf.missingPage(site.edition(ofPath: asked.path))) : .nothing
    }

    /// The page at an address that was promised; nil where the router has to say what became of it.
    func page(at url: SiteURL) async -> FinishedPage? {
        switch try? await source.outcome(of: url) {
        case .finished(let page): page
        case .missing(let edition): source.shelf.missingPage(edition)
        case .moved, nil: nil
        }
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
