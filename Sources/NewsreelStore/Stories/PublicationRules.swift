import NewsreelModel

/// What a story must have before readers see it.
enum PublicationRules {
    static func check(_ story: Story, assets: [MediaID: MediaAsset]) throws(StoreError) {
        guard !story.content.headline.isEmpty else {
            throw StoreError(.noHeadline, "A story without a headline cannot be published. Write one.")
        }
        for use in story.content.media {
            guard let asset = assets[use.media], asset.credit.isEmpty else { continue }
            throw StoreError(
                .mediaWithoutCredit,
                "A picture or clip with no credit cannot be published. Say who made or supplied the "
                    + "\(noun(asset.kind)) " + name(asset, use) + ".")
        }
    }

    private static func noun(_ kind: MediaKind) -> String {
        switch kind {
        case .image: "picture"
        case .video: "clip"
        case .audio: "recording"
        case .document: "document"
        }
    }

    private static func name(_ asset: MediaAsset, _ use: MediaUse) -> String {
        let words = use.caption ?? asset.caption ?? asset.original?.filename
        return words.map { "“\($0.count > 80 ? String($0.prefix(79)) + "…" : $0)”" } ?? asset.id.rawValue
    }
}
