import Logging
import NewsreelModel
import NewsreelStore
import ServiceLifecycle

/// Finishes what a crash left, then once an hour gives up uploads that nobody goes on with.
struct UploadRounds: Service {
    let newsroom: Newsroom
    let limits: UploadLimits
    let judge: FileJudge
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await finish()
            while !Task.isCancelled {
                await sweep()
                try? await Task.sleep(for: .seconds(3600))
            }
        }
    }

    private func finish() async {
        do {
            for upload in try await newsroom.finishLeftUploads(judge: judge) {
                logger.notice(
                    "upload finished after a stop",
                    metadata: ["upload": "\(upload.id)", "state": "\(upload.state.name)"])
            }
        } catch {
            guard !Task.isCancelled else { return }
            logger.error("uploads could not be finished", metadata: ["error": "\(error)"])
        }
    }

    private func sweep() async {
        do {
            let count = try await newsroom.sweepUploads(lifetime: limits.lifetime)
            if count > 0 { logger.info("unfinished uploads given up", metadata: ["count": "\(count)"]) }
        } catch {
            guard !Task.isCancelled else { return }
            logger.error("uploads could not be swept", metadata: ["error": "\(error)"])
        }
    }
}
