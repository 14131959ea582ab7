extension Migration {
    /// Version 1: stories, media, jobs and what belongs to them.
    static let newsroom: [String] =
        [
            """
            CREATE TABLE editions (
                code {key} NOT NULL PRIMARY KEY, position {int} NOT NULL, is_default {flag} NOT NULL,
                language {text} NOT NULL, direction {text} NOT NULL, zone {text} NOT NULL, name {text} NOT NULL,
                masthead {text} NOT NULL, tagline {text}, generation {big} NOT NULL DEFAULT 0
            ) {table}
            """,
            """
            CREATE TABLE sections (
                edition {key} NOT NULL REFERENCES editions (code), slug {key} NOT NULL, name {text} NOT NULL,
                position {int} NOT NULL, PRIMARY KEY (edition, slug)
            ) {clustered}
            """,
            """
            CREATE TABLE front_pages (
                edition {key} NOT NULL PRIMARY KEY REFERENCES editions (code), lead {key}, seconds {json} NOT NULL
            ) {table}
            """,
            """
            CREATE TABLE users (
                id {key} NOT NULL PRIMARY KEY, name {text} NOT NULL, email {key} NOT NULL UNIQUE, role {key} NOT NULL,
                created_ms {time} NOT NULL
            ) {table}
            """,
        ] + stories + media + jobs

    // The content stands last, so that a list reads the columns before it without following it to its own pages.
    private static let stories: [String] = [
        """
        CREATE TABLE stories (
            id {key} NOT NULL PRIMARY KEY, edition {key} NOT NULL REFERENCES editions (code), status {key} NOT NULL,
            slug {key} NOT NULL, day {key}, published_ms {time}, republished_ms {time}, created_ms {time} NOT NULL,
            updated_ms {time} NOT NULL, version {int} NOT NULL, section {key}, label {text}, headline {text} NOT NULL,
            standfirst {text}, bylines {text} NOT NULL, lead {key}, lead_caption {text}, lead_alt {text}, kind {key},
            translation_key {key}, source_key {key}, source_digest {key}, source_slug {key}, source_published_ms {time},
            source_updated_ms {time}, corrections {json} NOT NULL, content {json} NOT NULL
        ) {table}
        """,
        "CREATE UNIQUE INDEX stories_address ON stories (edition, day, slug)",
        "CREATE UNIQUE INDEX stories_source ON stories (edition, source_key) WHERE source_key IS NOT NULL",
        "CREATE INDEX stories_translation ON stories (translation_key) WHERE translation_key IS NOT NULL",
        """
        CREATE INDEX stories_latest ON stories (edition, published_ms DESC, id DESC) WHERE status = 'published'
        """,
        """
        CREATE INDEX stories_section ON stories (edition, section, published_ms DESC, id DESC)
        WHERE status = 'published'
        """,
        """
        CREATE INDEX stories_day ON stories (edition, day DESC, published_ms DESC, id DESC) WHERE status = 'published'
        """,
        "CREATE INDEX stories_desk ON stories (edition, updated_ms DESC, id DESC)",
        """
        CREATE TABLE revisions (
            story {key} NOT NULL REFERENCES stories (id), version {int} NOT NULL, id {key} NOT NULL,
            saved_ms {time} NOT NULL, author {text} NOT NULL, content {json} NOT NULL, PRIMARY KEY (story, version)
        ) {table}
        """,
        """
        CREATE TABLE redirects (
            edition {key} NOT NULL, day {key} NOT NULL, slug {key} NOT NULL,
            story {key} NOT NULL REFERENCES stories (id), PRIMARY KEY (edition, day, slug)
        ) {clustered}
        """,
        """
        CREATE TABLE tags (
            edition {key} NOT NULL REFERENCES editions (code), slug {key} NOT NULL, name {text} NOT NULL,
            stories {int} NOT NULL DEFAULT 0, PRIMARY KEY (edition, slug)
        ) {clustered}
        """,
        "CREATE INDEX tags_most ON tags (edition, stories DESC, slug)",
        """
        CREATE TABLE story_tags (
            edition {key} NOT NULL, tag {key} NOT NULL, published_ms {time} NOT NULL, story {key} NOT NULL,
            PRIMARY KEY (edition, tag, published_ms, story)
        ) {clustered}
        """,
        "CREATE INDEX story_tags_story ON story_tags (story)",
        """
        CREATE TABLE story_authors (
            edition {key} NOT NULL, author {key} NOT NULL, published_ms {time} NOT NULL, story {key} NOT NULL,
            name {text} NOT NULL, PRIMARY KEY (edition, author, published_ms, story)
        ) {clustered}
        """,
        "CREATE INDEX story_authors_story ON story_authors (story)",
        """
        CREATE TABLE story_days (
            edition {key} NOT NULL, day {key} NOT NULL, stories {int} NOT NULL, updated_ms {time} NOT NULL,
            PRIMARY KEY (edition, day)
        ) {clustered}
        """,
        """
        CREATE TABLE awaited_links (
            edition {key} NOT NULL, source_key {key} NOT NULL, story {key} NOT NULL REFERENCES stories (id),
            PRIMARY KEY (edition, source_key, story)
        ) {clustered}
        """,
    ]

    private static let media: [String] = [
        """
        CREATE TABLE media (
            id {key} NOT NULL PRIMARY KEY, kind {key} NOT NULL, state {key} NOT NULL, failure {text}, checksum {key},
            bytes {big}, mime_type {text}, filename {text}, width {int}, height {int}, duration_ms {big},
            caption {text}, alt {text}, download {flag} NOT NULL, usage_terms {text}, focus_x {real}, focus_y {real},
            captured_ms {time}, created_ms {time} NOT NULL, updated_ms {time} NOT NULL, credit {json} NOT NULL,
            preview {text}
        ) {table}
        """,
        "CREATE INDEX media_checksum ON media (checksum) WHERE checksum IS NOT NULL",
        """
        CREATE TABLE renditions (
            media {key} NOT NULL REFERENCES media (id), name {key} NOT NULL, purpose {key} NOT NULL,
            mime_type {text} NOT NULL, width {int} NOT NULL, height {int} NOT NULL, bytes {big} NOT NULL,
            checksum {key} NOT NULL, PRIMARY KEY (media, name)
        ) {clustered}
        """,
        """
        CREATE TABLE story_media (
            story {key} NOT NULL REFERENCES stories (id), media {key} NOT NULL REFERENCES media (id),
            position {int} NOT NULL, PRIMARY KEY (story, media)
        ) {clustered}
        """,
        "CREATE INDEX story_media_media ON story_media (media)",
        """
        CREATE TABLE imported_media (
            story {key} NOT NULL REFERENCES stories (id), media {key} NOT NULL REFERENCES media (id),
            position {int} NOT NULL, source_key {text} NOT NULL, PRIMARY KEY (story, media)
        ) {clustered}
        """,
    ]

    private static let jobs: [String] = [
        """
        CREATE TABLE jobs (
            id {key} NOT NULL PRIMARY KEY, work {key} NOT NULL, media {key} NOT NULL REFERENCES media (id),
            priority {int} NOT NULL, state {key} NOT NULL, worker {text}, lease_ends_ms {time}, progress {real},
            reason {text}, attempts {int} NOT NULL, created_ms {time} NOT NULL, updated_ms {time} NOT NULL
        ) {table}
        """,
        "CREATE UNIQUE INDEX jobs_once ON jobs (media, work) WHERE state IN ('queued', 'running')",
        "CREATE INDEX jobs_queue ON jobs (state, priority, created_ms, id)",
        "CREATE INDEX jobs_leases ON jobs (state, lease_ends_ms)",
        "CREATE INDEX jobs_state ON jobs (state, updated_ms DESC, id DESC)",
        "CREATE INDEX jobs_recent ON jobs (updated_ms DESC, id DESC)",
        "CREATE INDEX jobs_media ON jobs (media, updated_ms DESC, id DESC)",
    ]
}
