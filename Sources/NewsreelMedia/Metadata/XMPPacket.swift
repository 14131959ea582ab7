import NewsreelModel

/// The XMP packet of a rendition (ISO 16684-1): description, credit and rights, and nothing else.
struct XMPPacket: Sendable {
    let bytes: [UInt8]

    /// Nil when there is nothing to say.
    init?(_ metadata: EmbeddedMetadata) {
        guard !metadata.isEmpty else { return nil }
        let credit = metadata.credit
        var fields = ""
        func simple(_ name: String, _ text: String?) {
            guard let text, !text.isEmpty else { return }
            fields += "<\(name)>\(Self.escaped(text))</\(name)>"
        }
        func alternative(_ name: String, _ text: String?) {
            guard let text, !text.isEmpty else { return }
            fields +=
                "<\(name)><rdf:Alt><rdf:li xml:lang=\"x-default\">\(Self.escaped(text))</rdf:li></rdf:Alt></\(name)>"
        }
        let creators: [String] = credit.names(.creator)
        if !creators.isEmpty {
            let items: String = creators.map { "<rdf:li>\(Self.escaped($0))</rdf:li>" }.joined()
            fields += "<dc:creator><rdf:Seq>\(items)</rdf:Seq></dc:creator>"
        }
        alternative("dc:description", metadata.caption)
        alternative("dc:rights", credit.rightsNotice)
        simple("photoshop:Headline", metadata.headline)
        simple("photoshop:Credit", credit.line)
        simple("photoshop:Source", credit.names(.supplier).first)
        alternative("Iptc4xmpCore:AltTextAccessibility", metadata.alt)
        alternative("xmpRights:UsageTerms", credit.usage)
        simple("xmpRights:WebStatement", metadata.licenceURL ?? credit.licence.flatMap(Licence.address))
        if credit.rightsNotice != nil { simple("xmpRights:Marked", "True") }

        let text =
            "<?xpacket begin=\"\u{FEFF}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>"
            + "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">"
            + "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\""
            + " xmlns:photoshop=\"http://ns.adobe.com/photoshop/1.0/\""
            + " xmlns:Iptc4xmpCore=\"http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/\""
            + " xmlns:xmpRights=\"http://ns.adobe.com/xap/1.0/rights/\">"
            + fields + "</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end=\"r\"?>"
        bytes = Array(text.utf8)
    }

    /// Text for XML 1.0, without the characters that it cannot hold (§2.2) and cut to 4,000.
    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars.prefix(4000) {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\t", "\n": result.unicodeScalars.append(scalar)
            case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF: break
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}

/// The IPTC-IIM block of a JPEG rendition (IIM 4.2), which archives and agencies read that know no XMP.
struct IPTCBlock: Sendable {
    /// A Photoshop resource (8BIM 0x0404) with its heading, as it stands in a JPEG's APP13.
    let bytes: [UInt8]

    init?(_ metadata: EmbeddedMetadata) {
        guard !metadata.isEmpty else { return nil }
        let credit = metadata.credit
        // 1:90, the escape sequence that says UTF-8 (ISO 2022).
        var sets: [UInt8] = [0x1C, 1, 90, 0, 3, 0x1B, 0x25, 0x47]
        func add(_ number: UInt8, _ text: String?, most: Int) {
            guard let text, !text.isEmpty else { return }
            let value: [UInt8] = Self.cut(text, to: most)
            sets += [0x1C, 2, number, UInt8(value.count >> 8), UInt8(value.count & 0xFF)] + value
        }
        for name in credit.names(.creator) { add(80, name, most: 32) }
        add(105, metadata.headline, most: 256)
        add(110, credit.line, most: 32)
        add(115, credit.names(.supplier).first, most: 32)
        add(116, credit.rightsNotice, most: 128)
        add(120, metadata.caption, most: 2000)
        var result: [UInt8] = Array("Photoshop 3.0\0".utf8) + Array("8BIM".utf8) + [0x04, 0x04, 0, 0]
        for shift in [24, 16, 8, 0] { result.append(UInt8(sets.count >> shift & 0xFF)) }
        result += sets
        if sets.count % 2 == 1 { result.append(0) }
        bytes = result
    }

    /// UTF-8 of at most `most` bytes that ends with a whole character.
    private static func cut(_ text: String, to most: Int) -> [UInt8] {
        var result: [UInt8] = []
        for character in text {
            let bytes = Array(String(character).utf8)
            guard result.count + bytes.count <= most else { break }
            result += bytes
        }
        return result
    }
}

extension CreditChain {
    /// The names of the parties with this role.
    fileprivate func names(_ role: CreditParty.Role) -> [String] {
        parties.filter { $0.role == role }.map(\.printed)
    }

    /// Who must be named with the picture (IPTC Credit Line): `KCNA via REUTERS`; its makers where there is nobody else.
    fileprivate var line: String? {
        let carriers: [String] = names(.distributor)
        let from: String =
            [names(.agency), names(.supplier), names(.creator)].first { !$0.isEmpty }?.joined(separator: " / ") ?? ""
        let text: String = ([from] + carriers).filter { !$0.isEmpty }.joined(separator: " via ")
        return text.isEmpty ? nil : text
    }

    /// The copyright notice, or one made from the owner of the rights.
    var rightsNotice: String? {
        let owners: [String] = names(.rightsOwner)
        return copyright ?? (owners.isEmpty ? nil : "© " + owners.joined(separator: ", "))
    }
}
