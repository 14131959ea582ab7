import Dispatch

/// Waits for the disk on threads of its own, so that no request stands still for another's fsync.
enum DiskWork {
    private static let queue = DispatchQueue(label: "newsreel.disk", attributes: .concurrent)

    static func run<T: Sendable>(
        on queue: DispatchQueue = queue, _ body: @Sendable @escaping () throws(StoreError) -> T
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
