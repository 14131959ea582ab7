import Foundation
import NewsreelModel
import Testing

@Suite struct TimestampTests {
    @Test(arguments: [
        ("2020-06-17T07:55:00+03:00", "2020-06-17T04:55:00Z"),
        ("2020-06-17T04:55Z", "2020-06-17T04:55:00Z"),
        ("2020-06-17T04:55:00.25Z", "2020-06-17T04:55:00.250Z"),
        ("1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"),
        ("2020-06-17 00:30:00-0430", "2020-06-17T05:00:00Z"),
    ])
    func `a time with a zone is read and written in UTC`(text: String, expected: String) throws {
        #expect(try #require(Timestamp(iso8601: text)).iso8601(in: .utc) == expected)
    }

    @Test(arguments: [
        "", "2020-06-17", "2020-06-17T07:55:00", "2020-02-30T00:00Z", "2020-06-17T25:00Z", "2020-06-17T07:55Zjunk",
        "now",
    ])
    func `what is no time with a zone is refused`(text: String) {
        #expect(Timestamp(iso8601: text) == nil)
    }

    @Test func `a time without a zone is the edition's own`() throws {
        let moscow = try #require(Zone("Europe/Moscow"))
        let moment = try #require(Timestamp(iso8601: "2020-06-17T07:55", in: moscow))
        #expect(moment.iso8601(in: .utc) == "2020-06-17T04:55:00Z")
        #expect(moment.iso8601(in: moscow) == "2020-06-17T07:55:00+03:00")
    }

    @Test func `summer time is kept on both sides of its changes`() throws {
        let zone = try #require(Zone("Europe/Amsterdam"))
        let winter = try #require(Timestamp(iso8601: "2026-10-25T03:30", in: zone))
        #expect(winter.iso8601(in: zone) == "2026-10-25T03:30:00+01:00")
        let summer = try #require(Timestamp(iso8601: "2026-03-29T03:30", in: zone))
        #expect(summer.iso8601(in: zone) == "2026-03-29T03:30:00+02:00")
    }

    @Test func `days count as the calendar does, for four centuries`() throws {
        var day = try #require(LocalDay("1900-01-01"))
        var weekday = 1  // a Monday
        let calendar = Calendar(identifier: .gregorian)
        for step in 0..<146_097 {
            #expect(day.weekday == weekday)
            if step % 997 == 0 {
                var parts = DateComponents()
                (parts.year, parts.month, parts.day) = (day.year, day.month, day.day)
                parts.timeZone = .gmt
                let date = try #require(calendar.date(from: parts))
                #expect(Int64(date.timeIntervalSince1970 / 86_400) == day.daysSince1970)
            }
            day = day.adding(days: 1)
            weekday = weekday % 7 + 1
        }
        #expect(day.description == "2300-01-01")
    }

    @Test func `the date of a message is as the standard writes it`() throws {
        let moment = try #require(Timestamp(iso8601: "2020-06-17T04:55:00Z"))
        #expect(moment.rfc822 == "Wed, 17 Jun 2020 04:55:00 GMT")
    }
}
