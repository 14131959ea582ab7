package import NewsreelModel

extension PageRenderer {
    /// The list that a reader's own browser fills.
    package func bookmarks(edition: String) -> RenderedPage {
        let voice = voice(edition)
        var head = PageHead(
            title: voice.strings(
                .formatTitle, ["page": voice.strings(.bookmarksTitle), "name": voice.edition.masthead]),
            canonical: SiteURL(edition: voice.edition.code, .bookmarks))
        head.isIndexed = false
        let translations = order.map { SiteURL(edition: $0.code, .bookmarks) }
        let header = frame(edition).header(.bookmarks, translations: translations)
        return RenderedPage(
            contentType: Self.htmlType, body: html("bookmarks", voice, head: head, header: header, main: Fields()))
    }

    /// A page that says why there is no other.
    package func error(_ error: ErrorPage, edition: String) -> RenderedPage {
        var main = Fields()
        switch error {
        case .notFound:
            return page(404, .errorNotFound, .errorNotFoundText, edition, main, leads: true)
        case .withdrawn(let notes):
            let voice = voice(edition)
            main.list(
                "notes",
                notes.map { note in
                    Fields([
                        "machine": Shown(voice.local.machine(note.at)), "time": Shown(voice.local.dateTime(note.at)),
                        "note": Shown(note.note),
                    ])
                })
            return page(410, .errorWithdrawn, .errorWithdrawnText, edition, main, leads: true)
        case .failure(let id):
            main.text("id", id)
            return page(500, .errorFailure, .errorFailureText, edition, main, leads: false)
        case .unavailable:
            return page(503, .errorUnavailable, .errorUnavailableText, edition, main, leads: false)
        }
    }

    /// A page that leads to another address at once, where no server can answer 301.
    package func moved(to url: SiteURL, edition: String) -> RenderedPage {
        let voice = voice(edition)
        let path = site.path(url)
        var html = HTMLWriter(capacity: 512)
        html.markup("<!doctype html>\n<html")
        html.attribute("lang", voice.edition.language)
        html.markup("><meta charset=\"utf-8\"><title>")
        html.text(voice.edition.masthead)
        html.markup("</title><link rel=\"canonical\"")
        html.attribute("href", site.absolute(url))
        html.markup("><meta http-equiv=\"refresh\"")
        html.attribute("content", "0; url=\(path)")
        html.markup("><a")
        html.attribute("href", path)
        html.markup(">")
        html.text(site.absolute(url))
        html.markup("</a></html>\n")
        return RenderedPage(contentType: "text/html; charset=utf-8", body: html.bytes)
    }

    /// What a browser keeps to show while there is no network.
    package func offline(edition: String) -> RenderedPage {
        var main = Fields()
        main.flag("offline", true)
        var page = page(200, .errorOffline, .errorOfflineText, edition, main, leads: false)
        page.freshness = .revalidated
        return page
    }

    private func page(
        _ status: Int, _ title: Phrase, _ text: Phrase, _ edition: String, _ details: Fields, leads: Bool
    ) -> RenderedPage {
        let voice = voice(edition)
        var main = details
        if status != 200 { main.text("code", voice.local.number(status)) }
        main.text("headline", voice.strings(title))
        main.text("standfirst", voice.strings(text))
        if leads {
            main.text("action", voice.path(.search()))
            main.text("latest", voice.path(.latest()))
        }
        main.text("home", voice.path(.front))
        var head = PageHead(
            title: voice.strings(.formatTitle, ["page": voice.strings(title), "name": voice.edition.masthead]))
        head.isIndexed = false
        let header = frame(edition).header(.nowhere, translations: [])
        return RenderedPage(
            status: status, contentType: Self.htmlType,
            body: html("error", voice, head: head, header: header, main: main), freshness: .never)
    }
}
