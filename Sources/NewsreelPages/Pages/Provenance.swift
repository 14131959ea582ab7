internal import NewsreelModel

/// The box that says where a story's picture or footage comes from.
struct Provenance {
    let asset: MediaAsset
    let voice: EditionVoice

    /// Nil where the credit says nothing more than one name.
    var fields: Fields? {
        let rows = self.rows
        guard rows.count > 1 else { return nil }
        return Fields([
            "title": Shown(voice.strings(title)),
            "rows": rows.map { Fields(["term": Shown($0.term), "value": Shown($0.value)]) },
        ])
    }

    private var rows: [(term: String, value: String)] {
        let credit = asset.credit
        var rows: [(term: String, value: String)] = []
        func add(_ phrase: Phrase, _ value: String?) {
            if let value, !value.isEmpty { rows.append((voice.strings(phrase), value)) }
        }
        func parties(_ phrase: Phrase, _ role: CreditParty.Role) {
            add(phrase, voice.credits.join(voice.credits.names(credit, role)))
        }
        if let captured = asset.captured {
            add(
                asset.kind == .image ? .provenanceTaken : .provenanceRecorded,
                voice.local.day(voice.local.localDay(captured)))
        }
        parties(.provenanceMade, .creator)
        parties(.provenanceSupplied, .supplier)
        parties(.provenanceAgency, .agency)
        parties(.provenanceThrough, .distributor)
        parties(.provenanceOwner, .rightsOwner)
        add(.provenanceCopyright, CreditLine.copyright(credit))
        add(.provenanceLicence, credit.licence)
        add(.provenanceTerms, credit.usage ?? asset.rights.usage)
        return rows
    }

    private var title: Phrase {
        switch asset.kind {
        case .image: .provenanceImage
        case .video: .provenanceVideo
        case .audio: .provenanceAudio
        case .document: .provenanceDocument
        }
    }
}
