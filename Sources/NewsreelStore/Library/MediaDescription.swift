package import NewsreelModel

/// What people say of an asset, written as a whole: its caption, alternative text, credit, terms and focal point.
package struct MediaDescription: Hashable, Sendable, Codable {
    package var caption: String?
    package var alt: String?
    package var credit: CreditChain
    package var rights: MediaRights
    package var focus: FocalPoint?

    package init(_ asset: MediaAsset) {
        caption = asset.caption
        alt = asset.alt
        credit = asset.credit
        rights = asset.rights
        focus = asset.focus
    }

    /// Names these very words, so that whoever writes over them says that they have read them. Work on the file does not
    /// change it.
    package var version: String {
        get throws(StoreError) {
            var hash = BlobHash()
            try StoredJSON.bytes(self).withUnsafeBytes { hash.update($0) }
            return String(try hash.checksum().rawValue.prefix(16))
        }
    }

    /// The same trimmed, with nothing where nothing is said, and the credit printed anew where its parts changed.
    func normalised(replacing old: MediaDescription) throws(StoreError) -> MediaDescription {
        var new = self
        new.caption = Self.text(caption, 4000)
        new.alt = Self.text(alt, 2000)
        new.rights.usage = Self.text(rights.usage, 2000)
        new.credit.copyright = Self.text(credit.copyright, 500)
        new.credit.licence = Self.text(credit.licence, 200)
        new.credit.usage = Self.text(credit.usage, 2000)
        new.credit.wording = Self.text(credit.wording, 1000)
        new.credit.parties = credit.parties.compactMap { party in
            guard let name = Self.text(party.name, 200) else { return nil }
            return CreditParty(party.role, name, abbreviation: Self.text(party.abbreviation, 50))
        }
        guard new.credit.parties.count <= 20 else {
            throw StoreError(.invalid, "A credit names at most 20 parties; this one names \(new.credit.parties.count).")
        }
        // The words of the source hold for the parts that were read from them.
        if new.credit != old.credit, new.credit.wording == old.credit.wording { new.credit.wording = nil }
        return new
    }

    private static func text(_ text: String?, _ most: Int) -> String? {
        guard let text = text?.trimmingWhitespace(), !text.isEmpty else { return nil }
        return String(text.prefix(most))
    }
}
