import Foundation
import Synchronization

/// The updates of the live story, as they were told.
final class SoakUpdates: Sendable {
    private let told = Mutex<[Int: ContinuousClock.Instant]>([:])

    func tell(_ number: Int) { told.withLock { $0[number] = .now } }

    /// When the write of an update returned; nil while it has not.
    func moment(_ number: Int) -> ContinuousClock.Instant? { told.withLock { $0[number] } }
}

/// An open page that listens, loses its connection now and then, and has to hear every update once and in order.
struct SoakListener {
    let server: Int
    let port: Int
    let path: String
    let updates: SoakUpdates
    let lag: Duration
    let findings: SoakFindings
    let crew: SoakCrew

    func run() {
        var lastEvent: String?
        var heard: Int?
        while !crew.isOver {
            do {
                try listen(&lastEvent, &heard)
                findings.count("events: came back")
            } catch {
                findings.wrong("server \(server): a page that listens: \(error)")
                usleep(500_000)
            }
            // Away for a while: what is told meanwhile has to come afterwards.
            usleep(useconds_t.random(in: 100_000...1_500_000))
        }
    }

    private func listen(_ lastEvent: inout String?, _ heard: inout Int?) throws {
        let connection = try SoakConnection(port: port)
        let last = lastEvent.map { "Last-Event-ID: \($0)\r\n" } ?? ""
        try connection.send(
            Array("GET \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n\(last)\r\n".utf8))
        let answer = try connection.head()
        guard answer.status == 200 else { throw BenchFailure("the events were answered with\n\(answer.head)") }
        let begun = ContinuousClock.now
        let end = begun + .milliseconds(Int.random(in: 2_000...15_000))
        var text = ""
        while !crew.isOver, ContinuousClock.now < end {
            guard let bytes = try connection.more(within: 0.2) else { continue }
            text += String(decoding: bytes, as: UTF8.self)
            while let stop = text.range(of: "\n\n") {
                try take(String(text[..<stop.lowerBound]), begun, &lastEvent, &heard)
                text = String(text[stop.upperBound...])
            }
        }
    }

    private func take(
        _ event: String, _ begun: ContinuousClock.Instant, _ lastEvent: inout String?, _ heard: inout Int?
    ) throws {
        let lines = event.split(separator: "\n")
        if let id = lines.first(where: { $0.hasPrefix("id: ") }) { lastEvent = String(id.dropFirst(4)) }
        guard lines.contains("event: update"), let start = event.range(of: "Soaked ") else {
            guard !lines.contains("event: reset") else { throw BenchFailure("a page was told to begin anew") }
            return
        }
        guard let number = Int(event[start.upperBound...].prefix { $0.isNumber }) else {
            throw BenchFailure("an update without its number: \(event)")
        }
        if let heard, number != heard + 1 { throw BenchFailure("update \(number) came after \(heard)") }
        heard = number
        // Who was away hears it on coming back.
        if let told = updates.moment(number), max(told, begun) + lag < .now {
            throw BenchFailure("update \(number) came \(seconds(since: max(told, begun))) s late")
        }
        findings.count("events: updates")
    }
}
