/// A time that somebody chose for a zone: its clocks skip some local times and show others twice.
package enum ChosenTime: Hashable, Sendable {
    case moment(Timestamp)
    /// What was written is no time.
    case unreadable(String)
    /// Clocks go forward over it.
    case skipped(LocalTime)
    /// Clocks go back and show it again: both moments, the first one first.
    case doubled(LocalTime, Timestamp, Timestamp)

    /// Reads ISO 8601; a time that names no offset is local in `zone`.
    package init(_ text: String, in zone: Zone) {
        guard let taken = Timestamp(iso8601: text, in: zone) else {
            self = .unreadable(text)
            return
        }
        guard let local = LocalTime(iso8601: text) else {
            self = .moment(taken)
            return
        }
        let moments = zone.moments(of: local)
        switch moments.count {
        case 0: self = .skipped(local)
        case 1: self = .moment(taken)
        default: self = .doubled(local, moments[0], moments[1])
        }
    }

    /// The moment, where it is one.
    package var moment: Timestamp? {
        if case .moment(let moment) = self { moment } else { nil }
    }

    /// Why it is no moment and what to do about it; nil where it is one.
    package func complaint(in zone: Zone) -> String? {
        switch self {
        case .moment: nil
        case .unreadable(let text): text.isEmpty ? "Say when." : "“\(text.prefix(40))” is no time."
        case .skipped(let local):
            "There is no \(local.clock) on \(local.day) in \(zone.name): clocks go forward over it. Choose an earlier or a later time."
        case .doubled(let local, let first, let second):
            "\(local.clock) comes twice on \(local.day) in \(zone.name), since clocks go back. Say which you mean: "
                + "\(first.iso8601(in: zone)) or \(second.iso8601(in: zone))."
        }
    }
}

extension LocalTime {
    /// `02:30`.
    package var clock: String { "\(padded(hour, 2)):\(padded(minute, 2))" }
}

extension Zone {
    /// What people call its time: `Berlin time`, `UTC`.
    package var name: String {
        let place = identifier.split(separator: "/").last.map { String($0).replacing("_", with: " ") } ?? identifier
        return identifier.contains("/") && !identifier.hasPrefix("Etc/") ? "\(place) time" : place
    }

    /// Every moment that clocks in this zone show as `local`, in order: none that is skipped, two of one that is doubled.
    package func moments(of local: LocalTime) -> [Timestamp] {
        let asUTC = (local.day.daysSince1970 * 86_400 + Int64(local.secondOfDay)) * 1000
        // The offsets a day before and after, between which any change lies.
        let offsets = [-86_400_000, 86_400_000].map { offset(at: Timestamp(milliseconds: asUTC + $0)) }
        return Set(offsets).map { Timestamp(milliseconds: asUTC - Int64($0) * 1000) }
            .filter { self.local($0) == local }.sorted()
    }
}
