extension Site {
    /// What an address names that somebody copied from a browser, with the second that its `?t=` asks for; nil for other
    /// sites' addresses and for what is none. Whether a site is reached with or without TLS makes no other site of it.
    package func copied(_ address: String) -> (url: SiteURL, second: Int?)? {
        guard address.utf8.count <= 4000 else { return nil }
        let whole = address.trimmingWhitespace().prefix { $0 != "#" }
        let local: Substring
        if whole.hasPrefix("/") {
            local = whole
        } else {
            guard let (scheme, rest) = Self.split(whole), scheme == "http" || scheme == "https",
                let (_, own) = Self.split(origin[...])
            else { return nil }
            let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
            guard rest[..<end].lowercased() == own.lowercased() else { return nil }
            local = rest[end...]
        }
        let mark = local.firstIndex(of: "?") ?? local.endIndex
        var path = String(local[..<mark])
        let query = String(local[mark...].dropFirst())
        if path.isEmpty { path = "/" }
        if path.count > 1, path.hasSuffix("/") { path.removeLast() }
        guard let url = url(path: path, query: query) else { return nil }
        let second = PercentEncoding.fields(of: query)["t"].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
        return (url, second)
    }

    /// The scheme of an address, and what follows `://`.
    private static func split(_ address: Substring) -> (scheme: String, rest: Substring)? {
        address.firstRange(of: "://").map { (address[..<$0.lowerBound].lowercased(), address[$0.upperBound...]) }
    }
}
