import Dispatch
import Testing

@testable import NewsreelStore

/// A disk that takes its time.
@Suite(.timeLimit(.minutes(2))) struct DiskWorkTests {
    @Test func `work that waits for the disk leaves every thread to the tasks`() async throws {
        let disk = DispatchSemaphore(value: 0)
        let start = ContinuousClock.now
        let waiting = (0..<24).map { _ in
            Task { try await DiskWork.run { () throws(StoreError) in disk.wait() } }
        }
        // All of them stand at the disk by now, and yet tasks go on.
        try await Task.sleep(for: .milliseconds(100))
        await Task {}.value
        let passed = ContinuousClock.now - start
        for _ in waiting { disk.signal() }
        for work in waiting { try await work.value }
        #expect(passed < .seconds(10))
    }
}
