internal import Foundation
package import NewsreelModel

/// Dates, times, numbers and sizes as readers of one edition write them.
package struct LocalWords: Sendable {
    private let zone: Zone
    private let dateTimePattern: String
    private let dayStyle: Date.FormatStyle
    private let weekdayStyle: Date.FormatStyle
    private let monthDayStyle: Date.FormatStyle
    private let shortStyle: Date.FormatStyle
    private let timeStyle: Date.FormatStyle
    private let numberStyle: IntegerFormatStyle<Int>
    private let twoDigitStyle: IntegerFormatStyle<Int>
    private let sizeStyle: ByteCountFormatStyle

    /// `locale` is a BCP 47 tag with a region where it matters: `en-GB`.
    package init(locale: String, zone: Zone, dateTimePattern: String) {
        let locale = Locale(identifier: locale)
        // Formatted from UTC days and seconds: which day and time it is was decided by the edition's zone before.
        let plain = Date.FormatStyle(
            locale: locale, calendar: Calendar(identifier: .gregorian), timeZone: .gmt)
        self.zone = zone
        self.dateTimePattern = dateTimePattern
        dayStyle = plain.day().month(.wide).year()
        weekdayStyle = plain.weekday(.wide).day().month(.wide).year()
        monthDayStyle = plain.day().month(.wide)
        shortStyle = plain.day(.twoDigits).month(.twoDigits)
        timeStyle = plain.hour().minute()
        numberStyle = IntegerFormatStyle<Int>(locale: locale)
        twoDigitStyle = IntegerFormatStyle<Int>(locale: locale).precision(.integerLength(2...)).grouping(.never)
        sizeStyle = ByteCountFormatStyle(
            style: .file, allowedUnits: [.kb, .mb, .gb], spellsOutZero: false, includesActualByteCount: false,
            locale: locale)
    }

    /// `17 June 2026`.
    package func day(_ day: LocalDay) -> String { date(day).formatted(dayStyle) }

    /// `Wednesday, 17 June 2026`.
    package func weekday(_ day: LocalDay) -> String { date(day).formatted(weekdayStyle) }

    /// `17 June`.
    package func monthDay(_ day: LocalDay) -> String { date(day).formatted(monthDayStyle) }

    /// `17/06`, as narrow as a time.
    package func shortDay(_ day: LocalDay) -> String { date(day).formatted(shortStyle) }

    /// `07:55` in the edition's zone.
    package func time(_ moment: Timestamp) -> String { time(zone.local(moment)) }

    /// `17 June 2026, 07:55` in the edition's zone.
    package func dateTime(_ moment: Timestamp) -> String {
        let local = zone.local(moment)
        return Strings.fill(dateTimePattern, ["date": day(local.day), "time": time(local)])
    }

    /// The day in the edition's zone.
    package func localDay(_ moment: Timestamp) -> LocalDay { zone.local(moment).day }

    /// With the edition's offset, for `datetime`.
    package func machine(_ moment: Timestamp) -> String { moment.iso8601(in: zone) }

    package func number(_ number: Int) -> String { number.formatted(numberStyle) }

    /// `1.8 MB`.
    package func size(_ bytes: Int) -> String { Int64(bytes).formatted(sizeStyle) }

    /// `11:40` or `1:02:03` of so many milliseconds.
    package func duration(_ milliseconds: Int) -> String {
        let seconds = max(0, (milliseconds + 500) / 1000)
        let minutes = seconds / 60 % 60
        let tail = ":" + (seconds % 60).formatted(twoDigitStyle)
        if seconds < 3600 { return number(minutes) + tail }
        return number(seconds / 3600) + ":" + minutes.formatted(twoDigitStyle) + tail
    }

    /// ISO 8601 of a length: `PT11M40S`.
    static func machineDuration(_ milliseconds: Int) -> String {
        let seconds = max(0, (milliseconds + 500) / 1000)
        var text = "PT"
        if seconds >= 3600 { text += "\(seconds / 3600)H" }
        if seconds >= 60 { text += "\(seconds / 60 % 60)M" }
        return text + "\(seconds % 60)S"
    }

    private func date(_ day: LocalDay) -> Date { Date(timeIntervalSince1970: Double(day.daysSince1970) * 86_400) }

    private func time(_ local: LocalTime) -> String {
        Date(timeIntervalSince1970: Double(local.secondOfDay)).formatted(timeStyle)
    }
}
