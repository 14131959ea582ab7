package import NewsreelModel

extension MediaWorkshop {
    /// What the file says of itself in IPTC, XMP, EXIF and QuickTime fields; `zone` is for cameras that name none.
    package func readMetadata(
        file: String, facts: MediaFacts, zone: Zone = .utc
    ) async throws(MediaError) -> EmbeddedMetadata {
        guard facts.kind != .document || facts.format == .pdf else { return EmbeddedMetadata() }
        let work = try WorkFolder(in: temporaryFolder)
        defer { work.remove() }
        try work.link(Self.original, to: file)
        let noun = facts.kind == .image ? "picture" : "file"
        let report = try await report(Self.metadataFields, in: work, noun: noun)
        return EmbeddedMetadata(report, zone: zone)
    }

    /// Reads the named fields of `original`.
    func report(_ fields: [String], in work: WorkFolder, noun: String) async throws(MediaError) -> FileReport {
        // -config "" reads no configuration, -fast stops before a trailer.
        let output = try await run(
            .exiftool, ["-config", "", "-j", "-G1", "-q", "-q", "-fast"] + fields + [Self.original],
            in: work, limits: .glance, noun: noun)
        guard let report = FileReport(json: output.bytes) else {
            throw MediaError.damaged(noun, detail: output.complaints)
        }
        return report
    }

    private static let metadataFields: [String] = [
        "-XMP-dc:all", "-XMP-photoshop:all", "-XMP-xmpRights:all", "-XMP-iptcCore:AltTextAccessibility",
        "-XMP-plus:all",
        "-XMP-cc:License", "-IPTC:all", "-IFD0:ImageDescription", "-IFD0:Artist", "-IFD0:Copyright",
        "-ExifIFD:DateTimeOriginal", "-ExifIFD:OffsetTimeOriginal", "-GPS:GPSLatitude", "-XMP-exif:GPSLatitude",
        // Together, signed and in degrees: `50.0 8.5`.
        "-Composite:GPSPosition#",
        "-Keys:all", "-UserData:all", "-ItemList:all", "-QuickTime:CreateDate", "-PDF:Title", "-PDF:Author",
    ]
}

extension EmbeddedMetadata {
    /// Maps IPTC photo metadata (IPTC Photo Metadata Standard 2023.2) and its older twins; XMP goes before IPTC-IIM
    /// before EXIF, as the Metadata Working Group has it.
    init(_ report: FileReport, zone: Zone) {
        self.init(
            headline: report.first(["XMP-photoshop:Headline", "IPTC:Headline", "PDF:Title"]),
            caption: report.first([
                "XMP-dc:Description", "IPTC:Caption-Abstract", "IFD0:ImageDescription", "Keys:Description",
                "ItemList:Description", "ItemList:Comment",
            ]),
            alt: report.first(["XMP-iptcCore:AltTextAccessibility"]),
            licenceURL: report.first(["XMP-cc:License", "XMP-xmpRights:WebStatement", "XMP-plus:LicensorURL"])
        )
        // Cameras fill the description with their own name; that is no caption.
        if let text = caption, Self.cameraPhrases.contains(where: text.lowercased().hasPrefix) { caption = nil }
        credit = Self.credit(report, licenceURL: licenceURL)
        if credit.licence != nil, caption == credit.licence { caption = nil }
        captured = Self.captured(report, zone: zone)
        hasLocation = [
            "GPS:GPSLatitude", "XMP-exif:GPSLatitude", "Keys:GPSCoordinates", "UserData:GPSCoordinates",
            "ItemList:GPSCoordinates",
        ].contains(where: report.has)
        place = Self.place(report)
    }

    private static func place(_ report: FileReport) -> CapturePlace? {
        guard let said = report.first(["Composite:GPSPosition"]) else { return nil }
        let degrees: [Double] = said.split { $0 == " " || $0 == "," }.compactMap { Double($0) }
        // Cameras without a fix write 0, 0, which lies in the sea.
        guard degrees.count == 2, degrees != [0, 0] else { return nil }
        return CapturePlace(latitude: degrees[0], longitude: degrees[1])
    }

    private static let cameraPhrases = [
        "olympus digital camera", "sony dsc", "kodak digital still", "dcim\\", "minolta digital",
    ]

