package import FoundationEssentials

/// A time zone by its IANA name (`Europe/Moscow`), or `UTC`.
package struct Zone: Hashable, Sendable {
    package let identifier: String
    private let zone: TimeZone

    /// Nil when this machine's time zone database has no such name.
    package init?(_ identifier: String) {
        guard let zone = TimeZone(identifier: identifier) else { return nil }
        self.identifier = identifier
        self.zone = zone
    }

    private init(utc zone: TimeZone) {
        identifier = "UTC"
        self.zone = zone
    }

    package static let utc = Zone(utc: .gmt)

    package var timeZone: TimeZone { zone }

    /// Seconds east of UTC at `moment`.
    package func offset(at moment: Timestamp) -> Int { zone.secondsFromGMT(for: moment.date) }

    /// The moment that clocks in this zone show as `local`; a local time skipped by a clock change moves forward.
    package func moment(of local: LocalTime) -> Timestamp {
        let asUTC: Int64 = local.day.daysSince1970 * 86_400 + Int64(local.secondOfDay)
        let first = asUTC - Int64(offset(at: Timestamp(milliseconds: asUTC * 1000)))
        let second = asUTC - Int64(offset(at: Timestamp(milliseconds: first * 1000)))
        return Timestamp(milliseconds: second * 1000)
    }

    /// What clocks in this zone show at `moment`.
    package func local(_ moment: Timestamp) -> LocalTime {
        let seconds = moment.milliseconds.flooredDivision(by: 1000) + Int64(offset(at: moment))
        let days = seconds.flooredDivision(by: 86_400)
        return LocalTime(day: LocalDay(daysSince1970: days), secondOfDay: Int(seconds - days * 86_400))
    }
}

extension Zone: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let name = try container.decode(String.self)
        guard let zone = Zone(name) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "no time zone is called \(name)")
        }
        self = zone
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(identifier)
    }
}

extension Int64 {
    func flooredDivision(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return (self % divisor < 0) ? quotient - 1 : quotient
    }
}
