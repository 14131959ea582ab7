import FoundationEssentials
import SystemPackage

/// Reads how far ffmpeg has come from the file that its `-progress` writes.
enum EncodingProgress {
    /// The words that make ffmpeg write it, twice a second.
    static let arguments: [String] = ["-stats_period", "0.5", "-progress", "file:\(name)"]
    static let name = "progress.txt"

    /// Microseconds of the output that are written; nil before the first.
    static func microseconds(in path: String) -> Int64? {
        guard let bytes = try? lastBytes(of: path) else { return nil }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").last { $0.hasPrefix("out_time_us=") }
            .flatMap { Int64($0.dropFirst("out_time_us=".count)) }
    }

    /// The file grows for as long as the encoding takes; its end is all that matters.
    private static func lastBytes(of path: String) throws -> [UInt8] {
        let descriptor = try FileDescriptor.open(FilePath(path), .readOnly)
        return try descriptor.closeAfter {
            let size = try descriptor.seek(offset: 0, from: .end)
            return try [UInt8](unsafeUninitializedCapacity: 4096) { buffer, count in
                count = try descriptor.read(
                    fromAbsoluteOffset: max(0, size - 4096), into: UnsafeMutableRawBufferPointer(buffer))
            }
        }
    }
}

extension MediaWorkshop {
    /// Runs ffmpeg and tells `progress` how much of `milliseconds` is done, 0 to 1.
    func encode(
        _ arguments: [String], milliseconds: Int, in work: WorkFolder, limits: ToolLimits, noun: String,
        progress: (Double) async -> Void
    ) async throws(MediaError) {
        enum Event: Sendable {
            case tick
            case ended(MediaError?)
        }
        let path = work.file(EncodingProgress.name)
        try? FileManager.default.removeItem(atPath: path)
        let words: [String] = ["-v", "error", "-nostdin", "-y"] + EncodingProgress.arguments + arguments
        let total = Double(max(1, milliseconds)) * 1000
        let failure: MediaError? = await withTaskGroup(of: Event.self) { group in
            group.addTask {
                do throws(MediaError) {
                    _ = try await self.run(.ffmpeg, words, in: work, limits: limits, noun: noun)
                    return .ended(nil)
                } catch {
                    return .ended(error)
                }
            }
            func wait() {
                group.addTask {
                    try? await Task.sleep(for: .milliseconds(500))
                    return .tick
                }
            }
            wait()
            while let event = await group.next() {
                switch event {
                case .ended(let failure):
                    group.cancelAll()
                    return failure
                case .tick:
                    if let done = EncodingProgress.microseconds(in: path) {
                        await progress(min(1, max(0, Double(done) / total)))
                    }
                    // A cancelled sleep returns at once: only the end of the tool is waited for then.
                    if !Task.isCancelled { wait() }
                }
            }
            return .cancelled
        }
        if let failure { throw failure }
    }
}
