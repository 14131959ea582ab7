import NewsreelModel

/// Where a page stands on the web, for links that name only a part of an address.
struct PageAddress {
    let base: LinkTarget?

    /// The whole address that `reference` means (RFC 3986 §5.2); nil for what is no link for readers.
    func resolve(_ reference: String) -> LinkTarget? {
        let text = reference.unicodeScalars.filter { $0.value > 0x20 && $0.value != 0x7F || $0 == " " }.reduce(into: "")
        { $0.unicodeScalars.append($1) }
        .trimmingWhitespace().replacing(" ", with: "%20").replacing("\"", with: "%22").replacing("<", with: "%3C")
        .replacing(">", with: "%3E")
        guard !text.isEmpty, !text.hasPrefix("#") else { return nil }
        if let colon = text.firstIndex(of: ":"),
            text[..<colon].allSatisfy({ $0.isLetter || $0.isNumber || "+-.".contains($0) }),
            text.first?.isLetter == true
        {
            return LinkTarget(text).flatMap { $0.isExternal ? $0 : nil }
        }
        guard let base = base?.description, let scheme = base.firstRange(of: "://") else {
            return text.hasPrefix("//") ? LinkTarget("https:" + text) : nil
        }
        if text.hasPrefix("//") { return LinkTarget(base[..<scheme.lowerBound] + ":" + text) }
        let afterScheme = base[scheme.upperBound...]
        let authorityEnd = afterScheme.firstIndex { "/?#".contains($0) } ?? base.endIndex
        let origin = base[..<authorityEnd]
        if text.hasPrefix("/") { return LinkTarget(origin + Self.withoutDots(text)) }
        let path = base[authorityEnd...].prefix { $0 != "?" && $0 != "#" }
        if text.hasPrefix("?") { return LinkTarget(origin + path + text) }
        let folder = path.lastIndex(of: "/").map { path[...$0] } ?? "/"
        return LinkTarget(origin + Self.withoutDots(folder + text))
    }

    private static func withoutDots(_ path: some StringProtocol) -> String {
        let end = path.firstIndex { $0 == "?" || $0 == "#" } ?? path.endIndex
        var segments: [Substring] = []
        let parts = path[..<end].split(separator: "/", omittingEmptySubsequences: false)
        for (place, part) in parts.enumerated() {
            let isLast = place == parts.count - 1
            if part == ".." {
                if segments.count > 1 { segments.removeLast() }
                if isLast { segments.append("") }
            } else if part == "." {
                if isLast { segments.append("") }
            } else {
                segments.append(Substring(part))
            }
        }
        return segments.joined(separator: "/") + path[end...]
    }
}

/// Sites whose players and posts are shown as cards that lead there.
enum EmbedProvider {
    /// The card for the address of a frame or post; nil for sites that are not known.
    static func card(_ target: LinkTarget, title: String?) -> Embed? {
        let address = target.description
        guard let scheme = address.firstRange(of: "://") else { return nil }
        let rest = address[scheme.upperBound...]
        var host = rest.prefix { !"/?#:".contains($0) }.lowercased()
        for prefix in ["www.", "m.", "player.", "embed.", "w.", "open.", "mobile.", "platform."]
        where host.hasPrefix(prefix) { host = String(host.dropFirst(prefix.count)) }
        let names: [String: String] = [
            "youtube.com": "YouTube", "youtube-nocookie.com": "YouTube", "youtu.be": "YouTube", "vimeo.com": "Vimeo",
            "twitter.com": "X", "x.com": "X",
            "instagram.com": "Instagram", "facebook.com": "Facebook", "tiktok.com": "TikTok", "vk.com": "VK",
            "vkvideo.ru": "VK", "ok.ru": "OK", "rutube.ru": "Rutube",
            "t.me": "Telegram", "telegram.org": "Telegram", "spotify.com": "Spotify", "soundcloud.com": "SoundCloud",
            "dailymotion.com": "Dailymotion",
            "tv.naver.com": "Naver TV", "tv.kakao.com": "KakaoTV", "reddit.com": "Reddit", "bsky.app": "Bluesky",
            "flickr.com": "Flickr", "datawrapper.dwcdn.net": "Datawrapper",
        ]
        guard let provider = names[host] else { return nil }
        var url = target
        let path = rest.drop { $0 != "/" }
        if provider == "YouTube", path.hasPrefix("/embed/") {
            let id = path.dropFirst(7).prefix { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }
            if !id.isEmpty, let watch = LinkTarget("https://www.youtube.com/watch?v=\(id)") { url = watch }
        } else if provider == "Vimeo", path.hasPrefix("/video/") {
            let id = path.dropFirst(7).prefix { $0.isNumber }
            if !id.isEmpty, let page = LinkTarget("https://vimeo.com/\(id)") { url = page }
        }
        let words = Cleaning.line(title ?? "")
        return Embed(url: url, title: words.isEmpty ? provider : String(words.prefix(200)), provider: provider)
    }
}
