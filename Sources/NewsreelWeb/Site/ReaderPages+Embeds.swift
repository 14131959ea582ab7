import HTTPTypes
import NewsreelModel
import NewsreelPages
import NewsreelStore

extension ReaderPages {
    /// A clip or recording for frames; none that no published story of the edition shows.
    func embed(_ edition: Edition, _ id: MediaID) async throws -> Making {
        guard let asset = try await newsroom.media(id), asset.kind == .video || asset.kind == .audio else {
            return .missing
        }
        guard let story = try await newsroom.newestStory(showing: id, edition: edition.code) else {
            return try await newsroom.isWithdrawn(id) ? .withdrawn([]) : .missing
        }
        return .page(
            pages.embed(EmbedPage(story: story, asset: asset, captions: try await newsroom.captions([id])[id] ?? [])))
    }

    /// What another site gets that asks how to show an address of ours.
    enum OEmbedOutcome: Sendable {
        case page(RenderedPage)
        case refused(HTTPResponse.Status, String)
    }

    /// oembed.com §2.3.4 names the statuses.
    func oembed(_ request: OEmbedRequest) async throws -> OEmbedOutcome {
        guard let address = request.url, !address.isEmpty else {
            return .refused(.badRequest, "The parameter url is missing: the address of a story, percent-encoded.")
        }
        guard let format = OEmbedFormat(rawValue: request.format ?? "json") else {
            return .refused(.notImplemented, "There is no such format here; format is json or xml.")
        }
        guard let asked = site.copied(address), let shown = try await shown(at: asked.url) else {
            return .refused(.notFound, "No story of \(site.origin) has this address.")
        }
        return .page(
            pages.oembed(
                OEmbedPage(
                    story: shown.story, asset: shown.asset, second: asked.second, format: format,
                    maxWidth: request.maxWidth, maxHeight: request.maxHeight)))
    }

    /// The published story at its own address or an old one, or at that of its player.
    private func shown(at url: SiteURL) async throws -> (story: Story, asset: MediaAsset?)? {
        guard let edition = url.edition else { return nil }
        switch url.place {
        case .embed(let id):
            guard let story = try await newsroom.newestStory(showing: id, edition: edition),
                let asset = try await newsroom.media(id)
            else { return nil }
            return (story, asset)
        case .story(let day, let slug):
            switch try await newsroom.story(edition: edition, day: day, slug: slug) {
            case .found(let story):
                guard let lead = story.content.lead else { return (story, nil) }
                return (story, try await newsroom.media(lead))
            case .moved(let target): return target == url ? nil : try await shown(at: target)
            case .killed, .none: return nil
            }
        default: return nil
        }
    }
}
