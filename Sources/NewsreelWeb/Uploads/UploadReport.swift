import FoundationEssentials
import NewsreelModel
import NewsreelStore

/// What a program is told of an upload and of what became of its file.
struct UploadReport: Encodable {
    struct Media: Encodable {
        let id: String
        let kind: String
        let state: String
        let checksum: String
        let bytes: Int
        let mimeType: String
        let filename: String
        let failure: String?
        /// The original, where readers may have it.
        let address: String
    }

    struct Work: Encodable {
        let work: String
        let state: String
        /// 0 to 1.
        let progress: Double?
        let secondsLeft: Int?
        let failure: String?
    }

    let id: String
    let address: String
    let state: String
    /// Bytes that have come; those of a request under way may still be lost with its connection.
    let offset: Int
    let length: Int?
    let filename: String?
    /// When an unfinished upload is given up.
    let expires: String?
    let failure: String?
    let media: Media?
    let jobs: [Work]?

    init(
        _ upload: Upload, offset: Int, address: String, lifetime: Int, asset: MediaAsset?, original: String?,
        jobs: [Job], now: Timestamp
    ) {
        id = upload.id.rawValue
        self.address = address
        state = upload.state.name
        self.offset = offset
        length = upload.length
        filename = upload.filename
        expires =
            upload.state.isUnfinished
            ? upload.touched.adding(seconds: Double(lifetime)).iso8601(in: .utc) : nil
        if case .refused(let refusal) = upload.state { failure = refusal.reason } else { failure = nil }
        guard case .done(let id, let arrival) = upload.state else {
            media = nil
            self.jobs = nil
            return
        }
        media = Media(
            id: id.rawValue, kind: (asset?.kind ?? arrival.kind).rawValue, state: asset?.state.name ?? "processing",
            checksum: arrival.checksum.rawValue, bytes: arrival.bytes,
            mimeType: asset?.original?.mimeType ?? arrival.mimeType, filename: arrival.filename,
            failure: asset?.state.failure, address: original ?? "")
        self.jobs = jobs.map { job in
            var progress: Double?
            var failure: String?
            switch job.state {
            case .running(_, _, let fraction): progress = fraction
            case .failed(let reason): failure = reason
            case .queued, .done, .cancelled: break
            }
            return Work(
                work: job.work.rawValue, state: job.state.name, progress: progress,
                secondsLeft: job.secondsLeft(at: now), failure: failure)
        }
    }

    func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(self)
    }
}
