import ArgumentParser
import NewsreelModel
import NewsreelStore

/// `newsreel jobs`: what is done with media, and what went wrong.
struct JobsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "jobs", abstract: "List media jobs, retry one or cancel one.")

    @OptionGroup var place: DataOptions

    @Option(help: "Only jobs in this state: queued, running, done, failed or cancelled.") var state: String?
    @Option(help: "Put this failed or cancelled job back into the queue.") var retry: String?
    @Option(help: "Cancel this queued or running job.") var cancel: String?

    func validate() throws {
        if let state, !["queued", "running", "done", "failed", "cancelled"].contains(state) {
            throw ValidationError("There is no job state “\(state)”: say queued, running, done, failed or cancelled.")
        }
    }

    func run() async throws {
        let settings = try await place.settings()
        let newsroom = try await OpenedNewsroom(folder: try place.folder(), settings: settings).newsroom
        do {
            if let retry { _ = try await newsroom.retry(JobID(rawValue: retry)) }
            if let cancel { _ = try await newsroom.cancel(JobID(rawValue: cancel)) }
            for job in try await newsroom.jobs(JobFilter(state: state)) {
                Terminal.say(Self.line(job, at: newsroom.clock.now))
            }
        } catch {
            throw CommandFailure(error.message)
        }
        try newsroom.close()
    }

    /// A job for people, with per cent and seconds left of a running one at `now`.
    static func line(_ job: Job, at now: Timestamp) -> String {
        let detail: String =
            switch job.state {
            case .running(_, _, let progress):
                "\(Int(progress * 100)) %" + (job.secondsLeft(at: now).map { ", \($0) s left" } ?? "")
            case .failed(let reason): Terminal.plain(reason)
            case .queued, .done, .cancelled: ""
            }
        return
            "\(job.id)  \(job.state.name)  \(job.work.rawValue)  media \(job.media)  \(job.updated.iso8601(in: .utc))  \(detail)"
    }
}
