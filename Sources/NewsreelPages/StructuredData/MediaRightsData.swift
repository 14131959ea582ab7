internal import NewsreelModel

/// What structured data says of everything that somebody made.
struct MediaRightsData {
    let voice: EditionVoice

    /// Who made it, who is to be named, whose it is and on what terms.
    func write(_ asset: MediaAsset, into json: inout JSONWriter) {
        let credit = asset.credit
        json.member("creditText", voice.credits.text(credit, kind: asset.kind))
        json.member("copyrightNotice", CreditLine.copyright(credit))
        json.member("license", credit.licence.flatMap(LicenceAddress.of))
        let creators = credit.parties.filter { $0.role == .creator }
        guard !creators.isEmpty else { return }
        json.array("creator") { json in
            for creator in creators {
                json.object { json in
                    json.member("@type", creator.abbreviation == nil ? "Person" : "Organization")
                    json.member("name", creator.name)
                }
            }
        }
    }
}
