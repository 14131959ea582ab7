internal import Mustache
internal import NewsreelModel

/// The updates of a live story on its page.
struct LiveUpdates {
    let voice: EditionVoice
    let story: Story
    let coverage: LiveCoverage

    /// What the template `live` shows: the key updates as a list of links, then all of them, the newest first.
    var fields: Fields {
        var fields = Fields()
        fields.flag("isOn", coverage.ended == nil)
        fields.text("ended", coverage.ended.map { voice.markup(.liveEnded, ["time": time($0)]) })
        fields.list(
            "keys",
            coverage.updates.filter(\.isKey).map { update in
                Fields([
                    "href": Shown("#" + update.anchor), "headline": Shown(update.headline),
                    "time": Shown(time(update.at)),
                ])
            })
        fields.list("updates", coverage.updates.map { Shown(markup($0)) })
        return fields
    }

    func markup(_ update: LiveUpdate) -> String {
        var body = BodyWriter(voice: voice, story: story, media: [:], uses: [:])
        body.write(update.body)
        var fields = Fields()
        fields.text("anchor", update.anchor)
        fields.text("headline", update.headline)
        fields.text("dir", TextDirection.override(update.headline, in: voice.edition.direction)?.rawValue)
        fields.text("time", time(update.at))
        fields.text("author", update.author)
        fields.flag("isKey", update.isKey)
        fields.text("body", body.html.string)
        fields.list(
            "corrections",
            update.corrections.map { Fields(["note": Shown($0.note), "time": Shown(time($0.at))]) })
        return voice.library.render(fields, withTemplate: "live-update") ?? ""
    }

    /// The time of an update's day alone, with the day where it is another than that of the story.
    private func time(_ moment: Timestamp) -> String {
        let isSameDay = voice.local.localDay(moment) == voice.local.localDay(coverage.started)
        let text = isSameDay ? voice.local.time(moment) : voice.local.dateTime(moment)
        return "<time datetime=\"\(voice.local.machine(moment))\" data-local>\(HTMLWriter.escaped(text))</time>"
    }
}

extension NewsArticle {
    /// A live story is a LiveBlogPosting with a BlogPosting for each update (schema.org), the newest first.
    func live(_ coverage: LiveCoverage, at address: String, _ json: inout JSONWriter) {
        json.member("coverageStartTime", voice.local.machine(coverage.started))
        json.member("coverageEndTime", coverage.ended.map { voice.local.machine($0) })
        json.array("liveBlogUpdate") { json in
            for update in coverage.updates {
                json.object { json in
                    json.member("@type", "BlogPosting")
                    json.member("@id", address + "#" + update.anchor)
                    json.member("url", address + "#" + update.anchor)
                    json.member("headline", update.headline)
                    json.member("datePublished", voice.local.machine(update.at))
                    json.member("dateModified", voice.local.machine(update.changed))
                    json.object("author") { json in
                        json.member("@type", "Person")
                        json.member("name", update.author)
                    }
                    json.member(
                        "articleBody", update.body.map(\.plainText).filter { !$0.isEmpty }.joined(separator: "\n"))
                }
            }
        }
    }
}
