internal import NewsreelModel

/// The story as schema.org describes one, for machines that read pages.
struct NewsArticle {
    let voice: EditionVoice
    let page: StoryPage
    /// In the order of the page, the lead first.
    let media: [MediaAsset]
    let authors: [(name: String, place: SiteURL.Place)]

    /// The `@graph` of the article and of the way to it.
    func write() -> [UInt8] {
        var json = JSONWriter(capacity: 4096)
        json.object { json in
            json.member("@context", "https://schema.org")
            json.array("@graph") { json in
                json.object { article(&$0) }
                json.object { trail(&$0) }
            }
        }
        return json.bytes
    }

    private var address: String { page.story.url.map { voice.site.absolute($0) } ?? voice.site.origin + "/" }

    private func article(_ json: inout JSONWriter) {
        let content = page.story.content
        if page.live == nil {
            json.member("@type", "NewsArticle")
        } else {
            json.array("@type") { json in for type in ["LiveBlogPosting", "NewsArticle"] { json.string(type) } }
        }
        json.member("@id", address)
        json.member("mainEntityOfPage", address)
        json.member("headline", content.headline)
        json.member("description", content.standfirst)
        json.member("inLanguage", voice.edition.language)
        if let publication = page.story.publication {
            json.member("datePublished", voice.local.machine(publication.published))
            json.member("dateModified", voice.local.machine(publication.updated ?? publication.published))
        }
        json.array("author") { json in
            for author in authors {
                json.object { json in
                    json.member("@type", "Person")
                    json.member("name", author.name)
                    json.member("url", voice.absolute(author.place))
                }
            }
            if authors.isEmpty { json.object { organisation(&$0) } }
        }
        json.object("publisher") { organisation(&$0) }
        if let owner = voice.publisher.owner {
            json.object("copyrightHolder") { json in
                json.member("@type", "Organization")
                json.member("name", owner)
            }
        }
        json.member("license", voice.publisher.licence.flatMap(LicenceAddress.of))
        if let section = content.section.flatMap(voice.edition.section) { json.member("articleSection", section.name) }
        if !content.tags.isEmpty { json.array("keywords") { json in for tag in content.tags { json.string(tag) } } }
        if let place = content.dateline {
            json.object("locationCreated") { json in
                json.member("@type", "Place")
                json.member("name", place)
            }
        }
        if let coverage = page.live { live(coverage, at: address, &json) }
        images(&json)
        ClipData(voice: voice, story: page.story, captions: page.captions).write(media, into: &json)
        if !page.story.corrections.isEmpty {
            json.array("correction") { json in
                for correction in page.story.corrections {
                    json.object { json in
                        json.member("@type", "CorrectionComment")
                        json.member("text", correction.note)
                        json.member("datePublished", voice.local.machine(correction.at))
                    }
                }
            }
        }
    }

    private func organisation(_ json: inout JSONWriter) {
        json.member("@type", "NewsMediaOrganization")
        json.member("name", voice.edition.masthead)
        json.member("url", voice.absolute(.front))
        json.object("logo") { json in
            json.member("@type", "ImageObject")
            json.member("url", voice.site.origin + voice.assetRoot + "icon-512.png")
        }
        let publisher = voice.publisher
        if !publisher.accounts.isEmpty {
            json.array("sameAs") { json in for account in publisher.accounts { json.string(account.url.description) } }
        }
        if let contact = publisher.contactLink {
            json.object("contactPoint") { json in
                json.member("@type", "ContactPoint")
                if contact.description.hasPrefix("mailto:") {
                    json.member("email", publisher.contact)
                } else {
                    json.member("url", contact.description)
                }
            }
        }
    }

    private func images(_ json: inout JSONWriter) {
        let written = media.prefix(Self.mostImages).map { asset in
            let use = page.story.content.media.first { $0.media == asset.id }
            return voice.kept.picture(.init(form: .data, media: asset.id, use: use), asset) { image(asset) }
        }
        guard written.contains(where: { !$0.isEmpty }) else { return }
        json.array("image") { json in for image in written where !image.isEmpty { json.made(image) } }
    }

    private static let mostImages = 20

    /// Nothing where there is no picture of it.
    private func image(_ asset: MediaAsset) -> [UInt8] {
        guard let rendition = PictureSet(asset)?.largest else { return [] }
        var json = JSONWriter()
        json.object { json in
            json.member("@type", "ImageObject")
            json.member("url", address(of: rendition, asset))
            json.member("width", rendition.width)
            json.member("height", rendition.height)
            json.member("caption", caption(asset))
            MediaRightsData(voice: voice).write(asset, into: &json)
        }
        return json.bytes
    }

    private func caption(_ asset: MediaAsset) -> String? {
        page.story.content.media.first { $0.media == asset.id }?.caption ?? asset.caption ?? asset.alt
    }

    private func address(of rendition: Rendition, _ asset: MediaAsset) -> String {
        voice.site.origin + RenditionAddress.path(of: rendition, media: asset.id, site: voice.site)
    }

    private func trail(_ json: inout JSONWriter) {
        json.member("@type", "BreadcrumbList")
        json.array("itemListElement") { json in
            var steps: [(String, String)] = [(voice.edition.masthead, voice.absolute(.front))]
            if let section = page.story.content.section.flatMap(voice.edition.section) {
                steps.append((section.name, voice.absolute(.section(section.slug))))
            }
            steps.append((page.story.content.headline, address))
            for (index, step) in steps.enumerated() {
                json.object { json in
                    json.member("@type", "ListItem")
                    json.member("position", index + 1)
                    json.member("name", step.0)
                    json.member("item", step.1)
                }
            }
        }
    }
}

/// The page of a licence by the short name that credits give it.
enum LicenceAddress {
    static func of(_ name: String) -> String? {
        if let link = LinkTarget(name), link.description.hasPrefix("http") { return link.description }
        let words = name.uppercased().split(whereSeparator: { $0 == " " || $0 == "-" }).map(String.init)
        if words.first == "CC0" || words.prefix(2) == ["CC", "ZERO"] {
            return "https://creativecommons.org/publicdomain/zero/1.0/"
        }
        guard words.first == "CC", words.count >= 2 else { return nil }
        let parts = words[1...].prefix { ["BY", "SA", "NC", "ND"].contains($0) }
        guard parts.first == "BY" else { return nil }
        let version = words.dropFirst(1 + parts.count).first ?? "4.0"
        guard ["1.0", "2.0", "2.5", "3.0", "4.0"].contains(version) else { return nil }
        return "https://creativecommons.org/licenses/\(parts.joined(separator: "-").lowercased())/\(version)/"
    }
}
