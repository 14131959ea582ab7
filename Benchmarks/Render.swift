import Foundation
import NewsreelModel
import NewsreelPages

/// Microseconds to turn a story (fifteen paragraphs, a lead, a gallery of eight, four related) into a finished page, beside
/// Jinja2 filling a template of the same page with the same values.
func render() async throws -> [BenchReport] {
    let sample = RenderSample()
    let folder = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Themes/default").path
    BenchReport.progress("render: loading the theme")
    let pages = try PageRenderer(theme: try Theme.load(folder: folder), site: sample.site, editions: [sample.edition])
    let page = sample.page
    BenchReport.progress("render: rendering")
    let bytes = pages.story(page).body.count
    let clock = ContinuousClock()
    var samples: [Double] = []
    for _ in 0..<2200 {
        let start = clock.now
        let rendered = pages.story(page)
        let time = clock.now - start
        precondition(rendered.body.count == bytes)
        samples.append(Double(time.components.attoseconds) / 1e12 + Double(time.components.seconds) * 1e6)
    }
    BenchReport.progress("render: the same page with Jinja2")
    let jinja = try sample.jinja()
    if let jinja { BenchReport.progress("render: \(bytes) bytes here, \(jinja.bytes) there") }
    // The first rounds fill caches of the libraries beneath.
    let median = percentile(Array(samples.dropFirst(200)), 0.5)
    return [
        BenchReport(
            "render", median, "microseconds",
            peer: jinja.map { BenchReport.Peer(name: "jinja2", value: $0.microseconds) },
            aim: .below(300))
    ]
}

/// The story that is rendered.
struct RenderSample {
    let site = Site(origin: "https://record.example", defaultEdition: "en", editions: ["en"])
    let edition = Edition(
        code: "en", isDefault: true, language: "en", zone: .utc, name: "English", masthead: "The Harbour Record",
        sections: ["harbour", "city", "world", "business", "science", "watch"].map {
            Section(slug: $0, name: $0.capitalized)
        })

    private let moment = Timestamp(milliseconds: 1_781_676_900_000)

    private func asset(_ number: Int) -> MediaAsset {
        var renditions: [Rendition] = []
        for width in [320, 640, 960, 1280, 1920] {
            for (ending, type) in [("avif", "image/avif"), ("webp", "image/webp"), ("jpg", "image/jpeg")] {
                let digits = String(
                    (number * 7919 + width * 104_729 + ending.utf8.count * 1_299_709) % 0xFFF_FFFF, radix: 16)
                let sum = String(repeating: digits, count: 64 / digits.count + 1).prefix(64)
                guard let checksum = Checksum(rawValue: String(sum)) else { continue }
                renditions.append(
                    Rendition(
                        name: "w\(width).\(ending)", purpose: .picture, mimeType: type, width: width,
                        height: width * 2 / 3, bytes: width * 90, checksum: checksum))
            }
        }
        return MediaAsset(
            id: MediaID(rawValue: "01jx0media00000000000000\(10 + number)"), kind: .image, state: .ready, width: 3000,
            height: 2000, caption: "Slack water at the swimmers’ jetty, frame \(number).",
            credit: CreditChain(parties: [CreditParty(.creator, "Anneli Roos")], copyright: "© The Harbour Record"),
            alt: "A jetty in still water", renditions: renditions, created: moment, updated: moment)
    }

    private var paragraphs: [String] {
        (1...15).map { number in
            "The keeper of the tables says that a book is a promise which the water never signed (\(number)). "
                + "Two of the five gauges send nothing at all, and a third sends “the same number” every morning. "
                + "The dredger has not worked since the sluice failed in the spring storms; the office has printed a slip."
        }
    }

    private func card(_ number: Int) -> StoryCard {
        StoryCard(
            id: StoryID(rawValue: "01jx0story00000000000000\(10 + number)"), edition: "en",
            headline: "Pilot station \(number) to be rebuilt on the old fort", bylines: [Byline("Tomas Eyre")],
            section: "harbour",
            slug: "pilot-station-\(number)",
            publication: Publication(published: moment, day: Zone.utc.local(moment).day),
            lead: asset(20 + number), kind: .image)
    }