    private static func credit(_ report: FileReport, licenceURL: String?) -> CreditChain {
        var chain = CreditChain()
        func add(_ party: CreditParty) {
            let isKnown = chain.parties.contains { known in
                [known.name, known.abbreviation].compactMap { $0?.lowercased() }
                    .contains { [party.name, party.abbreviation].compactMap { $0?.lowercased() }.contains($0) }
            }
            if !isKnown, chain.parties.count < 12 { chain.parties.append(party) }
        }
        let creators = [
            "XMP-dc:Creator", "IPTC:By-line", "IFD0:Artist", "Keys:Author", "ItemList:Artist", "PDF:Author",
        ]
        for name in creators.lazy.map(report.all).first(where: { !$0.isEmpty }) ?? [] {
            // EXIF has one field for several people, parted by semicolons (EXIF 2.32 §4.6.4 Artist).
            for one in name.split(separator: ";") { add(CreditParty(named: String(one), role: .creator)) }
        }
        let suppliers: [String] =
            report.all("XMP-plus:ImageSupplierName")
            + [report.first(["XMP-photoshop:Source", "IPTC:Source"])].compactMap { $0 }
        for name in suppliers { add(CreditParty(named: name, role: .supplier)) }
        if let line = report.first(["XMP-photoshop:Credit", "IPTC:Credit"]) {
            // The Credit Line names houses parted by slashes, and behind “via” those through whom it came.
            let stages: [Substring] = line.split(separator: " via ", omittingEmptySubsequences: true)
            for (number, stage) in stages.enumerated() {
                let role: CreditParty.Role = number == 0 ? .agency : .distributor
                for name in stage.split(separator: "/") { add(CreditParty(named: String(name), role: role)) }
            }
        }
        for name in report.all("XMP-plus:CopyrightOwnerName") { add(CreditParty(named: name, role: .rightsOwner)) }
        chain.copyright =
            report.first([
                "XMP-dc:Rights", "IPTC:CopyrightNotice", "IFD0:Copyright", "Keys:Copyright", "ItemList:Copyright",
            ])
        chain.usage = report.first(["XMP-xmpRights:UsageTerms"])
        chain.licence = licenceURL.flatMap(Licence.shortName)
        return chain
    }

    private static func captured(_ report: FileReport, zone: Zone) -> Timestamp? {
        guard
            let said = report.first([
                "ExifIFD:DateTimeOriginal", "XMP-photoshop:DateCreated", "Keys:CreationDate", "QuickTime:CreateDate",
            ]), said.count >= 10, !said.hasPrefix("0000")
        else { return nil }
        // EXIF writes 2020:06:17 07:55:00.
        let day = said.prefix(10).map { $0 == ":" ? "-" : String($0) }.joined()
        let rest = said.dropFirst(10)
        let namesZone = rest.contains { "+-Zz".contains($0) }
        let offset = namesZone ? "" : report.first(["ExifIFD:OffsetTimeOriginal"]) ?? ""
        return Timestamp(iso8601: day + rest + offset, in: zone) ?? Timestamp(iso8601: day, in: zone)
    }
}

extension CreditParty {
    /// A party from a text that may end in a short form in brackets: `Korean Central News Agency (KCNA)`.
    init(named text: String, role: Role) {
        var name = text.drop { $0.isWhitespace }
        while name.last?.isWhitespace == true { name = name.dropLast() }
        if name.last == ")", let open = name.lastIndex(of: "(") {
            let short = name[name.index(after: open)...].dropLast()
            var long = name[..<open]
            while long.last == " " { long = long.dropLast() }
            if !long.isEmpty, (2...12).contains(short.count), short.allSatisfy({ $0.isUppercase || $0.isNumber }) {
                self.init(role, String(long), abbreviation: String(short))
                return
            }
        }
        self.init(role, String(name))
    }
}

/// Creative Commons licences by their addresses.
enum Licence {
    /// `CC BY-SA 4.0` for `https://creativecommons.org/licenses/by-sa/4.0/`; nil for another address.
    static func shortName(_ url: String) -> String? {
        let parts: [String] = url.lowercased().split(separator: "/").map(String.init)
        guard let host = parts.firstIndex(where: { $0.hasSuffix("creativecommons.org") }), parts.count > host + 2 else {
            return nil
        }
        let version: String = parts.count > host + 3 ? " \(parts[host + 3])" : ""
        switch (parts[host + 1], parts[host + 2]) {
        case ("licenses", let kind) where kind.allSatisfy({ $0.isLetter || $0 == "-" }):
            return "CC \(kind.uppercased())\(version)"
        case ("publicdomain", "zero"): return "CC0\(version)"
        case ("publicdomain", "mark"): return "Public Domain Mark\(version)"
        default: return nil
        }
    }

    /// The address of a Creative Commons licence by its short name.
    static func address(_ name: String) -> String? {
        let words: [String] = name.lowercased().split(separator: " ").map(String.init)
        if words.first == "cc0" { return "https://creativecommons.org/publicdomain/zero/1.0/" }
        guard words.count == 3, words[0] == "cc" else { return nil }
        return "https://creativecommons.org/licenses/\(words[1])/\(words[2])/"
    }
}
