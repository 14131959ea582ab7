import NewsreelModel

/// Reads the story out of a saved page.
struct HTMLImport {
    let importer: Importer
    let source: SourceText

    func story() throws(ImportError) -> ImportedStory {
        try HTMLGuard.check(source.text)
        let tree = HTMLTree(source.text)
        guard !tree.nodes.isEmpty else { throw ImportError("no-article", "There is nothing in this page.", line: 1) }
        var facts = PageFacts(tree, zone: importer.edition.zone)
        var finder = BodyFinder(tree)
        guard let body = finder.find() else {
            throw ImportError(
                source.diagnostics + facts.diagnostics + [
                    Diagnostic(
                        .error, "no-article",
                        "There is no article in this page: nothing in it reads like the text of a story. If its text is filled in by scripts, save the page from a browser."
                    )
                ])
        }
        var builder = BlockBuilder(tree: tree, skipped: finder.skipped, address: facts.address)
        builder.build(body)
        guard let (headlineText, headlineLine) = headline(tree, facts, body, finder.skipped) else {
            throw ImportError(
                source.diagnostics + facts.diagnostics + [
                    Diagnostic(.error, "no-headline", "The page has no headline: neither in its data nor in its text.")
                ])
        }
        let (label, title) = HeadlineLabel.split(headlineText)
        var sweep = PageSweep(
            tree: tree, body: body, headlines: [headlineText, title], facts: facts, zone: importer.edition.zone)
        sweep.run(&builder)
        facts = sweep.facts
        let words = builder.blocks.reduce(0) { $0 + $1.plainText.count }
        guard words >= 60 || !builder.media.isEmpty && words >= 20,
            builder.blocks.contains(where: { if case .paragraph = $0 { true } else { false } })
        else {
            throw ImportError(
                source.diagnostics + facts.diagnostics + [
                    Diagnostic(
                        .error, "no-article", "Under the headline “\(title.prefix(80))” there is no text of a story.",
                        line: headlineLine)
                ])
        }
        return finished(builder, facts, sweep, label: label, headline: title)
    }

    /// The `h1` that the page's own data confirm, else what the data say.
    private func headline(_ tree: HTMLTree, _ facts: PageFacts, _ body: Int, _ skipped: Set<Int>) -> (String, Int?)? {
        let heads = tree.nodes.indices.lazy.filter { tree.nodes[$0].tag == "h1" }.prefix(20).filter { index in
            !skipped.contains { tree.isInside(index, $0) }
        }.map { (tree.text(of: $0), tree.nodes[$0].line) }.filter { $0.0.count >= 4 && $0.0.count <= 400 }
        let given = [facts.headline, facts.openGraphTitle, facts.title].compactMap { $0 }
        func words(_ text: String) -> Set<Substring> { Set(text.lowercased().split { !$0.isLetter && !$0.isNumber }) }
        for (text, line) in heads {
            let own = words(text)
            if given.contains(where: { own.intersection(words($0)).count * 2 >= own.count }) { return (text, line) }
        }
        if let stated = facts.headline { return (stated, nil) }
        if let only = heads.first, heads.count == 1 || facts.openGraphTitle == nil { return only }
        if let stated = facts.openGraphTitle ?? facts.title { return (withoutSite(stated, facts), nil) }
        return tree.nodes.indices.first { tree.nodes[$0].tag == "h2" }.map { (tree.text(of: $0), tree.nodes[$0].line) }
            .flatMap { $0.0.isEmpty ? nil : $0 }
    }

    private func withoutSite(_ title: String, _ facts: PageFacts) -> String {
        for separator in [" | ", " - ", " – ", " — ", " :: ", " · "] {
            let parts = title.split(separator: separator)
            guard parts.count >= 2, let last = parts.last else { continue }
            if last == facts.siteName ?? "" || (last.split(separator: " ").count <= 4 && title.count - last.count > 15)
            {
                return String(title.dropLast(last.count + separator.count))
            }
        }
        return title
    }

    private func finished(
        _ built: BlockBuilder, _ facts: PageFacts, _ sweep: PageSweep, label: String?, headline: String
    ) -> ImportedStory {
        var builder = built
        var notes = source.diagnostics + facts.diagnostics + builder.diagnostics
        var lead = addPictures(of: facts, to: &builder, &notes)
        let used = builder.blocks.flatMap(\.media)
        lead =
            lead
            ?? used.first { id in builder.media.contains { $0.id == id && ($0.kind == .image || $0.kind == .video) } }
        for one in builder.media where one.credit.isEmpty {
            notes.append(
                Diagnostic(
                    .warning, "missing-credit",
                    "\(one.id) (\(one.url?.description.prefix(100) ?? "")) has no credit and cannot be published without one."
                ))
        }
        var section: String?
        if let given = facts.section {
            let lower = given.lowercased()
            section =
                importer.edition.sections.first {
                    $0.slug == lower || $0.name.lowercased() == lower || $0.slug == Slug.make(given)
                }?.slug
            if section == nil {
                notes.append(
                    Diagnostic(
                        .note, "unknown-section", "The page's section “\(given.prefix(40))” is none of this edition."))
            }
        }
        if facts.published == nil {
            notes.append(Diagnostic(.warning, "no-date", "The page names no time of publication. Set it by hand."))
        } else if let doubt = facts.publishedDoubt {
            notes.append(Diagnostic(.warning, "doubtful-date", "The date may be read wrongly: \(doubt)."))
        }
        var updated = facts.updated
        if let published = facts.published, let change = updated, change.seconds(since: published) < 60 {
            updated = nil
        }
        let content = StoryContent(
            label: label, headline: headline, standfirst: sweep.standfirst,
            bylines: facts.authors.prefix(8).map { Byline($0) }, section: section,
            slug: Slug.make(headline), body: builder.blocks, lead: lead, media: builder.media.map { MediaUse($0.id) },
            tags: facts.tags)
        return ImportedStory(
            edition: importer.edition.code, story: content, published: facts.published, updated: updated,
            media: builder.media, canonical: facts.canonical,
            diagnostics: notes.sorted { ($0.line ?? 0) < ($1.line ?? 0) })
    }

    /// Pictures of the page's data: what they say of pictures in the text, and the lead where the text has none.
    private func addPictures(
        of facts: PageFacts, to builder: inout BlockBuilder, _ notes: inout [Diagnostic]
    ) -> MediaID? {
        var lead: MediaID?
        for picture in facts.pictures {
            var credit = picture.credit.map { CreditParser.credit($0) } ?? CreditChain()
            if let copyright = picture.copyright, !copyright.isEmpty {
                let parsed = CreditParser.credit(copyright)
                if credit.isEmpty { credit = parsed }
                if credit.copyright == nil {
                    credit.copyright = parsed.copyright ?? copyright
                    credit.wording = nil
                }
            }
            if let place = builder.media.firstIndex(where: { $0.url.map { PageFacts.same($0, picture.url) } ?? false })
            {
                if builder.media[place].credit.isEmpty { builder.media[place].credit = credit }
                if builder.media[place].caption == nil { builder.media[place].caption = picture.caption }
                if builder.media[place].alt == nil { builder.media[place].alt = picture.alt }
                lead = lead ?? builder.media[place].id
            } else if lead == nil, builder.blocks.allSatisfy(\.media.isEmpty) {
                let id = MediaID(rawValue: "m\(builder.media.count + 1)")
                builder.media.append(
                    ImportedMedia(
                        id: id, kind: .image, caption: picture.caption, credit: credit, alt: picture.alt,
                        url: picture.url))
                lead = id
            }
        }
        return lead
    }
}
