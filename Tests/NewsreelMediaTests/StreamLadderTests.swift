import NewsreelModel
import Testing

@testable import NewsreelMedia

@Suite struct StreamLadderTests {
    private func sizes(_ width: Int, _ height: Int) -> [String] {
        StreamLadder.rungs(width: width, height: height, frameRate: 25).map { "\($0.width)x\($0.height)" }
    }

    @Test func `a clip has the rungs up to its own size and none above`() {
        #expect(sizes(1920, 1080) == ["1920x1080", "1280x720", "960x540", "640x360", "426x240"])
        #expect(sizes(3840, 2160) == sizes(1920, 1080))
        #expect(sizes(1280, 720) == ["1280x720", "960x540", "640x360", "426x240"])
        #expect(sizes(854, 480) == ["854x480", "640x360", "426x240"])
        #expect(sizes(160, 120) == ["160x120"])
        #expect(sizes(720, 576) == ["674x540", "450x360", "300x240"], "576 lies next to 540")
    }

    @Test func `a standing clip is measured by its shorter side`() {
        #expect(sizes(1080, 1920) == ["1080x1920", "720x1280", "540x960", "360x640", "240x426"])
    }

    @Test func `odd sizes become even and panoramas stay within what decoders take`() {
        for (width, height) in [(853, 479), (321, 241), (7680, 1080), (1, 1), (2, 5000)] {
            for rung in StreamLadder.rungs(width: width, height: height, frameRate: 30) {
                #expect(rung.width % 2 == 0 && rung.height % 2 == 0 && rung.width >= 2 && rung.height >= 2)
                #expect(max(rung.width, rung.height) <= StreamLadder.longestSide + 2, "\(width)x\(height)")
            }
        }
        #expect(StreamLadder.rungs(width: 0, height: 5, frameRate: 25).isEmpty)
    }

    @Test func `smaller rungs are allowed fewer bits, fast ones more`() {
        let rungs = StreamLadder.rungs(width: 1920, height: 1080, frameRate: 25)
        #expect(zip(rungs, rungs.dropFirst()).allSatisfy { $0.mostBits > $1.mostBits })
        let fast = StreamLadder.rungs(width: 1920, height: 1080, frameRate: 60)
        #expect(zip(rungs, fast).allSatisfy { $0.mostBits < $1.mostBits })
    }

    @Test func `a playlist is read as ffmpeg writes it and printed with the file's address`() throws {
        let text = """
            #EXTM3U
            #EXT-X-VERSION:7
            #EXT-X-TARGETDURATION:4
            #EXT-X-MAP:URI="v480.mp4",BYTERANGE="1388@0"
            #EXTINF:4.000000,
            #EXT-X-BYTERANGE:276128@1388
            v480.mp4
            #EXTINF:2.000000,
            #EXT-X-BYTERANGE:300000@277516
            v480.mp4
            #EXT-X-ENDLIST
            """
        let playlist = try #require(MediaPlaylist(text))
        #expect(playlist.head == 1388 && playlist.duration == 6 && playlist.segments.count == 2)
        #expect(playlist.peakBandwidth == 1_200_000)
        #expect(playlist.averageBandwidth == Int((576_128.0 * 8 / 6).rounded(.up)))
        #expect(
            playlist.text(uri: "../abcd1234/v480.mp4").contains(
                "#EXT-X-MAP:URI=\"../abcd1234/v480.mp4\",BYTERANGE=\"1388@0\"\n#EXTINF:4.0,\n#EXT-X-BYTERANGE:276128@1388\n"
                    + "../abcd1234/v480.mp4\n"))
        #expect(MediaPlaylist("#EXTM3U\nv.mp4\n") == nil && MediaPlaylist("") == nil)
    }

    @Test func `loudness is read from the report and brought to the target without clipping`() throws {
        let report = """
            [Parsed_ebur128_0 @ 0x55] Summary:

              Integrated loudness:
                I:         -30.5 LUFS
                Threshold: -40.9 LUFS

              True peak:
                Peak:       -9.3 dBFS
            """
        let loudness = try #require(Loudness(report))
        #expect(loudness == Loudness(integrated: -30.5, peak: -9.3))
        #expect(loudness.filters == ["volume=7.5dB"])
        #expect(Loudness(integrated: -30, peak: -3).gain == 2, "no peak above -1")
        #expect(Loudness(integrated: -70, peak: -120).filters.isEmpty, "silence stays silence")
        #expect(Loudness("nothing of the kind") == nil)
    }

    @Test func `a storyboard covers the clip with at most a hundred stills`() throws {
        let board = try #require(Storyboard(milliseconds: 30_000, width: 426, height: 240))
        #expect(board.count == 30 && board.sheetWidth == 1600 && board.sheetHeight == 270)
        let index = board.index(uri: "../12345678/storyboard.jpg")
        #expect(
            index.hasPrefix("WEBVTT\n\n00:00:00.000 --> 00:00:01.000\n../12345678/storyboard.jpg#xywh=0,0,160,90\n"))
        #expect(index.contains("00:00:29.000 --> 00:00:30.000\n../12345678/storyboard.jpg#xywh=1440,180,160,90\n"))
        let long = try #require(Storyboard(milliseconds: 3 * 3_600_000, width: 240, height: 426))
        #expect(long.count == 100 && long.height == 160)
        #expect(long.index(uri: "u").contains("02:58:12.000 --> 03:00:00.000\n"))
        #expect(Storyboard(milliseconds: 900, width: 426, height: 240) == nil)
    }

    @Test func `a waveform shows where it is loud and where it is quiet`() {
        let drawing = Waveform(heights: [0, 1] + Array(repeating: 0.5, count: 238)).drawing
        #expect(
            drawing.contains("viewBox=\"0 0 960 64\"") && drawing.contains("M0 31h3v2h-3z")
                && drawing.contains("M4 0h3v64h-3z"))
    }
}
