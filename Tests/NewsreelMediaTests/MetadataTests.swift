import NewsreelModel
import Testing

@testable import NewsreelMedia

@Suite struct MetadataTests {
    private static let caption = "Smoke rises over the liaison office — “a first” & last <look> in Кэсон, 개성."

    /// A photograph as an agency hands it in, with private fields of the camera.
    private func agencyPhoto(_ bench: Bench, _ name: String) async throws -> String {
        let path = try await bench.picture(name, width: 1400, height: 900)
        try await bench.run(
            .exiftool,
            [
                "-config", "", "-q", "-overwrite_original", "-charset", "iptc=UTF8", "-codedcharacterset=utf8",
                "-XMP-dc:Description=\(Self.caption)", "-IPTC:Caption-Abstract=\(Self.caption)",
                "-XMP-dc:Creator=Anna Feld", "-XMP-dc:Creator=Ben Orlov",
                "-XMP-photoshop:Source=Northland News Agency (NNA)",
                "-XMP-photoshop:Credit=NNA via WIREHOUSE", "-XMP-dc:Rights=© NNA via WIREHOUSE",
                "-XMP-xmpRights:UsageTerms=Editorial use only", "-XMP-photoshop:Headline=Liaison office",
                "-XMP-cc:License=https://creativecommons.org/licenses/by-sa/4.0/",
                "-XMP-iptcCore:AltTextAccessibility=Grey smoke behind a hill", "-GPSLatitude=37.9", "-GPSLatitudeRef=N",
                "-GPSLongitude=126.5", "-GPSLongitudeRef=E", "-SerialNumber=SECRET-1234", "-Make=Camco",
                "-OwnerName=Private Person",
                "-DateTimeOriginal=2020:06:16 14:50:00", "-OffsetTimeOriginal=+09:00",
                "-XMP-photoshop:City=Hidden Town",
                path,
            ])
        return path
    }

