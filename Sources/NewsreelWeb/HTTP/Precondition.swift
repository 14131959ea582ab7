import HTTPTypes
import NewsreelModel

/// Whether the reader already has what would be sent (RFC 9110 §13).
enum Precondition {
    /// True when 304 is the answer: `If-None-Match` decides where it is present, else `If-Modified-Since`.
    static func isUnchanged(_ headers: HTTPFields, etag: String, lastModified: Timestamp?) -> Bool {
        isUnchanged(
            ifNoneMatch: headers[.ifNoneMatch], ifModifiedSince: headers[.ifModifiedSince], etag: etag,
            lastModified: lastModified)
    }

    static func isUnchanged(
        ifNoneMatch: String?, ifModifiedSince: String?, etag: String, lastModified: Timestamp?
    ) -> Bool {
        if let ifNoneMatch { return matches(ifNoneMatch, etag, weakly: true) }
        guard let ifModifiedSince, let lastModified, let since = HTTPDate.parse(ifModifiedSince) else { return false }
        return lastModified.milliseconds / 1000 <= since.milliseconds / 1000
    }

    /// The same of the bytes that came.
    static func isUnchanged(
        ifNoneMatch: UnsafeRawBufferPointer?, ifModifiedSince: UnsafeRawBufferPointer?, etag: String,
        lastModified: Timestamp?
    ) -> Bool {
        guard ifNoneMatch != nil || ifModifiedSince != nil else { return false }
        // What nearly every reader sends, without making text of it.
        if let ifNoneMatch, etag.isEqual(to: ifNoneMatch) { return true }
        return isUnchanged(
            ifNoneMatch: ifNoneMatch.map { String(decoding: $0, as: UTF8.self) },
            ifModifiedSince: ifModifiedSince.map { String(decoding: $0, as: UTF8.self) }, etag: etag,
            lastModified: lastModified)
    }

    /// True when a `Range` may be honoured: there is no `If-Range`, or it names just this representation.
    static func allowsRange(_ headers: HTTPFields, etag: String) -> Bool {
        guard let field = headers[.ifRange] else { return true }
        return matches(field, etag, weakly: false)
    }

    private static func matches(_ field: String, _ etag: String, weakly: Bool) -> Bool {
        // What nearly every reader sends, without the cost of taking a list apart.
        if field == etag { return true }
        for candidate in field.split(separator: ",") {
            var tag = candidate.trimmingWhitespace()
            if tag == "*" { return weakly }
            if weakly, tag.hasPrefix("W/") { tag = String(tag.dropFirst(2)) }
            if tag == etag { return true }
        }
        return false
    }
}

extension HTTPFields {
    /// What is said of them to a reader who has the rest (RFC 9110 §15.4.5): a cache keeps what it was told before.
    var ofUnchanged: HTTPFields {
        var fields = HTTPFields()
        for name in Self.unchangedNames { fields[name] = self[name] }
        return fields
    }

    private static let unchangedNames: [HTTPField.Name] = [
        .cacheControl, .eTag, .vary, .accessControlAllowOrigin, .accessControlExposeHeaders,
    ]
}

/// The preferred date format of HTTP (RFC 9110 §5.6.7); the two obsolete forms are read as no date.
enum HTTPDate {
    static func parse(_ text: String) -> Timestamp? {
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let parts = text.trimmingWhitespace().split(separator: " ")
        guard parts.count == 6, parts[5] == "GMT", let day = Int(parts[1]),
            let month = months.firstIndex(of: String(parts[2])),
            let year = Int(parts[3])
        else { return nil }
        let clock = parts[4].split(separator: ":").compactMap { Int($0) }
        guard clock.count == 3,
            let local = LocalTime(
                day: LocalDay(year: year, month: month + 1, day: day), hour: clock[0], minute: clock[1],
                second: min(clock[2], 59))
        else { return nil }
        return Zone.utc.moment(of: local)
    }
}
