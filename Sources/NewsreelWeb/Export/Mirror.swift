import Foundation
package import NewsreelModel
package import NewsreelPages
package import NewsreelStore

/// The whole public site as files, for mirrors and for readers whom the server cannot reach.
package struct Mirror: Sendable {
    package struct Outcome: Sendable {
        /// Files written, and files that were there as they are now.
        package var written: Int
        package var unchanged: Int
        package var removed: Int
        package var pages: Int
    }

    private let newsroom: Newsroom
    private let reader: ReaderPages
    private let files: MediaFiles

    package init(newsroom: Newsroom, pages: PageRenderer, clock: NewsClock) {
        self.newsroom = newsroom
        reader = ReaderPages(newsroom: newsroom, pages: pages, clock: clock, isMirrored: true)
        files = MediaFiles(newsroom: newsroom)
    }

    /// Writes what is new or different into `folder` and takes away what is no more; `progress` counts pages.
    ///
    /// Throws a ``MirrorError`` for a folder that is none of ours or cannot be written.
    package func write(to folder: String, progress: (Int) -> Void = { _ in }) async throws -> Outcome {
        let folder = try MirrorFolder(folder)
        try folder.begin()
        try assets(into: folder)
        var pages = 0
        try await withThrowingTaskGroup(of: Void.self) { group in
            var underWay = 0
            let most = max(2, ProcessInfo.processInfo.activeProcessorCount)
            func add(_ url: SiteURL) async throws {
                if underWay >= most { try await group.next() } else { underWay += 1 }
                group.addTask { try await page(url, into: folder) }
                pages += 1
                progress(pages)
            }
            for url in [SiteURL(edition: nil, .robots), SiteURL(edition: nil, .sitemapIndex)] { try await add(url) }
            var media: Set<MediaID> = []
            for edition in reader.pages.order {
                try await walk(edition, &media, folder) { url in try await add(url) }
            }
            try await group.waitForAll()
        }
        for edition in reader.pages.order { try await formerAddresses(edition.code, into: folder) }
        let missing = reader.pages.error(.notFound, edition: reader.site.defaultEdition)
        try folder.put(RenderedPage(contentType: "text/plain", body: missing.body), at: "/404.html")
        let counts = folder.counts
        return Outcome(
            written: counts.written, unchanged: counts.unchanged, removed: try folder.finish(), pages: pages)
    }

    /// Every address of an edition, lists before the stories that they name.
    private func walk(
        _ edition: Edition, _ media: inout Set<MediaID>, _ folder: MirrorFolder,
        _ add: (SiteURL) async throws -> Void
    ) async throws {
        let code = edition.code
        var places: [SiteURL.Place] = [
            .front, .latest(), .search(), .bookmarks, .offline, .manifest,
        ]
        places += FeedFormat.allCases.map { .feed($0) }
        for section in edition.sections {
            places.append(.section(section.slug))
            places += FeedFormat.allCases.map { .feed($0, .section(section.slug)) }
        }
        for place in places { try await add(SiteURL(edition: code, place)) }
        for sitemap in try await reader.sitemaps(of: edition) { try await add(sitemap.url) }
        var authors: Set<String> = []
        var tags: Set<String> = []
        for month in try await newsroom.archiveMonths(code) {
            for day in try await newsroom.archiveDays(code, month: month.month) {
                for card in try await cards(of: day.day, code, add) {
                    try await add(card.url)
                    for byline in card.bylines where authors.insert(byline.slug).inserted {
                        try await add(SiteURL(edition: code, .author(byline.slug)))
                    }
                    guard let story = try await newsroom.story(card.id) else { continue }
                    for slug in story.content.tags.map(Slug.make) where tags.insert(slug).inserted {
                        try await add(SiteURL(edition: code, .tag(slug)))
                        for format in FeedFormat.allCases {
                            try await add(SiteURL(edition: code, .feed(format, .tag(slug))))
                        }
                    }
                    for use in story.content.media where media.insert(use.media).inserted {
                        try await self.media(use.media, edition: code, folder, add)
                    }
                }
            }
        }
    }

    /// Adds the pages of a day; answers what stands on them.
    private func cards(
        of day: LocalDay, _ edition: String, _ add: (SiteURL) async throws -> Void
    ) async throws -> [StoryCard] {
        var cards: [StoryCard] = []
        var next: ListPage? = .newest
        while let page = next {
            try await add(SiteURL(edition: edition, .day(day, page)))
            let list = try await newsroom.day(edition, day, page, limit: ReaderPages.listLength)
            cards += list.cards
            next = list.older
        }
        return cards
    }

    /// What the server answers 301 at, as pages that lead on.
    private func formerAddresses(_ edition: String, into folder: MirrorFolder) async throws {
        var moves = try await newsroom.formerAddresses(edition)
        for move in try await newsroom.tagMoves(edition, limit: .max) {
            moves.append(
                (SiteURL(edition: edition, .tag(move.slug)), SiteURL(edition: edition, .tag(move.target.slug))))
        }
        for move in moves {
            try folder.put(reader.pages.moved(to: move.new, edition: edition), at: reader.site.path(move.old))
        }
    }

    private func page(_ url: SiteURL, into folder: MirrorFolder) async throws {
        guard case .page(let page) = try await reader.make(url), page.status == 200 else { return }
        try folder.put(page, at: reader.site.path(url))
    }

    private func assets(into folder: MirrorFolder) throws {
        for asset in reader.theme.assets.values {
            let url = SiteURL(edition: nil, .asset(fingerprint: reader.theme.fingerprint, path: asset.path))
            try folder.put(asset, at: reader.site.path(url))
        }
        if let icon = reader.theme.asset("favicon.ico") {
            try folder.put(icon, at: reader.site.path(SiteURL(edition: nil, .favicon)))
        }
    }

    /// The files of an asset as readers get them, and the pages that belong to it.
    private func media(
        _ id: MediaID, edition: String, _ folder: MirrorFolder, _ add: (SiteURL) async throws -> Void
    ) async throws {
        guard let asset = try await newsroom.media(id), asset.state.failure == nil else { return }
        for rendition in asset.renditions {
            let path = reader.site.path(RenditionAddress.url(of: rendition, media: id))
            let blob = newsroom.blobs.path(of: rendition.checksum)
            if Compressed.isCompressible(rendition.mimeType), let bytes = newsroom.blobs.bytes(of: rendition.checksum) {
                try folder.put(RenderedPage(contentType: rendition.mimeType, body: bytes), at: path)
            } else if newsroom.blobs.contains(rendition.checksum) {
                try folder.put(file: blob, isVersioned: true, at: path)
            }
        }
        if let url = RenditionAddress.original(of: asset), case .original(_, let filename) = url.place,
            let file = try await files.original(id, filename: filename)
        {
            try folder.put(file: file.path, isVersioned: false, at: reader.site.path(url))
        }
        guard asset.isPlayed else { return }
        try await add(SiteURL(edition: nil, .stream(id)))
        try await add(SiteURL(edition: edition, .embed(id)))
        for track in try await newsroom.captions([id])[id] ?? [] {
            for form in [CaptionName.Form.webVTT, .playlist] {
                try await add(SiteURL(edition: nil, .captions(id, CaptionName(track, form))))
            }
        }
    }
}
