import NewsreelModel
import NewsreelPages
import NewsreelStore

extension DeskURL {
    static let tags = DeskURL(["tags"])
    static func tags(_ what: String) -> DeskURL { DeskURL(["tags", what]) }
}

/// The tags of the editions: found, renamed, merged, deleted.
extension Desk {
    func tagsPage(_ asked: DeskRequest) async throws -> DeskAnswer {
        .page(try await tagsView(asked, edition: asked.query["edition"] ?? ""))
    }

    func renameTag(_ asked: DeskRequest) async throws -> DeskAnswer {
        try await change(asked) { (newsroom, edition, slug) throws(StoreError) in
            try await newsroom.renameTag(edition, slug, to: asked.field("name"), by: asked.actor)
        }
    }

    func mergeTag(_ asked: DeskRequest) async throws -> DeskAnswer {
        try await change(asked) { (newsroom, edition, slug) throws(StoreError) in
            let target = asked.field("into").trimmingWhitespace()
            guard !target.isEmpty else { throw StoreError(.invalid, "Say which tag it is to be merged into.") }
            try await newsroom.mergeTag(edition, slug, into: Slug.make(target), by: asked.actor)
        }
    }

    func deleteTag(_ asked: DeskRequest) async throws -> DeskAnswer {
        try await change(asked) { (newsroom, edition, slug) throws(StoreError) in
            try await newsroom.deleteTag(edition, slug, by: asked.actor)
        }
    }

    func finishTag(_ asked: DeskRequest) async throws -> DeskAnswer {
        try await change(asked) { (newsroom, edition, slug) throws(StoreError) in
            try await newsroom.finishTagMove(edition, slug)
        }
    }

    private func change(
        _ asked: DeskRequest, _ body: (Newsroom, String, String) async throws(StoreError) -> Void
    ) async throws -> DeskAnswer {
        let edition = asked.field("edition")
        do throws(StoreError) {
            try await body(newsroom, edition, asked.field("tag"))
        } catch {
            guard error.isForPeople else { throw error }
            return .page(try await tagsView(asked, edition: edition, error: error.message), status: 422)
        }
        let view = try await tagsView(asked, edition: edition, done: "Done. Stories and their addresses follow.")
        return .page(view)
    }

    private func tagsView(
        _ asked: DeskRequest, edition code: String, error: String = "", done: String = ""
    ) async throws -> DeskView {
        let editions = try await newsroom.editions()
        let chosen = editions.first { $0.code == code } ?? editions.first { $0.isDefault } ?? editions.first
        let typed = String((asked.query["q"] ?? "").prefix(100))
        var values: [String: DeskValue] = [
            "error": .text(error), "done": .text(done), "here": .text(path(.tags)), "q": .text(typed),
            "edition": .text(chosen?.code ?? ""), "rename": .text(path(.tags("rename"))),
            "merge": .text(path(.tags("merge"))), "delete": .text(path(.tags("delete"))),
            "finish": .text(path(.tags("finish"))),
            "editions": .list(
                editions.map { edition in
                    [
                        "code": .text(edition.code), "name": .text(edition.name),
                        "isChosen": .flag(edition.code == chosen?.code),
                    ]
                }),
            "sections": .list(
                (chosen?.sections ?? []).map { section in
                    [
                        "name": .text(section.name),
                        "href": .text(
                            site.path(SiteURL(edition: chosen?.code, .section(section.slug)))),
                    ]
                }),
            "next": "", "tags": .list([]), "moves": .list([]), "all": .list([]),
        ]
        guard let chosen else { return DeskView(template: "tags", title: "Tags", values: values) }
        let page = try await newsroom.tagPage(chosen.code, typed: typed, after: asked.query["after"])
        func address(_ slug: String) -> DeskValue {
            .text(site.path(SiteURL(edition: chosen.code, .tag(slug))))
        }
        values["tags"] = .list(
            page.tags.map { found in
                [
                    "name": .text(found.tag.name), "slug": .text(found.tag.slug), "count": .text("\(found.stories)"),
                    "href": address(found.tag.slug), "isUsed": .flag(found.stories > 0), "edition": .text(chosen.code),
                    "token": .text(asked.formToken), "rename": .text(path(.tags("rename"))),
                    "merge": .text(path(.tags("merge"))), "delete": .text(path(.tags("delete"))),
                ]
            })
        values["next"] = .text(page.next.map { link(.tags, ["edition": chosen.code, "after": $0]) } ?? "")
        values["all"] = .list(
            try await newsroom.tags(chosen.code, limit: 500).map { ["name": .text($0.tag.name)] })
        values["moves"] = .list(
            try await newsroom.tagMoves(chosen.code).map { move in
                [
                    "slug": .text(move.slug), "target": .text(move.target.name), "href": address(move.target.slug),
                    "isLeft": .flag(move.left > 0), "left": .text("\(move.left)"), "edition": .text(chosen.code),
                    "token": .text(asked.formToken), "finish": .text(path(.tags("finish"))),
                ]
            })
        return DeskView(template: "tags", title: "Tags", values: values)
    }
}
