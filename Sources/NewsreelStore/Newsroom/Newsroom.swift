import FoundationEssentials
package import NewsreelModel

/// An opened newsroom folder: `newsroom.sqlite`, `blobs/`, `uploads/` and `tmp/`.
package final class Newsroom: Sendable {
    package let folder: String
    package let clock: NewsClock
    package let blobs: BlobStore
    let uploadFiles: UploadFiles
    let database: Database
    let announcer = Announcer()
    let searchCache = SegmentCache()
    let keptFindings = KeptFindings()

    private init(folder: String, clock: NewsClock, blobs: BlobStore, database: Database) {
        self.folder = folder
        self.clock = clock
        self.blobs = blobs
        uploadFiles = UploadFiles(folder: folder + "/uploads")
        self.database = database
    }

    /// For files that are being made; on the same file system as the blobs.
    package var temporaryFolder: String { folder + "/tmp" }

    /// True where the folder holds a newsroom.
    package static func exists(at folder: String) -> Bool {
        FileManager.default.fileExists(atPath: file(in: folder))
    }

    /// Makes a newsroom without editions in `folder`, which may be missing or empty.
    package static func create(
        at folder: String, clock: NewsClock = .system, ids: IdentifierSource = .random
    ) throws(StoreError) -> Newsroom {
        try create(at: folder, clock: clock, ids: ids, segments: .standard)
    }

    static func create(
        at folder: String, clock: NewsClock, ids: IdentifierSource, segments: SegmentSizes,
        meter: StatementMeter? = nil
    ) throws(StoreError) -> Newsroom {
        let place = "create \(folder)"
        try FileSync.makeFolder(folder)
        let blobs = try BlobStore(folder: folder + "/blobs", temporaryFolder: folder + "/tmp")
        let database = try Database(file: file(in: folder), clock: clock, ids: ids, segments: segments, meter: meter)
        guard try database.isEmpty() else {
            throw StoreError(
                .alreadyExists, "There is a newsroom in \(folder) already. Use it, or choose another folder.",
                place: place)
        }
        do {
            try Schema(migrations: Migration.all).create(in: database)
            try FileSync.folder(folder)
        } catch {
            throw error.at(place)
        }
        return Newsroom(folder: folder, clock: clock, blobs: blobs, database: database)
    }

    /// Opens the newsroom in `folder`; tables of an older version are copied, then updated, those of a newer refused.
    package static func open(
        at folder: String, clock: NewsClock = .system, ids: IdentifierSource = .random
    ) throws(StoreError) -> Newsroom {
        try open(at: folder, clock: clock, ids: ids, migrations: Migration.all)
    }

    static func open(
        at folder: String, clock: NewsClock, ids: IdentifierSource, migrations: [Migration]
    ) throws(StoreError) -> Newsroom {
        let place = "open \(folder)"
        guard exists(at: folder) else {
            throw StoreError(
                .notANewsroom, "There is no newsroom in \(folder). Make one with `newsreel init --data \(folder)`.",
                place: place)
        }
        do {
            let database = try Database(file: file(in: folder), clock: clock, ids: ids)
            let before = try Schema(migrations: migrations).update(database, file: file(in: folder), folder: folder)
            if let before, before < Migration.firstWithSearch { try SearchRebuild.run(database) }
            if let before, before < Migration.firstWithLibrary { try LibraryIndex.rebuild(database) }
            let blobs = try BlobStore(folder: folder + "/blobs", temporaryFolder: folder + "/tmp")
            try blobs.sweep()
            return Newsroom(folder: folder, clock: clock, blobs: blobs, database: database)
        } catch {
            throw error.at(place)
        }
    }

    /// From here to `endBulk` a crash of the machine may damage what is written: for an archive that can be made again.
    package func beginBulk() throws(StoreError) { try database.beginBulk() }

    /// Brings to the disk what was written since `beginBulk`.
    package func endBulk() throws(StoreError) { try database.endBulk() }

    /// Ends all streams and closes the database; later calls throw `closed`.
    package func close() throws(StoreError) {
        announcer.close()
        try database.close()
    }

    /// Proves that the newsroom can be read and written (`/readyz`).
    package func check() async throws(StoreError) {
        let now = clock.now
        _ = try await database.write("check") { (transaction: WriteTransaction) throws(StoreError) in
            _ = try transaction.execute(
                """
                INSERT INTO meta (name, value) VALUES ('checked', $1)
                ON CONFLICT (name) DO UPDATE SET value = excluded.value
                """, [.text(String(now.milliseconds))])
        }
        _ = try await read("check") { (transaction: ReadTransaction) throws(StoreError) in
            try transaction.count("SELECT count(*) FROM editions")
        }
    }

    /// Calls `observer` with every change that this process makes, after its commit; the write returns after it.
    package func observe(_ observer: @escaping @Sendable (ChangeSet) async -> Void) { announcer.observe(observer) }

    /// A number per edition that rises with every change that its readers see, whichever process made it.
    package func generations() async throws(StoreError) -> [String: Int64] {
        try await read("read the generations") { (transaction: ReadTransaction) throws(StoreError) in
            var generations: [String: Int64] = [:]
            try transaction.each("SELECT code, generation FROM editions") { (row: borrowing RowView) in
                generations[row.text(0)] = row.int64(1)
                return true
            }
            return generations
        }
    }

    /// The generation of one edition; 0 for an edition that is not there.
    package func generation(_ edition: String) async throws(StoreError) -> Int64 {
        try await generations()[edition] ?? 0
    }

    func read<T: Sendable>(
        _ place: String, _ body: @Sendable @escaping (ReadTransaction) throws(StoreError) -> T
    ) async throws(StoreError) -> T {
        try await database.read(place, body)
    }

    /// Runs one named write and announces what it changed once it is on the disk.
    func write<T: Sendable>(
        _ place: String, _ body: @Sendable @escaping (WriteTransaction) throws(StoreError) -> T
    ) async throws(StoreError) -> T {
        let (value, changes, hasQueuedJobs) = try await database.write(place, body)
        if hasQueuedJobs { announcer.wakeWorkers() }
        if !changes.isEmpty { for observer in announcer.observers { await observer(changes) } }
        return value
    }

    private static func file(in folder: String) -> String { folder + "/newsroom.sqlite" }
}
