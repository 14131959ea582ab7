import NIOCore
import NewsreelModel
import Synchronization

/// Gives each upload to one request at a time, the newest: a client that asks again takes its older request for failed.
actor UploadTurns {
    private var current: [UploadID: UploadTurn] = [:]

    /// Ends the request that has the upload, and returns when it has left.
    func begin(_ id: UploadID, on channel: any Channel) async -> UploadTurn {
        let turn = UploadTurn(channel: channel)
        let previous = current[id]
        current[id] = turn
        if let previous {
            previous.end()
            await previous.wait()
        }
        return turn
    }

    func leave(_ id: UploadID, _ turn: UploadTurn) {
        if current[id] === turn { current[id] = nil }
        turn.finish()
    }
}

/// One request's time with an upload.
final class UploadTurn: Sendable {
    private struct State {
        var isReceiving = false
        var isEnded = false
        var isFinished = false
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    private let channel: any Channel
    private let state = Mutex(State())

    init(channel: any Channel) { self.channel = channel }

    /// True once a newer request came, or the server is stopping.
    var isEnded: Bool { state.withLock { $0.isEnded } }

    /// While it receives, its connection is cut when the turn ends; what it does besides is waited for.
    func receiving(_ isReceiving: Bool) {
        let mustClose = state.withLock { state in
            state.isReceiving = isReceiving
            return isReceiving && state.isEnded
        }
        if mustClose { channel.close(promise: nil) }
    }

    func end() {
        let mustClose = state.withLock { state in
            state.isEnded = true
            return state.isReceiving
        }
        if mustClose { channel.close(promise: nil) }
    }

    func finish() {
        let waiters = state.withLock { state in
            state.isFinished = true
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
    }

    func wait() async {
        await withCheckedContinuation { continuation in
            let isFinished = state.withLock { state in
                if !state.isFinished { state.waiters.append(continuation) }
                return state.isFinished
            }
            if isFinished { continuation.resume() }
        }
    }
}
