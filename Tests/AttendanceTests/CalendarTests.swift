import Attendance
import Foundation
import Testing

@Suite struct CalendarTests {
    @Test func datesReadBackOverFourCenturies() {
        for days in stride(from: -73_000, through: 73_000, by: 1) {
            let date = SchoolDate(days: days)
            #expect(SchoolDate(date.description) == date)
        }
    }

    @Test(arguments: [
        ("1970-01-01", Weekday.thursday), ("2026-03-09", .monday), ("2024-02-29", .thursday),
        ("2100-03-01", .monday), ("1969-12-31", .wednesday),
    ])
    func knowsTheWeekday(_ text: String, _ weekday: Weekday) {
        #expect(SchoolDate(text)?.weekday == weekday)
    }

    @Test(arguments: [
        "2026-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "26-01-01", "2026/01/01",
        "2026-1-01", "0000-01-01", "2026-01-01 ", "",
    ])
    func isNoDate(_ text: String) {
        #expect(SchoolDate(text) == nil)
    }

    @Test(arguments: [("08:00", 480), ("8:00", 480), ("00:00", 0), ("24:00", 1_440)])
    func readsTimes(_ text: String, _ minutes: Int) {
        #expect(TimeOfDay(text)?.minutes == minutes)
    }

    @Test(arguments: ["24:01", "8:60", "8", "08:0", "-1:00", "08:00:01", "+8:00"])
    func isNoTime(_ text: String) {
        #expect(TimeOfDay(text) == nil)
    }

    @Test func stampsCarryTheLocalOffset() throws {
        let zone = try #require(SchoolZone(name: "Asia/Shanghai"))
        let moment = zone.moment(SchoolDate("2026-03-09")!, TimeOfDay("08:05")!)
        #expect(zone.stamp(moment) == "2026-03-09T08:05:00+08:00")
        #expect(zone.date(of: moment) == SchoolDate("2026-03-09"))
        let newYork = try #require(SchoolZone(name: "America/New_York"))
        #expect(newYork.stamp(moment) == "2026-03-08T20:05:00-04:00")
    }

    @Test(arguments: [
        ("Europe/Berlin", "2026-03-29", "02:30", "2026-03-29T03:30:00+02:00"),
        ("Europe/Berlin", "2026-10-25", "02:30", "2026-10-25T02:30:00+02:00"),
        ("Europe/Berlin", "2026-10-25", "03:00", "2026-10-25T03:00:00+01:00"),
        ("America/New_York", "2026-11-01", "01:30", "2026-11-01T01:30:00-04:00"),
        ("Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-04T02:45:00+11:00"),
        ("Europe/Berlin", "2026-03-29", "08:00", "2026-03-29T08:00:00+02:00"),
    ])
    func clockChangesAreReadAsSaid(
        _ name: String, _ date: String, _ time: String, _ stamp: String
    ) throws {
        let zone = try #require(SchoolZone(name: name))
        #expect(zone.stamp(zone.moment(SchoolDate(date)!, TimeOfDay(time)!)) == stamp)
    }

    @Test func boundariesAreComparedInWholeSeconds() {
        let boundary = Moment(milliseconds: 10_000)
        #expect(Moment(milliseconds: 10_999).isAtOrBefore(boundary))
        #expect(!Moment(milliseconds: 11_000).isAtOrBefore(boundary))
        #expect(Moment(milliseconds: -1).wholeSeconds == -1)
    }

    @Test func anExcusalLastsOneToTwelveDays() throws {
        let first = SchoolDate("2026-03-09")!
        #expect(Excusal(start: first, end: first.adding(days: 11)) != nil)
        #expect(Excusal(start: first, end: first.adding(days: 12)) == nil)
        #expect(Excusal(start: first, end: first.adding(days: -1)) == nil)
        let long = try #require(Excusal(start: first, end: first.adding(days: 5)))
        let taken = try #require(
            Excusal(start: first.adding(days: 2), end: first.adding(days: 3)))
        #expect(long.freeDays(before: [taken]) == 2)
        #expect(taken.freeDays(before: [long]) == 0)
        #expect(long.freeDays(before: []) == nil)
        #expect(long.covers(first.adding(days: 5)) && !long.covers(first.adding(days: 6)))
    }

    @Test func theFifteenStatusesProjectToFour() {
        let there = AttendanceNumber.allCases.filter { $0.status.isThere }.map(\.rawValue)
        #expect(there == [-1, 1, 2, 3, 4])
        #expect(AttendanceNumber(rawValue: 6) == nil)
        for status in CheckinStatus.allCases {
            #expect(AttendanceNumber(status).status == status)
        }
    }
}