    @Test(arguments: ["p.jpg", "p.png", "p.webp", "p.tif"])
    func `credit, caption and rights are read from the file`(name: String) async throws {
        let bench = try await Bench()
        defer { bench.remove() }
        let path = try await agencyPhoto(bench, name)
        let facts = try await bench.workshop.identify(file: path)
        let read = try await bench.workshop.readMetadata(file: path, facts: facts)
        #expect(read.caption == Self.caption)
        #expect(read.alt == "Grey smoke behind a hill")
        #expect(read.headline == "Liaison office")
        #expect(
            read.credit.parties.prefix(3) == [
                CreditParty(.creator, "Anna Feld"), CreditParty(.creator, "Ben Orlov"),
                CreditParty(.supplier, "Northland News Agency", abbreviation: "NNA"),
            ])
        #expect(read.credit.parties.contains { $0.role == .distributor && $0.name == "WIREHOUSE" })
        #expect(read.credit.copyright == "© NNA via WIREHOUSE")
        #expect(read.credit.usage == "Editorial use only")
        #expect(read.credit.licence == "CC BY-SA 4.0")
        #expect(read.captured == Timestamp(iso8601: "2020-06-16T05:50:00Z"))
        #expect(read.hasLocation)
    }

    @Test func `every rendition keeps the credit and loses the place and the camera`() async throws {
        let bench = try await Bench()
        defer { bench.remove() }
        let path = try await agencyPhoto(bench, "p.jpg")
        let facts = try await bench.workshop.identify(file: path)
        let read = try await bench.workshop.readMetadata(file: path, facts: facts)
        let first = try await bench.work(path, stamp: read)
        let compact = try await bench.work(path, stamp: read, which: .compact)
        #expect(first.renditions.count == 9 && compact.renditions.count == 4)
        // The page that it stands in tells the credit; every card would carry it once more.
        #expect(try #require(first.preview).utf8.count < 1000)
        for file in first.renditions + compact.renditions {
            let fields = try await bench.fields(file.path)
            for secret in ["GPS", "SECRET", "Camco", "Private Person", "Hidden Town", "2020:06:16", "37.9", "37 deg"] {
                #expect(!fields.contains(secret), "\(file.name): \(secret)")
            }
            let facts = try await bench.workshop.identify(file: file.path)
            let again = try await bench.workshop.readMetadata(file: file.path, facts: facts)
            #expect(again.caption == Self.caption && again.alt == read.alt && again.headline == read.headline)
            #expect(again.credit == read.credit, "\(file.name)")
            #expect(!again.hasLocation && again.captured == nil)
            if file.mimeType == "image/jpeg" {
                for line in [
                    "[IPTC]          Caption-Abstract", "[IPTC]          By-line", "[IPTC]          CopyrightNotice",
                ] {
                    #expect(fields.contains(line), "\(file.name) \(line)")
                }
            }
        }
        #expect(bench.leftovers.isEmpty)
    }

    @Test func `what the desk says goes over what the file says`() {
        let file = EmbeddedMetadata(
            headline: "H", caption: "file", alt: "seen", credit: CreditChain(parties: [CreditParty(.creator, "A")]))
        let now = Timestamp(milliseconds: 0)
        var asset = MediaAsset(
            id: MediaID(rawValue: "m"), kind: .image, state: .processing, caption: "desk", created: now, updated: now)
        #expect(file.overlaid(by: asset).caption == "desk")
        #expect(file.overlaid(by: asset).alt == "seen")
        #expect(file.overlaid(by: asset).credit == file.credit)
        asset.credit = CreditChain(parties: [CreditParty(.agency, "NNA")])
        #expect(file.overlaid(by: asset).credit == asset.credit)
    }

    @Test func `a credit without a creator and a long caption survive the way through the files`() async throws {
        let bench = try await Bench()
        defer { bench.remove() }
        let path = try await bench.picture("p.jpg", width: 500, height: 400)
        let stamp = EmbeddedMetadata(
            caption: String(repeating: "Слово и дело. ", count: 200),
            credit: CreditChain(parties: [CreditParty(.rightsOwner, "House of Pictures")]))
        let work = try await bench.work(path, stamp: stamp)
        let file = try #require(work.renditions.first)
        let facts = try await bench.workshop.identify(file: file.path)
        let read = try await bench.workshop.readMetadata(file: file.path, facts: facts)
        #expect(read.caption?.hasPrefix("Слово и дело. Слово") == true)
        #expect(read.credit.copyright == "© House of Pictures")
    }

    @Test func `IPTC without a character set is read as what it is`() async throws {
        let bench = try await Bench()
        defer { bench.remove() }
        let path = try await bench.picture("p.jpg", width: 300, height: 200)
        // UTF-8 written under the name of Latin 1, as many programs do.
        try await bench.run(
            .exiftool,
            [
                "-config", "", "-q", "-overwrite_original", "-charset", "iptc=UTF8",
                "-IPTC:Caption-Abstract=Жители Кэсона", path,
            ])
        let facts = try await bench.workshop.identify(file: path)
        #expect(try await bench.workshop.readMetadata(file: path, facts: facts).caption == "Жители Кэсона")
    }

    @Test func `a camera's name in the description is no caption`() async throws {
        let bench = try await Bench()
        defer { bench.remove() }
        let path = try await bench.picture("p.jpg", width: 300, height: 200)
        try await bench.run(
            .exiftool,
            ["-config", "", "-q", "-overwrite_original", "-IFD0:ImageDescription=OLYMPUS DIGITAL CAMERA", path])
        let facts = try await bench.workshop.identify(file: path)
        let read = try await bench.workshop.readMetadata(file: path, facts: facts)
        #expect(read.caption == nil && read.credit == CreditChain() && read.isEmpty)
    }

    @Test(arguments: [
        ("https://creativecommons.org/licenses/by-sa/4.0/", "CC BY-SA 4.0"),
        ("http://creativecommons.org/publicdomain/zero/1.0", "CC0 1.0"),
        ("https://example.org/terms", nil),
    ])
    func `a licence's address has a short name`(address: String, name: String?) {
        #expect(Licence.shortName(address) == name)
    }
}