    var page: StoryPage {
        let assets = (0...8).map(asset)
        let content = StoryContent(
            label: "Gallery", headline: "The tide that came a day early",
            standfirst: "Photographs from the north shore, made between four and six on Sunday morning.",
            bylines: [Byline("Anneli Roos")], dateline: "North Shore", section: "harbour", slug: "tide-a-day-early",
            body: paragraphs.map { .paragraph([Inline($0)]) } + [.gallery(assets.dropFirst().map(\.id))],
            lead: assets[0].id,
            tags: ["Tides", "North Shore", "Photography"])
        let story = Story(
            id: StoryID(rawValue: "01jx0story0000000000000001"), edition: "en", content: content, status: .published,
            publication: Publication(published: moment, day: Zone.utc.local(moment).day), created: moment,
            updated: moment)
        return StoryPage(
            story: story, media: Dictionary(assets.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first }),
            related: (1...4).map(card), previous: card(5), next: card(6))
    }

    /// The time that Jinja2 takes, nil where this machine has no Python with it.
    func jinja() throws -> (microseconds: Double, bytes: Int)? {
        func picture(_ asset: MediaAsset) -> [String: Any] {
            var formats: [[String: Any]] = []
            for type in ["image/avif", "image/webp", "image/jpeg"] {
                let files = asset.renditions.filter { $0.mimeType == type }.map { rendition in
                    ["path": site.path(RenditionAddress.url(of: rendition, media: asset.id)), "width": rendition.width]
                        as [String: Any]
                }
                formats.append(["type": type, "files": files])
            }
            return [
                "formats": formats, "caption": asset.caption ?? "", "alt": asset.alt ?? "",
                "credit": "Photograph by Anneli Roos. © The Harbour Record",
            ]
        }
        let page = page
        let content = page.story.content
        let pictures = content.body.last?.media.compactMap { page.media[$0] } ?? []
        let values: [String: Any] = [
            "headline": content.headline, "standfirst": content.standfirst ?? "", "author": content.bylines[0].name,
            "place": content.dateline ?? "", "time": "17 June 2026, 06:15", "machine": "2026-06-17T06:15:00Z",
            "url": page.story.url.map(site.absolute) ?? "", "masthead": edition.masthead, "paragraphs": paragraphs,
            "sections": edition.sections.map { ["slug": $0.slug, "name": $0.name] }, "tags": content.tags,
            "lead": (content.lead.flatMap { page.media[$0] }).map(picture) ?? [:], "gallery": pictures.map(picture),
            "related": page.related.map { card -> [String: Any] in
                [
                    "headline": card.headline, "path": site.path(card.url), "picture": card.lead.map(picture) ?? [:],
                    "author": "Tomas Eyre",
                ]
            },
        ]
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-c", Self.program]
        let input = Pipe()
        let output = Pipe()
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        do { try process.run() } catch { return nil }
        input.fileHandleForWriting.write(try JSONSerialization.data(withJSONObject: values))
        try input.fileHandleForWriting.close()
        let answer = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        let parts = answer.split(whereSeparator: \.isWhitespace)
        guard process.terminationStatus == 0, parts.count == 2, let time = Double(parts[0]), let bytes = Int(parts[1])
        else { return nil }
        return (time, bytes)
    }

    /// Compiled once, escaping on, rendered two thousand times: what a Python site does for each page.
    private static let program = #"""
        import sys, json, time
        from jinja2 import Environment
        values = json.load(sys.stdin)
        template = Environment(autoescape=True, trim_blocks=True).from_string("""<!doctype html>
        <html lang="en" dir="ltr"><head><meta charset="utf-8"><title>{{ headline }} | {{ masthead }}</title>
        <meta name="description" content="{{ standfirst }}"><link rel="canonical" href="{{ url }}">
        <meta property="og:title" content="{{ headline }}"><meta property="og:description" content="{{ standfirst }}">
        <script type="application/ld+json">{{ {"headline": headline, "author": author, "keywords": tags} | tojson }}</script></head>
        {%- macro picture(p, sizes, cls) -%}
        <picture>{% for f in p.formats %}{% if not loop.last %}<source type="{{ f.type }}" srcset="{% for x in f.files %}{{ x.path }} {{ x.width }}w{% if not loop.last %}, {% endif %}{% endfor %}" sizes="{{ sizes }}">{% else %}<img src="{{ f.files[1].path }}" srcset="{% for x in f.files %}{{ x.path }} {{ x.width }}w{% if not loop.last %}, {% endif %}{% endfor %}" sizes="{{ sizes }}" width="3000" height="2000" alt="{{ p.alt }}" loading="lazy" decoding="async">{% endif %}{% endfor %}</picture>
        {%- endmacro -%}
        {%- macro icon(name) -%}<svg class="icon" aria-hidden="true"><use href="/assets/1234567890/sprite.svg#{{ name }}"/></svg>{%- endmacro -%}
        <body class="page-story"><header class="site-header"><a class="masthead" href="/">{{ masthead }}</a>
        {% for i in range(2) %}<nav aria-label="Sections"><ul>{% for s in sections %}<li><a href="/section/{{ s.slug }}">{{ s.name }}</a></li>{% endfor %}</ul></nav>{% endfor %}</header>
        <main id="main" class="wrap"><article class="story"><header class="story-head"><p class="label label-gallery">{{ icon("camera") }}Gallery</p>
        <h1 class="headline">{{ headline }}</h1><p class="standfirst">{{ standfirst }}</p></header>
        <div class="story-meta"><p class="byline">By <a href="/author/x" rel="author">{{ author }}</a></p>
        <p class="dateline"><span class="place">{{ place }}</span> <time datetime="{{ machine }}">{{ time }}</time></p>
        <ul>{% for n in ["facebook", "ok", "vk", "telegram", "x", "whatsapp", "messenger", "mail"] %}<li><a href="https://{{ n }}.example/share?u={{ url | urlencode }}&amp;title={{ headline | urlencode }}" target="_blank" rel="noopener noreferrer">{{ icon(n) }}{{ n }}</a></li>
        {% endfor %}</ul></div>
        <figure class="lead media-picture"><a class="zoom" href="{{ lead.formats[2].files[-1].path }}">{{ picture(lead, "(min-width:80rem) 76rem, 100vw") }}</a>
        <figcaption class="caption">{{ lead.caption }} <small class="credit">{{ lead.credit }}</small></figcaption></figure>
        <div class="columns"><div class="body">{% for p in paragraphs %}<p>{{ p }}</p>
        {% endfor %}</div><aside class="rail">{% for r in related %}<article class="card card-row"><div class="card-media">{{ picture(r.picture, "7rem") }}</div>
        <h3 class="card-headline"><a href="{{ r.path }}">{{ r.headline }}</a></h3><p class="card-meta"><span>{{ r.author }}</span><time datetime="{{ machine }}">{{ time }}</time>
        <button class="save" type="button" hidden>{{ icon("bookmark") }}{{ icon("bookmark-on") }}</button></p></article>
        {% endfor %}</aside></div>
        <section class="gallery"><ul class="gallery-grid">{% for p in gallery %}<li><figure><a class="zoom" href="{{ p.formats[2].files[-1].path }}"><div class="frame ratio-3x2">{{ picture(p, "(min-width:60rem) 20rem, 50vw") }}</div></a>
        <figcaption class="caption">{{ p.caption }} <small class="credit">{{ p.credit }}</small></figcaption></figure></li>
        {% endfor %}</ul></section><nav class="tags"><ul>{% for t in tags %}<li><a class="chip" href="/tag/{{ t | urlencode }}">{{ t }}</a></li>{% endfor %}</ul></nav>
        </article></main><footer class="site-footer"><ul>{% for s in sections %}<li><a href="/section/{{ s.slug }}">{{ s.name }}</a></li>{% endfor %}</ul></footer></body></html>""")
        times = []
        for i in range(600):
            start = time.perf_counter()
            page = template.render(values).encode()
            times.append(time.perf_counter() - start)
        times = sorted(times[100:])
        print(times[len(times) // 2] * 1e6, len(page))
        """#
}
