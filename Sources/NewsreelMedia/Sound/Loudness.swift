/// How loud a recording is (EBU R 128, ITU-R BS.1770-4).
struct Loudness: Hashable, Sendable {
    /// Integrated loudness in LUFS.
    let integrated: Double
    /// True peak in dBTP.
    let peak: Double

    /// EBU R 128 §1: programmes have −23 LUFS, and no peak above −1 dBTP.
    static let target = -23.0
    static let highestPeak = -1.0

    /// The one gain, in decibels, that brings it to the target without touching its dynamics; 0 for silence.
    var gain: Double {
        guard integrated > -69, integrated.isFinite else { return 0 }
        return min(Self.target - integrated, Self.highestPeak - peak)
    }

    /// The words of ffmpeg for that gain; empty where nobody would hear it.
    var filters: [String] {
        guard abs(gain) >= 0.1 else { return [] }
        return ["volume=\((gain * 100).rounded() / 100)dB"]
    }

    /// What is measured and made: two channels of 48 kHz, whatever the camera had.
    static let stereo = "aresample=48000,aformat=channel_layouts=stereo"

    init(integrated: Double, peak: Double) {
        self.integrated = integrated
        self.peak = peak
    }

    /// Reads the summary that ffmpeg's `ebur128` ends with; nil where there is none.
    init?(_ report: String) {
        var integrated: Double?
        var peak: Double?
        for line in report.split(separator: "\n") {
            let words: [Substring] = line.split(separator: " ")
            guard words.count >= 3 else { continue }
            if words[0] == "I:", words[2] == "LUFS" { integrated = Double(words[1]) }
            if words[0] == "Peak:", words[2] == "dBFS" { peak = words[1] == "-inf" ? -120 : Double(words[1]) }
        }
        guard let integrated, let peak else { return nil }
        self.init(integrated: integrated, peak: peak)
    }
}

extension MediaWorkshop {
    /// Listens through the sound of `original`; nil where it cannot be measured.
    func loudness(_ facts: MediaFacts, in work: WorkFolder) async throws(MediaError) -> Loudness? {
        guard let sound = facts.clip?.sound else { return nil }
        do throws(MediaError) {
            let output = try await run(
                .ffmpeg,
                ["-v", "info", "-nostats", "-hide_banner", "-nostdin"] + Self.input(facts.format)
                    + [
                        "-map", "0:\(sound)", "-af", "\(Loudness.stereo),ebur128=peak=true:framelog=verbose", "-f",
                        "null", "-",
                    ],
                in: work, limits: .encoding(milliseconds: facts.duration ?? 0, bytes: 1_000_000), noun: "recording")
            return Loudness(output.complaints)
        } catch {
            if error.code == .cancelled { throw error }
            return nil
        }
    }
}
