import Testing

@testable import NewsreelModel

@Suite struct ChosenTimeTests {
    private let berlin = Zone("Europe/Berlin") ?? .utc

    @Test func `a local time is no moment, one or two, as its clocks go`() throws {
        let day = try #require(ChosenTime("2026-11-29T14:00", in: berlin).moment)
        #expect(day.iso8601(in: .utc) == "2026-11-29T13:00:00Z")
        let skipped = ChosenTime("2027-03-28T02:30", in: berlin)
        #expect(skipped.moment == nil)
        #expect(skipped.complaint(in: berlin)?.contains("no 02:30 on 2027-03-28 in Berlin time") == true)
        for edge in ["2027-03-28T01:59", "2027-03-28T03:00", "2026-10-25T01:59", "2026-10-25T03:00"] {
            #expect(ChosenTime(edge, in: berlin).moment != nil, "\(edge)")
        }
        let doubled = ChosenTime("2026-10-25T02:30", in: berlin)
        guard case .doubled(_, let first, let second) = doubled else {
            Issue.record("\(doubled)")
            return
        }
        #expect(first.iso8601(in: .utc) == "2026-10-25T00:30:00Z" && second.iso8601(in: .utc) == "2026-10-25T01:30:00Z")
        #expect(
            doubled.complaint(in: berlin)?.contains("2026-10-25T02:30:00+02:00 or 2026-10-25T02:30:00+01:00") == true)
        #expect(ChosenTime("2026-10-25T02:30+02:00", in: berlin).moment == first, "whoever names the offset means it")
        #expect(ChosenTime("soon", in: berlin).complaint(in: berlin) == "“soon” is no time.")
        #expect(ChosenTime("", in: berlin).complaint(in: berlin) == "Say when.")
    }

    @Test func `clocks of every kind`() throws {
        // Half an hour on Lord Howe, a whole day left out on Samoa, never on Kiritimati.
        let howe = try #require(Zone("Australia/Lord_Howe"))
        #expect(ChosenTime("2026-10-04T02:15", in: howe).moment == nil)
        #expect(ChosenTime("2026-10-04T02:30", in: howe).moment != nil)
        let apia = try #require(Zone("Pacific/Apia"))
        #expect(ChosenTime("2011-12-30T12:00", in: apia).moment == nil)
        let kiritimati = try #require(Zone("Pacific/Kiritimati"))
        for hour in 0..<24 {
            let text = "2026-03-29T\(hour < 10 ? "0" : "")\(hour):30"
            #expect(ChosenTime(text, in: kiritimati).moment == Timestamp(iso8601: text, in: kiritimati))
        }
    }

    @Test func `a zone is called by its place`() throws {
        #expect(Zone.utc.name == "UTC" && berlin.name == "Berlin time")
        #expect(
            Zone("America/New_York")?.name == "New York time"
                && Zone("America/Argentina/Buenos_Aires")?.name == "Buenos Aires time")
        #expect(Zone("Etc/GMT+3")?.name == "GMT+3")
    }
}
