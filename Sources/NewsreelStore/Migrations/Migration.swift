/// One step of the tables from a version to the next: SQL with type tokens, never changed once released.
struct Migration: Sendable {
    let version: Int
    let statements: [String]
}

extension Migration {
    /// Every step, from an empty file to the tables of this release.
    static let all: [Migration] = [
        Migration(version: 1, statements: newsroom),
        Migration(version: 2, statements: SearchSchema.version1),
        Migration(version: 3, statements: video),
        Migration(version: 4, statements: uploads),
        Migration(version: 5, statements: schedule),
        Migration(version: 6, statements: accounts),
        Migration(version: 7, statements: writing),
        Migration(version: 8, statements: api),
        Migration(version: 9, statements: curation),
        Migration(version: 10, statements: library),
        Migration(version: 11, statements: scale),
        Migration(version: 12, statements: openings),
        Migration(version: 13, statements: archive),
        Migration(version: 14, statements: signIn),
        Migration(version: 15, statements: stamps),
    ]

    /// The version from which on the search index is kept with every write.
    static let firstWithSearch = 2
    /// The version from which on the media library's index is.
    static let firstWithLibrary = 10
}
