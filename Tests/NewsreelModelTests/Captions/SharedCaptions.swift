import Foundation

/// The WebVTT tests beside the repository, where they are there.
enum SharedCaptions {
    static let folder: String? = {
        var path: [Substring] = #filePath.split(separator: "/").dropLast(4)
        // The package may stand in a folder of the repository, or be the repository.
        for _ in 0..<3 {
            let candidate = "/" + path.joined(separator: "/") + "/shared/conformance/webvtt/test"
            if FileManager.default.fileExists(atPath: candidate) { return candidate }
            if path.isEmpty { break }
            path.removeLast()
        }
        return nil
    }()

    /// The names of the `.vtt` files of one folder, without the ending; empty where there are none.
    static func names(_ kind: String) -> [String] {
        guard let folder else {
            print("skipped: ../shared/conformance/webvtt is not there")
            return []
        }
        let files = (try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(kind)")) ?? []
        return files.filter { $0.hasSuffix(".vtt") }.map { String($0.dropLast(4)) }.sorted()
    }

    static func bytes(_ kind: String, _ name: String, _ ending: String = "vtt") throws -> [UInt8] {
        let path = "\(folder ?? "")/\(kind)/\(name).\(ending)"
        return [UInt8](try Data(contentsOf: URL(filePath: path)))
    }
}

/// Numbers that look random and are the same in each run (SplitMix64).
struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
