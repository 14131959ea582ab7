import Dispatch
import NewsreelModel
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The bytes of one upload, open and locked for the one who writes them; end it with `close`.
package final class UploadFile: Sendable {
    private struct State {
        var descriptor: Int32
        var size: Int
        /// Bytes that are on the disk, or on their way there.
        var told: Int
        var isFlushing = false
        var mustClose = false
        /// Of all bytes so far; nil where some came while another process ran.
        var hash: BlobHash?
    }

    let id: UploadID
    let path: String
    private let files: UploadFiles
    private let state: Mutex<State>
    private let syncs = DispatchQueue(label: "newsreel.upload")

    init(id: UploadID, path: String, descriptor: Int32, size: Int, hash: BlobHash?, files: UploadFiles) {
        self.id = id
        self.path = path
        self.files = files
        state = Mutex(State(descriptor: descriptor, size: size, told: size, hash: hash))
    }

    deinit { close() }

    /// Bytes that have come.
    package var size: Int { state.withLock { $0.size } }

    /// Writes `pieces` at the end.
    package func append(_ pieces: [some Collection<UInt8> & Sendable]) async throws(StoreError) {
        flush()
        try await DiskWork.run { () throws(StoreError) in
            for piece in pieces {
                // Bytes that lie together are not copied.
                let done: Result<Void, StoreError>? = piece.withContiguousStorageIfAvailable { bytes in
                    self.writing(UnsafeRawBufferPointer(bytes))
                }
                if let done {
                    try done.get()
                } else {
                    try Array(piece).withUnsafeBufferPointer { self.writing(UnsafeRawBufferPointer($0)) }.get()
                }
            }
        }
    }

    /// Returns when all that has come is on the disk.
    package func sync() async throws(StoreError) {
        try await DiskWork.run(on: syncs) { () throws(StoreError) in
            // Outside the lock, since those who ask for the size must not wait for the disk; nobody else closes it.
            let descriptor = self.state.withLock { $0.descriptor }
            guard fdatasync(descriptor) == 0 else { throw FileSync.failure("sync", self.path) }
        }
    }

    /// Has the disk work while the next bytes come, so that there is little to wait for at a sync.
    private func flush() {
        let descriptor: Int32? = state.withLock { state in
            guard !state.isFlushing, state.size - state.told >= Self.soon else { return nil }
            state.isFlushing = true
            state.told = state.size
            return state.descriptor
        }
        guard let descriptor else { return }
        syncs.async {
            // What fails here fails at the next sync too, where somebody hears of it.
            _ = fdatasync(descriptor)
            self.state.withLock { state in
                state.isFlushing = false
                if state.mustClose { Self.close(&state) }
            }
        }
    }

    /// Takes away what goes beyond `length`.
    package func truncate(to length: Int) async throws(StoreError) {
        try await DiskWork.run { () throws(StoreError) in
            let failure: StoreError? = self.state.withLock { state in
                guard state.size > length else { return nil }
                guard ftruncate(state.descriptor, off_t(length)) == 0 else {
                    return FileSync.failure("shorten", self.path)
                }
                state.size = length
                state.told = min(state.told, length)
                state.hash = nil
                return nil
            }
            if let failure { throw failure }
        }
        try await sync()
    }

    /// What the file is as a blob; it is read only where some of it came before this process began.
    func blob() throws(StoreError) -> Blob {
        let (hash, size) = state.withLock { ($0.hash, $0.size) }
        if let hash { return Blob(checksum: try hash.checksum(), bytes: size) }
        return try BlobStore.blob(of: path)
    }

    /// Lets the next one in.
    package func close() {
        state.withLock { state in
            guard state.descriptor >= 0 else { return }
            if let hash = state.hash { files.remember(id, hash, count: state.size) }
            if state.isFlushing { state.mustClose = true } else { Self.close(&state) }
        }
    }

    private static func close(_ state: inout State) {
        guard state.descriptor >= 0 else { return }
        systemClose(state.descriptor)
        state.descriptor = -1
    }

    private static let soon = 8 << 20

    private func writing(_ bytes: UnsafeRawBufferPointer) -> Result<Void, StoreError> {
        state.withLock { state in
            var rest = bytes
            while !rest.isEmpty {
                let written = pwrite(state.descriptor, rest.baseAddress, rest.count, off_t(state.size))
                if written < 0 && errno == EINTR { continue }
                guard written > 0 else { return .failure(FileSync.failure("write", path)) }
                state.hash?.update(UnsafeRawBufferPointer(rebasing: rest[..<written]))
                state.size += written
                rest = UnsafeRawBufferPointer(rebasing: rest[written...])
            }
            return .success(())
        }
    }
}

@discardableResult
private func systemClose(_ descriptor: Int32) -> Int32 { close(descriptor) }
