/// What a search asks the tables; those that end in `IN` are completed with a list.
enum SearchQueries {
    static let pending = """
        SELECT document, words, minute, terms FROM search_pending WHERE edition = $1 ORDER BY document
        """
    static let segments = """
        SELECT id, level, first_minute, last_minute, removed FROM search_segment
        WHERE edition = $1 AND last_minute >= $2 AND first_minute <= $3
        """
    static let columns = "SELECT documents, words, minutes FROM search_segment WHERE id = $1"
    static let postings = "SELECT key, documents FROM search_posting WHERE key IN"
    static let placedPostings = "SELECT key, documents, places FROM search_posting WHERE key IN"
    static let termCounts = "SELECT id, stories FROM search_term WHERE id IN"
    static let vectors = "SELECT id, words, vector FROM search_document WHERE id IN"
    static let found = "SELECT id, story, edition, text FROM search_document WHERE id IN"
    static let spellings = """
        SELECT spelling FROM search_term WHERE edition = $1 AND spelling >= $2 AND spelling < $3
        ORDER BY stories DESC, spelling LIMIT $4
        """
    static let tags = """
        SELECT t.name, t.stories FROM search_tag t
        WHERE t.edition = $1 AND t.stories > 0 AND t.slug IN (
            SELECT s.slug FROM search_tag_start s WHERE s.edition = $1 AND s.start >= $2 AND s.start < $3)
        ORDER BY t.stories DESC, t.name LIMIT $4
        """
}
