import Subprocess
import SystemPackage

/// What a tool said on its way to success.
struct ToolOutput: Sendable {
    let bytes: [UInt8]
    let complaints: String

    var text: String { String(decoding: bytes, as: UTF8.self) }
}

/// How a tool that did not succeed came to its end.
struct ToolFailure: Error, Sendable {
    enum End: Sendable, Hashable {
        case exited(Int)
        case killed(signal: Int)
        case overtime
        case talkedTooMuch
        case cancelled
        case notStarted
    }

    let tool: MediaTools.Tool
    let end: End
    let complaints: String
}

extension MediaTools {
    /// Runs `tool` in `folder` within `limits`: no inherited environment, no standard input, no network where
    /// the system allows that, a session of its own that is killed whole on overtime and on cancellation.
    /// vips loads its modules, HEIF among them, with `modules` alone.
    func run(
        _ tool: Tool, _ arguments: [String], in folder: String, limits: ToolLimits, modules: Bool = false
    ) async throws(ToolFailure) -> ToolOutput {
        var words: [String] = isolation
        words += [
            path(of: .prlimit), "--as=\(limits.addressSpace)", "--cpu=\(limits.cpuSeconds)",
            "--fsize=\(limits.fileSize)", "--nofile=\(limits.openFiles)", "--core=0", "--",
            path(of: tool),
        ]
        words += arguments
        var options = PlatformOptions()
        options.createSession = true
        options.teardownSequence = [
            .send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .milliseconds(10))
        ]
        let configuration = Configuration(
            executable: .path(FilePath(words[0])), arguments: Arguments(Array(words.dropFirst())),
            environment: .custom(Self.environment(folder, modules: modules)), workingDirectory: FilePath(folder),
            platformOptions: options)

        let end: Ending = await withTaskGroup(of: Ending?.self) { group in
            group.addTask {
                do {
                    let result = try await Subprocess.run(
                        configuration, output: .bytes(limit: limits.outputSize),
                        error: .bytes(limit: limits.outputSize))
                    let complaints = String(decoding: result.standardError, as: UTF8.self)
                    switch result.terminationStatus {
                    case .exited(0): return .success(result.standardOutput, complaints)
                    case .exited(let code): return .failure(.exited(Int(code)), complaints)
                    case .signaled(let signal): return .failure(.killed(signal: Int(signal)), complaints)
                    }
                } catch let error as SubprocessError where error.code == .outputLimitExceeded {
                    return .failure(.talkedTooMuch, "")
                } catch {
                    return .failure(Task.isCancelled ? .cancelled : .notStarted, "\(error)")
                }
            }
            group.addTask {
                try? await Task.sleep(for: .seconds(limits.wallSeconds))
                return nil
            }
            let first: Ending?? = await group.next()
            group.cancelAll()
            if case .some(.some(let ending)) = first { return ending }
            // The clock ran out, or the whole task was cancelled: wait until the tool is really gone.
            for await ending in group {
                if case .success? = ending { return ending ?? .failure(.overtime, "") }
            }
            return .failure(.overtime, "")
        }
        switch end {
        case .success(let bytes, let complaints):
            return ToolOutput(bytes: bytes, complaints: complaints)
        case .failure(let end, let complaints):
            throw ToolFailure(tool: tool, end: Task.isCancelled ? .cancelled : end, complaints: complaints)
        }
    }

    private enum Ending: Sendable {
        case success([UInt8], String)
        case failure(ToolFailure.End, String)
    }

    private static func environment(_ folder: String, modules: Bool) -> [Environment.Key: String] {
        var environment: [Environment.Key: String] = [
            "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": folder, "TMPDIR": folder,
            // Formats whose decoders nobody hardens (ImageMagick, PDF, SVG, OpenSlide…) stay shut (libvips 8.13).
            "VIPS_BLOCK_UNTRUSTED": "1",
            // Two tools at a time use two cores; threads within one would only cost memory.
            "VIPS_CONCURRENCY": "1",
            // Pictures that cannot be streamed (interlaced PNG) go to a file in the work folder past this size.
            "VIPS_DISC_THRESHOLD": "150m",
            "MALLOC_ARENA_MAX": "2",
        ]
        // vips looks for modules below its home. Without them ImageMagick, Poppler and OpenSlide are not even loaded,
        // and each run starts in two thirds of the time and with 8 MB less.
        if !modules { environment["VIPSHOME"] = folder }
        return environment
    }
}
