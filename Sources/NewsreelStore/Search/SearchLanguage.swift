/// How the words of an edition are reduced, chosen by its BCP 47 tag.
struct SearchLanguage: Sendable, Hashable {
    /// The primary subtag in lower case: `en` of `en-GB`.
    let code: String

    init(_ tag: String) {
        code = String(tag.prefix { $0 != "-" && $0 != "_" }).lowercased()
    }

    /// The Snowball algorithm for a word of `script` in this language; nil leaves the word whole.
    ///
    /// Names in Latin letters inside a Russian or Arabic story are mostly English, and a Russian name in an English
    /// story is quoted as Russian.
    func algorithm(for script: Script) -> String? {
        let own = Self.algorithms[code]
        if let own, own.script == script { return own.name }
        switch script {
        case .latin: return Self.latinWithoutStemmer.contains(code) ? nil : "english"
        case .cyrillic: return Self.cyrillicWithoutStemmer.contains(code) ? nil : "russian"
        case .greek: return "greek"
        case .arabic: return Self.arabicWithoutStemmer.contains(code) ? nil : "arabic"
        case .other: return own?.script == .other ? own?.name : nil
        }
    }

    /// True where an apostrophe between letters belongs to the word (`don't`, `O'Brien`), not between two (`l'avion`).
    var keepsApostrophes: Bool { !["fr", "it", "ca", "oc"].contains(code) }

    /// The words that carry no subject, as the index keeps them.
    var stopWords: Set<String> { StopWords.byLanguage[code] ?? (Self.algorithms[code] == nil ? StopWords.english : []) }

    private static let latinWithoutStemmer: Set<String> = [
        "af", "az", "bs", "cs", "cy", "et", "ha", "hr", "is", "lv", "ms", "pl", "sk", "sl", "so", "sq", "sw", "tl",
        "uz",
        "vi",
    ]
    private static let cyrillicWithoutStemmer: Set<String> = ["uk", "be", "bg", "mk", "kk", "ky", "tg", "mn", "sr"]
    private static let arabicWithoutStemmer: Set<String> = ["fa", "ur", "ps", "ku", "ug"]

    private static let algorithms: [String: (name: String, script: Script)] = [
        "ar": ("arabic", .arabic), "hy": ("armenian", .other), "eu": ("basque", .latin), "ca": ("catalan", .latin),
        "da": ("danish", .latin), "nl": ("dutch", .latin), "en": ("english", .latin), "fi": ("finnish", .latin),
        "fr": ("french", .latin), "de": ("german", .latin), "el": ("greek", .greek), "hi": ("hindi", .other),
        "hu": ("hungarian", .latin), "id": ("indonesian", .latin), "ga": ("irish", .latin), "it": ("italian", .latin),
        "lt": ("lithuanian", .latin), "ne": ("nepali", .other), "no": ("norwegian", .latin),
        "nb": ("norwegian", .latin), "nn": ("norwegian", .latin), "pt": ("portuguese", .latin),
        "ro": ("romanian", .latin), "ru": ("russian", .cyrillic), "sr": ("serbian", .cyrillic),
        "es": ("spanish", .latin), "sv": ("swedish", .latin), "ta": ("tamil", .other), "tr": ("turkish", .latin),
    ]
}
