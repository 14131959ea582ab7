extension Timestamp {
    /// ISO 8601 in `zone` with its offset: `2020-06-17T07:55:00+03:00`; `Z` in UTC; milliseconds only where there are any.
    package func iso8601(in zone: Zone) -> String {
        let local = zone.local(self)
        let offset = zone.offset(at: self)
        let fraction = Int(milliseconds - milliseconds.flooredDivision(by: 1000) * 1000)
        var text = "\(local.day)T\(padded(local.hour, 2)):\(padded(local.minute, 2)):\(padded(local.second, 2))"
        if fraction != 0 { text += ".\(padded(fraction, 3))" }
        if offset == 0 { return text + "Z" }
        let minutes = abs(offset) / 60
        return text + (offset < 0 ? "-" : "+") + "\(padded(minutes / 60, 2)):\(padded(minutes % 60, 2))"
    }

    /// Reads ISO 8601 with a zone; nil for anything else.
    package init?(iso8601 text: String) {
        guard let parsed = ParsedTime(text), let offset = parsed.offset else { return nil }
        self = parsed.utc.adding(seconds: Double(-offset))
    }

    /// Reads ISO 8601, taking a time without a zone (or a day without a time, as its midnight) as local in `zone`.
    package init?(iso8601 text: String, in zone: Zone) {
        guard let parsed = ParsedTime(text) else { return nil }
        if let offset = parsed.offset {
            self = parsed.utc.adding(seconds: Double(-offset))
        } else {
            self = zone.moment(of: parsed.local).adding(seconds: Double(parsed.milliseconds) / 1000)
        }
    }

    /// The date of an RFC 822 / RFC 9110 message: `Wed, 17 Jun 2020 04:55:00 GMT`.
    package var rfc822: String {
        let local = Zone.utc.local(self)
        let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let day = local.day
        return "\(weekdays[day.weekday - 1]), \(padded(day.day, 2)) \(months[day.month - 1]) \(padded(day.year, 4)) "
            + "\(padded(local.hour, 2)):\(padded(local.minute, 2)):\(padded(local.second, 2)) GMT"
    }
}

extension LocalTime {
    /// Reads ISO 8601 without a zone; nil for what names one, and for anything else.
    init?(iso8601 text: String) {
        guard let parsed = ParsedTime(text), parsed.offset == nil else { return nil }
        self = parsed.local
    }
}

/// The parts of an ISO 8601 text.
private struct ParsedTime {
    let local: LocalTime
    let milliseconds: Int
    /// Seconds east of UTC; nil where the text names no zone.
    let offset: Int?

    var utc: Timestamp {
        Timestamp(
            milliseconds: (local.day.daysSince1970 * 86_400 + Int64(local.secondOfDay)) * 1000 + Int64(milliseconds))
    }

    init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 10, bytes.count <= 40, let day = LocalDay(String(decoding: bytes[0..<10], as: UTF8.self))
        else { return nil }
        if bytes.count == 10 {
            local = LocalTime(day: day, secondOfDay: 0)
            milliseconds = 0
            offset = nil
            return
        }
        guard bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: " ") || bytes[10] == UInt8(ascii: "t") else {
            return nil
        }
        var index = 11
        func number(_ digits: Int) -> Int? {
            guard index + digits <= bytes.count else { return nil }
            var value = 0
            for byte in bytes[index..<index + digits] {
                guard (48...57).contains(byte) else { return nil }
                value = value * 10 + Int(byte - 48)
            }
            index += digits
            return value
        }
        func take(_ character: Unicode.Scalar) -> Bool {
            guard index < bytes.count, bytes[index] == UInt8(ascii: character) else { return false }
            index += 1
            return true
        }
        guard let hour = number(2), take(":"), let minute = number(2) else { return nil }
        var second = 0
        var fraction = 0
        if take(":") {
            guard let value = number(2) else { return nil }
            second = min(value, 59)  // a leap second is shown as the second before it
            if take(".") || take(",") {
                var digits = 0
                while let digit = number(1) {
                    if digits < 3 { fraction = fraction * 10 + digit }
                    digits += 1
                }
                guard digits > 0 else { return nil }
                while digits < 3 {
                    fraction *= 10
                    digits += 1
                }
            }
        }
        guard let time = LocalTime(day: day, hour: hour, minute: minute, second: second) else { return nil }
        local = time
        milliseconds = fraction
        if index == bytes.count {
            offset = nil
        } else if take("Z") || take("z") {
            offset = 0
        } else {
            let sign: Int
            if take("+") {
                sign = 1
            } else if take("-") {
                sign = -1
            } else {
                return nil
            }
            guard let hours = number(2), hours <= 18 else { return nil }
            _ = take(":")
            let minutes = index < bytes.count ? number(2) : 0
            guard let minutes, minutes < 60 else { return nil }
            offset = sign * (hours * 3600 + minutes * 60)
        }
        guard index == bytes.count else { return nil }
    }
}
