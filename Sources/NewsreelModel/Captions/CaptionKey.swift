/// Which captions of a clip: it has at most one track of each kind and language.
package struct CaptionKey: Hashable, Sendable, CustomStringConvertible {
    package let kind: CaptionTrack.Kind
    package let language: LanguageTag

    package init(_ kind: CaptionTrack.Kind, _ language: LanguageTag) {
        self.kind = kind
        self.language = language
    }

    /// Nil for a text that is not `captions-en`, `chapters-pt-BR` and the like.
    package init?(_ text: some StringProtocol) {
        guard let name = CaptionName(file: text + ".vtt") else { return nil }
        self.init(name.kind, name.language)
    }

    /// As addresses have it: `captions-en`.
    package var description: String { "\(kind.rawValue)-\(language.rawValue)" }

    /// As people say it: `captions in English`.
    package var words: String { "\(kind.rawValue) in \(language.ownName)" }
}

extension CaptionTrack {
    /// Which of the clip's captions these are.
    package var key: CaptionKey { CaptionKey(kind, language) }
}
