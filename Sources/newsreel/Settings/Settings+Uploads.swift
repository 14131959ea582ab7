import NewsreelStore

extension Settings {
    /// How much may be on its way in.
    var uploadLimits: UploadLimits {
        UploadLimits(
            mostBytes: int("uploads.most-bytes"), quotaBytes: int("uploads.quota-bytes"),
            mostPerKey: int("uploads.most-unfinished"), lifetime: int("uploads.expire-hours") * 3600)
    }
}
