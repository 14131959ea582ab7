import NewsreelModel

/// Takes the label (`WATCH:`, `[영상]`, `| LIVE`) off a headline.
enum HeadlineLabel {
    /// The label in capitals and the headline without it; a headline without a label comes back whole.
    static func split(_ headline: String) -> (label: String?, headline: String) {
        let text = headline.trimmingWhitespace()
        let brackets: [Character: Character] = ["[": "]", "【": "】", "(": ")", "«": "»"]
        if let open = text.first, let close = brackets[open], let end = text.firstIndex(of: close) {
            let inner = text[text.index(after: text.startIndex)..<end].trimmingWhitespace()
            let rest = text[text.index(after: end)...].drop { $0 == ":" || $0.isWhitespace }
            if isLabel(inner), !rest.isEmpty { return (inner.uppercased(), String(rest)) }
        }
        for (place, character) in zip(text.indices, text).prefix(32) where ":|：".contains(character) {
            let inner = text[..<place].trimmingWhitespace()
            let rest = text[text.index(after: place)...].trimmingWhitespace()
            if isLabel(inner), !rest.isEmpty { return (inner.uppercased(), rest) }
            break
        }
        for dash in [" – ", " — ", " - ", "… "] {
            guard text.holds(dash), let found = text.firstRange(of: dash),
                text.distance(from: text.startIndex, to: found.lowerBound) <= 24
            else { continue }
            let inner = text[..<found.lowerBound].trimmingWhitespace()
            let rest = text[found.upperBound...].trimmingWhitespace()
            if isLabel(inner), !inner.contains(where: \.isLowercase), !rest.isEmpty {
                return (inner.uppercased(), rest)
            }
        }
        if text.hasSuffix(")") || text.hasSuffix("]"), let open = text.lastIndex(where: { $0 == "(" || $0 == "[" }) {
            let inner = text[text.index(after: open)...].dropLast().trimmingWhitespace()
            let rest = text[..<open].trimmingWhitespace()
            if isLabel(inner), !inner.contains(where: \.isLowercase), !rest.isEmpty {
                return (inner.uppercased(), rest)
            }
        }
        return (nil, text)
    }

    static func isLabel(_ text: String) -> Bool {
        guard text.utf8.count <= 48 else { return false }
        return labels.contains(text.uppercased())
    }

    private static let labels: Set<String> = Set(
        """
        WATCH|WATCH LIVE|WATCH NOW|VIDEO|VIDEOS|LIVE|LIVE UPDATES|LIVE BLOG|LIVEBLOG|PHOTOS|PHOTO|PICTURES|IN PICTURES|IN PHOTOS|GALLERY|\
        EXCLUSIVE|BREAKING|BREAKING NEWS|DEVELOPING|JUST IN|OPINION|ANALYSIS|EXPLAINER|EXPLAINED|UPDATE|UPDATED|LISTEN|PODCAST|AUDIO|\
        INTERVIEW|FACTBOX|TIMELINE|QUIZ|REVIEW|OBITUARY|INFOGRAPHIC|EDITORIAL|COMMENT|PROFILE|FEATURE|SPECIAL REPORT|FACT CHECK|READ|\
        ВИДЕО|СМОТРЕТЬ|СМОТРИТЕ|СМОТРЕТЬ ВИДЕО|ФОТО|ФОТО И ВИДЕО|ПРЯМОЙ ЭФИР|ПРЯМАЯ ТРАНСЛЯЦИЯ|ТРАНСЛЯЦИЯ|ОНЛАЙН|ЭКСКЛЮЗИВ|СРОЧНО|МОЛНИЯ|МНЕНИЕ|\
        АНАЛИТИКА|АНАЛИЗ|ИНФОГРАФИКА|ИНТЕРВЬЮ|ПОДКАСТ|ФОТОРЕПОРТАЖ|РЕПОРТАЖ|ОБНОВЛЕНО|СЛУШАТЬ|ВІДЕО|ДИВІТЬСЯ|НАЖИВО|ТЕРМІНОВО|\
        영상|동영상|현장영상|속보|단독|사진|포토|생중계|라이브|인터뷰|기획|칼럼|사설|종합|르포|팩트체크|오디오|화보|1보|2보|\
        شاهد|فيديو|بالفيديو|بالصور|صور|عاجل|مباشر|بث مباشر|حصري|خاص|تحليل|رأي|استمع|بودكاست|تغطية مباشرة|إنفوغراف|\
        EILMELDUNG|LIVETICKER|KOMMENTAR|VIDÉO|EN DIRECT|DIRECT|ENTRETIEN|EN IMAGES|EN VIVO|EN DIRECTO|VÍDEO|ÚLTIMA HORA|AO VIVO|DIRETTA|CANLI|SON DAKİKA
        """.split(separator: "|").map { String($0) })
}
