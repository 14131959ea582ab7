extension LanguageTag {
    /// What speakers call their language; the tag itself for one that is not among the usual.
    package var ownName: String {
        guard let name = Self.names[primary] else { return rawValue }
        return rawValue == primary ? name : "\(name) (\(rawValue))"
    }

    private static let names: [String: String] = [
        "ar": "العربية", "be": "Беларуская", "bg": "Български", "bn": "বাংলা", "ca": "Català", "cs": "Čeština",
        "da": "Dansk", "de": "Deutsch", "el": "Ελληνικά", "en": "English", "es": "Español", "et": "Eesti",
        "fa": "فارسی", "fi": "Suomi", "fr": "Français", "ga": "Gaeilge", "he": "עברית", "hi": "हिन्दी",
        "hr": "Hrvatski", "hu": "Magyar", "hy": "Հայերեն", "id": "Bahasa Indonesia", "is": "Íslenska",
        "it": "Italiano", "ja": "日本語", "ka": "ქართული", "kk": "Қазақ", "ko": "한국어", "lt": "Lietuvių",
        "lv": "Latviešu", "mk": "Македонски", "nb": "Norsk bokmål", "nl": "Nederlands", "no": "Norsk", "pl": "Polski",
        "pt": "Português", "ro": "Română", "ru": "Русский", "sk": "Slovenčina", "sl": "Slovenščina", "sr": "Српски",
        "sv": "Svenska", "ta": "தமிழ்", "th": "ไทย", "tr": "Türkçe", "uk": "Українська", "ur": "اردو",
        "uz": "Oʻzbek", "vi": "Tiếng Việt", "zh": "中文",
    ]
}
