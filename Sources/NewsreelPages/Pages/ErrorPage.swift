package import NewsreelModel

/// A page that says why there is no other.
package enum ErrorPage: Sendable {
    /// 404.
    case notFound
    /// 410: a story that the desk withdrew; the notes are those of the desk, newest last.
    case withdrawn(notes: [Correction])
    /// 500, with the identity that names the log line.
    case failure(id: String)
    /// 503, while the server starts, stops or cannot write.
    case unavailable
}
