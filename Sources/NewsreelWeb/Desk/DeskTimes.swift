import NewsreelModel
import NewsreelPages
import NewsreelStore

/// Moments as the desk writes them: in the zone of the edition that they belong to, else in that of the default edition,
/// and with its name.
struct DeskTimes: Sendable {
    private let zones: [String: Zone]
    private let usual: Zone

    init(_ editions: [Edition]) {
        zones = Dictionary(editions.map { ($0.code, $0.zone) }) { first, _ in first }
        usual = (editions.first(where: \.isDefault) ?? editions.first)?.zone ?? .utc
    }

    func zone(_ edition: String? = nil) -> Zone { edition.flatMap { zones[$0] } ?? usual }

    /// `25 Nov 2026, 07:41 Berlin time`
    func text(_ moment: Timestamp, _ edition: String? = nil) -> String {
        let zone = zone(edition)
        let local = zone.local(moment)
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        return "\(local.day.day) \(months[local.day.month - 1]) \(local.day.year), \(local.clock) \(zone.name)"
    }

    /// The same for `datetime`.
    func iso(_ moment: Timestamp, _ edition: String? = nil) -> String { moment.iso8601(in: zone(edition)) }
}

extension Desk {
    func times() async throws(StoreError) -> DeskTimes { DeskTimes(try await newsroom.editions()) }

    /// `Berlin time, Europe/Berlin`, so that nobody takes it for another zone; `UTC` is said once.
    static func name(of zone: Zone) -> String {
        zone.name == zone.identifier ? zone.name : "\(zone.name), \(zone.identifier)"
    }

    /// What a form asks where a local time comes twice; empty where it does not.
    static func twice(_ chosen: ChosenTime?, in zone: Zone) -> DeskValue {
        guard case .doubled(let local, let first, let second) = chosen else { return .list([]) }
        return .list(
            [(first, "the first"), (second, "the second")].map { moment, which in
                [
                    "value": .text(moment.iso8601(in: zone)),
                    "label": .text("\(local.day), \(which) \(local.clock) (\(offset(at: moment, in: zone)))"),
                ]
            })
    }

    /// `UTC+02:00`
    private static func offset(at moment: Timestamp, in zone: Zone) -> String {
        let text = moment.iso8601(in: zone)
        return text.hasSuffix("Z") ? "UTC" : "UTC" + text.suffix(6)
    }
}
