import Dispatch

/// Waits for the disk on threads of its own, so that no request stands still for another's fsync.
///
/// Each piece of work has a serial queue, which gets a thread whenever it has work. The global queues and concurrent ones
/// have one thread for each core, on Linux the very threads that tasks run on, and get another only once a second.
enum DiskWork {
    static func run<T: Sendable>(
        on queue: DispatchQueue = DispatchQueue(label: "newsreel.disk"),
        _ body: @Sendable @escaping () throws(StoreError) -> T
    ) async throws(StoreError) -> T {
        let result: Result<T, StoreError> = await withCheckedContinuation { continuation in
            queue.async {
                do throws(StoreError) {
                    continuation.resume(returning: .success(try body()))
                } catch {
                    continuation.resume(returning: .failure(error))
                }
            }
        }
        return try result.get()
    }
}
