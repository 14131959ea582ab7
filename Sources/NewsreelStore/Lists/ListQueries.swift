/// The queries of lists that are no `ListScope`; a test pins how the engine runs each of them.
enum ListQueries {
    /// The newest stories under one tag.
    static let taggedIDs = """
        SELECT story, published_ms FROM story_tags WHERE edition = $1 AND tag = $2
        ORDER BY published_ms DESC, story DESC LIMIT $3
        """

    /// The published stories of an edition that may show an asset; few, so that whoever asks puts them in order. The
    /// order of the join is fixed: an edition has many stories, an asset has not.
    static let showing = """
        SELECT s.id, s.published_ms FROM story_media m CROSS JOIN stories s
        WHERE m.media = $1 AND s.id = m.story AND s.edition = $2 AND s.status = 'published'
        """

    /// The published stories that are one in several editions. The status is no bare column: see `StoryCards.among`.
    static let translated = """
        SELECT id, edition FROM stories WHERE translation_key = $1 AND status || '' = 'published'
        """

    static let months = "SELECT month, stories, updated_ms FROM story_months WHERE edition = $1 ORDER BY month DESC"

    static let days = """
        SELECT day, stories, updated_ms FROM story_days WHERE edition = $1 AND day >= $2 AND day <= $3 ORDER BY day DESC
        """

    static let storiesOfDay = "SELECT stories FROM story_days WHERE edition = $1 AND day = $2"

    static let newerDay = "SELECT day FROM story_days WHERE edition = $1 AND day > $2 ORDER BY day LIMIT 1"

    static let olderDay = "SELECT day FROM story_days WHERE edition = $1 AND day < $2 ORDER BY day DESC LIMIT 1"

    /// What follows the columns of cards: the stories of several days, the oldest first.
    static let ofDays = """
        FROM stories s WHERE s.status = 'published' AND s.edition = $1 AND s.day >= $2 AND s.day <= $3
        ORDER BY s.day, s.published_ms, s.id LIMIT $4
        """

    /// What follows the columns of cards: the stories since a moment.
    static let since = """
        FROM stories s WHERE s.status = 'published' AND s.edition = $1 AND s.published_ms >= $2
        ORDER BY s.published_ms DESC, s.id DESC LIMIT $3
        """

    static let tagsByName = """
        SELECT name, stories FROM tags WHERE edition = $1 AND slug > $2 AND stories > 0 ORDER BY slug LIMIT $3
        """

    static let tagsByUse = """
        SELECT slug, name, stories FROM tags WHERE edition = $1 AND stories > 0 ORDER BY stories DESC, slug LIMIT $2
        """

    /// How many stories stand at a status.
    static let standing = "SELECT count(*) FROM stories WHERE status = $1"

    /// What follows the columns: the stories of an edition at one status, for the desk.
    static let deskAtStatus = """
        FROM stories s WHERE s.edition = $1 AND s.status = $3 ORDER BY s.updated_ms DESC, s.id DESC LIMIT $2
        """

    /// What follows the columns: the stories of an edition, for the desk.
    static let desk = "FROM stories s WHERE s.edition = $1 ORDER BY s.updated_ms DESC, s.id DESC LIMIT $2"
}
