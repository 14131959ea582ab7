/// What pictures, clips and recordings lack.
struct MediaChecks {
    let story: Story
    let media: [MediaID: MediaAsset]
    let captioned: Set<MediaID>

    var findings: [Finding] {
        var found: [Finding] = []
        var seen: Set<MediaID> = []
        for place in places where seen.insert(place.id).inserted {
            guard let asset = media[place.id] else { continue }
            let use = story.content.media.first { $0.media == place.id }
            found += check(asset, use, place.block)
        }
        return found
    }

    private struct Place {
        let id: MediaID
        let block: Int?
    }

    /// What readers see, in reading order.
    private var places: [Place] {
        let lead = story.content.lead.map { [Place(id: $0, block: nil)] } ?? []
        return lead
            + story.content.body.enumerated().flatMap { index, block in block.media.map { Place(id: $0, block: index) }
            }
    }

    private func check(_ asset: MediaAsset, _ use: MediaUse?, _ block: Int?) -> [Finding] {
        let place = FindingPlace(.media, block: block, media: asset.id)
        let name = Self.name(asset.kind)
        var found: [Finding] = []
        func note(_ code: CheckCode, _ reason: String, words: String? = nil) {
            found.append(Finding(code, at: place, words: words, reason: reason))
        }
        let credit = asset.credit
        let text = credit.text
        if credit.isEmpty {
            note(.creditMissing, "The \(name) has no credit: say who made it, who supplied it and on what terms.")
        } else if CreditSource(credit).isNobody {
            note(.creditWithoutSource, "The credit names nobody who could be asked.", words: text)
        } else if asset.kind == .image || asset.kind == .video, CreditSource(credit).isOwnerOnly {
            note(
                .originUnchecked, "The credit says who owns or distributes the \(name), not who made or supplied it.",
                words: text)
        }
        let caption = (use?.caption ?? asset.caption ?? "").trimmingWhitespace()
        if caption.isEmpty, asset.kind != .document {
            note(.captionMissing, "The \(name) has no caption: say what is seen, where and when.")
        }
        if asset.kind == .image {
            let alt = (use?.alt ?? asset.alt ?? "").trimmingWhitespace()
            if alt.isEmpty {
                note(.altMissing, "The picture has no text for readers who cannot see it.")
            } else if CreditSource.looksLikeFile(alt) {
                note(.altMissing, "The text for readers who cannot see the picture is the name of a file.", words: alt)
            }
        }
        if asset.kind == .video, !captioned.contains(asset.id), asset.state != .awaited {
            note(
                .captionsMissing,
                "The clip has no captions: those who cannot hear it, or have no sound on, miss what is said.")
        }
        return found
    }

    private static func name(_ kind: MediaKind) -> String {
        switch kind {
        case .image: "picture"
        case .video: "clip"
        case .audio: "recording"
        case .document: "document"
        }
    }
}

/// Whether a credit leads to somebody.
struct CreditSource {
    private let credit: CreditChain

    init(_ credit: CreditChain) { self.credit = credit }

    /// True where every name is a word for nobody: the internet, a social network, an archive of nobody's.
    var isNobody: Bool {
        let names = credit.parties.map(\.name)
        guard names.isEmpty else { return names.allSatisfy(Self.isNobody) }
        let notice = (credit.copyright ?? "").split { !$0.isLetter }.joined(separator: " ")
        return Self.isNobody(notice)
    }

    /// True where it says whose the rights are, or who passed it on, and no more.
    var isOwnerOnly: Bool {
        !credit.parties.isEmpty && credit.parties.allSatisfy { $0.role == .distributor || $0.role == .rightsOwner }
            && credit.licence == nil
    }

    private static func isNobody(_ name: String) -> Bool {
        let words = CheckToken.fold(name).split { !$0.isLetter }.map(String.init)
        return words.allSatisfy { nobody.contains($0) }
    }

    /// A credit of nothing but these names no source.
    private static let nobody: Set<String> = CheckWords.set(
        """
        c copyright all rights reserved internet the web online social media network networks twitter x facebook \
        instagram telegram tiktok youtube vk whatsapp google images image picture photo photos video screenshot screen grab \
        file archive handout courtesy unknown anonymous n a none via from source of stock free public domain various \
        author user content photographer agency agencies \
        интернет интернета из соцсети соцсетей социальные сети открытых открытые источников источники архив фото скриншот \
        неизвестен неизвестный автор картинки яндекс гугл с сайта источник \
        인터넷 온라인 커뮤니티 캡처 캡쳐 자료 사진 자료사진 출처 미상 소셜미디어 유튜브 페이스북 트위터 인스타그램 화면 화면캡처 제공 독자 \
        الإنترنت انترنت مواقع التواصل الاجتماعي وسائل من عن صورة صور أرشيف أرشيفية متداولة مصدر غير معروف تويتر فيسبوك يوتيوب
        """)

    /// True for `IMG_0042.jpg`.
    static func looksLikeFile(_ text: String) -> Bool {
        let lower = text.lowercased()
        return !lower.contains(" ")
            && [".jpg", ".jpeg", ".png", ".webp", ".gif", ".heic", ".tif", ".tiff", ".avif"].contains {
                lower.hasSuffix($0)
            }
    }
}
