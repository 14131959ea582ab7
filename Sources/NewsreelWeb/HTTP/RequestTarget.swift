import NewsreelModel

/// What a request line asks for, taken apart at its question mark (RFC 9112 §3.2.1).
struct RequestTarget {
    let path: String
    /// Without the question mark.
    let query: String

    init(_ text: String) {
        let mark = text.firstIndex(of: "?") ?? text.endIndex
        path = String(text[..<mark])
        query = String(text[mark...].dropFirst())
    }
}

extension Site {
    func url(_ target: RequestTarget) -> SiteURL? { url(path: target.path, query: target.query) }

    /// Where an address leads that is no more.
    func moved(_ target: RequestTarget) -> SiteURL? { moved(path: target.path, query: target.query) }
}
