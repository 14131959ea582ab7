/// Which captions of a clip a file holds, as its name in addresses says: `captions-en.vtt`.
package struct CaptionName: Hashable, Sendable {
    package enum Form: String, Sendable {
        /// The captions themselves.
        case webVTT = "vtt"
        /// An HLS playlist that leads to them (RFC 8216 §3.5).
        case playlist = "m3u8"
    }

    package let kind: CaptionTrack.Kind
    package let language: LanguageTag
    package let form: Form

    package init(_ kind: CaptionTrack.Kind, _ language: LanguageTag, _ form: Form) {
        self.kind = kind
        self.language = language
        self.form = form
    }

    package init(_ track: CaptionTrack, _ form: Form) { self.init(track.kind, track.language, form) }

    /// Nil for a name that no file of captions has.
    package init?(file: String) {
        guard let dot = file.lastIndex(of: "."), let hyphen = file.firstIndex(of: "-"), hyphen < dot,
            let form = Form(rawValue: String(file[file.index(after: dot)...])),
            let kind = CaptionTrack.Kind(rawValue: String(file[..<hyphen])),
            let language = LanguageTag(file[file.index(after: hyphen)..<dot])
        else { return nil }
        self.init(kind, language, form)
    }

    package var file: String { "\(kind.rawValue)-\(language.rawValue).\(form.rawValue)" }
}
