import FoundationEssentials
import NewsreelModel
import Testing

@testable import NewsreelMedia

@Suite struct PictureRenditionTests {
    @Test func `the first set is WebP and JPEG at every step, a crop and a preview`() async throws {
        let bench = try await Bench()
        defer { bench.remove() }
        let path = try await bench.picture("p.jpg", width: 2400, height: 1600)
        let work = try await bench.work(path)
        let pictures = work.renditions.filter { $0.purpose == .picture }
        #expect(
            Set(pictures.map(\.name)) == Set([320, 640, 960, 1280, 1920].flatMap { ["w\($0).jpg", "w\($0).webp"] }))
        for rendition in pictures {
            #expect(rendition.height == Int((Double(rendition.width) / 1.5).rounded()))
            let header = PictureHeader(try await bench.run(.vipsheader, ["-a", rendition.path]))
            #expect(header.width == rendition.width && header.height == rendition.height)
            let facts = try await bench.workshop.identify(file: rendition.path)
            #expect(facts.mimeType == rendition.mimeType && facts.bytes == rendition.bytes)
        }
        let crop = try #require(work.renditions.first { $0.purpose == .crop })
        #expect(crop.name == "social-1200x630.jpg" && crop.width == 1200 && crop.height == 630)
        let preview = try #require(work.preview)
        #expect(preview.hasPrefix("data:image/webp;base64,"))
        #expect(preview.utf8.count < 1000)
        #expect(bench.leftovers.isEmpty)
    }

    @Test func `the compact set is AVIF`() async throws {
        let bench = try await Bench()
        defer { bench.remove() }
        let path = try await bench.picture("p.png", width: 700, height: 500)
        let work = try await bench.work(path, which: .compact)
        #expect(work.renditions.map(\.name) == ["w640.avif", "w320.avif"])
        #expect(work.preview == nil)
        for rendition in work.renditions {
            #expect(try await bench.workshop.identify(file: rendition.path).format == .avif)
        }
    }

    @Test(arguments: [
        (6000, 4000, [1920, 1280, 960, 640, 320]), (1920, 1080, [1920, 1280, 960, 640, 320]),
        (1000, 700, [960, 640, 320]), (1100, 700, [1100, 960, 640, 320]), (300, 200, [300]), (1, 1, [1]),
        (340, 200, [320]), (2000, 60_000, [546, 320]),
    ])
    func `widths never exceed the original and a small picture has one`(width: Int, height: Int, expected: [Int]) {
        #expect(RenditionLadder.widths(originalWidth: width, originalHeight: height) == expected)
    }

    @Test func `a picture of one pixel has renditions`() async throws {
        let bench = try await Bench()
        defer { bench.remove() }
        try await bench.vips("black", "one.png", "1", "1", "--bands", "3")
        let work = try await bench.work(bench.file("one.png"))
        #expect(Set(work.renditions.map(\.name)) == ["w1.jpg", "w1.webp"])
    }

    @Test func `all eighteen EXIF orientations come out upright`() async throws {
        guard let shared = Shared.folder else {
            print("skipped: \(Shared.missing)")
            return
        }
        let bench = try await Bench()
        defer { bench.remove() }
        var upright = 0
        for shape in ["Landscape", "Portrait"] {
            for number in 0...8 {
                let path = "\(shared)/conformance/exif-orientation/\(shape)_\(number).jpg"
                let facts = try await bench.workshop.identify(file: path)
                let isWide = try #require(facts.width) > (facts.height ?? 0)
                #expect(isWide == (shape == "Landscape"))
                let work = try await bench.work(path)
                let made = try #require(work.renditions.first { $0.name == "w640.jpg" })
                #expect((made.width > made.height) == isWide)
                if number == 0 {
                    try await bench.vips("copy", made.path, "reference.png")
                } else {
                    let difference = try await bench.difference(made.path, bench.file("reference.png"))
                    #expect(difference < 6, "\(shape)_\(number)")
                    if difference >= 6 { continue }
                }
                if number == 6 { #expect(try await !bench.fields(made.path).contains("Orientation")) }
                upright += 1
            }
        }
        #expect(upright == 18)
    }

    @Test func `colours come out as sRGB whatever they were stored as`() async throws {
        let bench = try await Bench()
        defer { bench.remove() }
        _ = try await bench.halves("halves.png", width: 800, height: 400)
        try await bench.vips("icc_transform", "halves.png", "cmyk.jpg", "cmyk", "--input-profile", "srgb")
        try await bench.vips("icc_transform", "halves.png", "p3.jpg", "p3", "--input-profile", "srgb")
        try await bench.vips("colourspace", "halves.png", "wide.png", "rgb16")
        try await bench.vips("cast", "halves.png", "float.tif", "float")
        for name in ["cmyk.jpg", "p3.jpg", "wide.png", "halves.png"] {
            let work = try await bench.work(bench.file(name))
            for file in work.renditions where file.name.hasPrefix("w320") {
                let left = try await bench.pixel(file.path, 60, 60)
                let right = try await bench.pixel(file.path, 260, 60)
                #expect(left.count == 3, "\(name) \(file.name)")
                #expect(abs(left[0] - 230) < 30 && left[1] < 60 && left[2] < 60, "\(name) \(file.name) \(left)")
                #expect(right[2] > 130 && right[0] < 80 && right[1] < 110, "\(name) \(file.name) \(right)")
                #expect(try await !bench.fields(file.path).contains("ICC_Profile"))
            }
        }
    }

    @Test func `a grey picture stays grey`() async throws {
        let bench = try await Bench()
        defer { bench.remove() }
        try await bench.vips("zone", "grey.png", "500", "400", "--uchar")
        let first = try await bench.work(bench.file("grey.png"))
        let compact = try await bench.work(bench.file("grey.png"), which: .compact)
        for file in first.renditions + compact.renditions {
            let point = try await bench.pixel(file.path, 100, 100)
            #expect((point.max() ?? 255) - (point.min() ?? 0) < 4, "\(file.name)")
        }
    }

    @Test func `what can be seen through becomes white in JPEG and stays so in WebP`() async throws {
        let bench = try await Bench()
        defer { bench.remove() }
        try await bench.vips("black", "clear.png", "400", "300", "--bands", "4")
        try await bench.vips("copy", "clear.png", "rgba.png", "--interpretation", "srgb")
        let work = try await bench.work(bench.file("rgba.png"))
        for file in work.renditions where file.width == 320 {
            let point = try await bench.pixel(file.path, 100, 100)
            if file.mimeType == "image/jpeg" {
                #expect(point.allSatisfy { $0 > 250 } && point.count == 3)
            } else {
                #expect(point.last == 0 && point.count == 4)
            }
        }
    }

    @Test func `an animation gives stills of its first frame`() async throws {
        let bench = try await Bench()
        defer { bench.remove() }
        _ = try await bench.halves("halves.png", width: 400, height: 300)
        try await bench.vips("rot", "halves.png", "turned.png", "d180")
        try await bench.vips("arrayjoin", "halves.png turned.png halves.png", "strip.tif", "--across", "1")
        try await bench.vips("gifsave", "strip.tif", "three.gif", "--page-height", "300")
        try await bench.vips("webpsave", "strip.tif", "three.webp", "--page-height", "300")
        for name in ["three.gif", "three.webp"] {
            let facts = try await bench.workshop.identify(file: bench.file(name))
            #expect(facts.frames == 3 && facts.width == 400 && facts.height == 300)
            for file in try await bench.work(bench.file(name)).renditions where file.width == 320 {
                #expect(file.height == 240)
                #expect(try await bench.pixel(file.path, 20, 20)[0] > 150)
            }
        }
    }

    @Test func `the crop keeps the focal point`() async throws {
        let bench = try await Bench()
        defer { bench.remove() }
        let path = try await bench.halves("wide.png", width: 4000, height: 800)
        for (x, isRed) in [(0.1, true), (0.9, false)] {
            let work = try await bench.work(path, focus: FocalPoint(x: x, y: 0.5))
            let crop = try #require(work.renditions.first { $0.purpose == .crop })
            let middle = try await bench.pixel(crop.path, crop.width / 2, crop.height / 2)
            #expect((middle[0] > 150) == isRed)
        }
    }

    @Test func `a crop stays inside the picture`() throws {
        for (width, height) in [(1920, 1280), (1280, 1920), (1920, 300), (601, 900), (1200, 630)] {
            for x in [0, 0.5, 1] {
                let focus = try #require(FocalPoint(x: x, y: 1 - x))
                guard let crop = SocialCrop(width: width, height: height, focus: focus) else {
                    #expect(Double(height) * 1200 / 630 < 600)
                    continue
                }
                #expect(crop.left >= 0 && crop.top >= 0)
                #expect(crop.left + crop.cropWidth <= width && crop.top + crop.cropHeight <= height)
                #expect(abs(Double(crop.width) / Double(crop.height) - 1200.0 / 630) < 0.02)
            }
        }
        #expect(SocialCrop(width: 500, height: 900, focus: nil) == nil)
    }

    @Test func `progress rises to one`() async throws {
        let bench = try await Bench()
        defer { bench.remove() }
        let path = try await bench.picture("p.png", width: 700, height: 500)
        let facts = try await bench.workshop.identify(file: path)
        var seen: [Double] = []
        _ = try await bench.workshop.pictureRenditions(
            file: path, facts: facts, into: bench.out, progress: { seen.append($0) })
        #expect(seen == seen.sorted() && seen.count > 3)
        #expect(abs((seen.last ?? 0) - 1) < 0.001)
    }
}
