import Attendance
import Desk
import Testing

@testable import Wire

@Suite struct LessonTableTests {
    static let names = ["John Smith", "=HYPERLINK(1)", "Li, Na", "say \"x\"", "a\r\nb", ""]

    static func lesson(
        _ rows: [LessonRecords.Row], session: CheckinSession.Status?
    ) -> LessonRecords {
        var occurrence = ShapesTests.occurrence
        occurrence.course.name = "Algebra, \"II\""
        return LessonRecords(occurrence: occurrence, session: session, rows: rows)
    }

    static func user(_ id: UserID) -> User? {
        var user = ShapesTests.john
        user.fullName = names[Int(id.number) % names.count]
        return id.number == 5 ? nil : user
    }

    @Test func theFastWayWritesTheSameRows() {
        let rows = (0..<40).map { place in
            LessonRecords.Row(
                student: UserID(Int64(place % 7)),
                number: AttendanceNumber.allCases[place % AttendanceNumber.allCases.count],
                checkinTime: place % 3 == 0
                    ? nil : ShapesTests.at("08:00").adding(seconds: Int64(place) * 37 - 200),
                method: place % 4 == 0 ? nil : .card, remark: Self.names[place % 6])
        }
        for lesson in [
            Self.lesson(rows, session: .closed), Self.lesson([], session: nil),
            Self.lesson([], session: .closed),
        ] {
            var table = LessonTable(zone: ShapesTests.zone, labels: StatusLabels())
            let expected = table.rows(of: lesson, find: Self.user)
            var written: [UInt8] = []
            let count = table.write(lesson, to: &written, find: Self.user)
            #expect(count == expected.count)
            #expect(
                String(decoding: written, as: UTF8.self)
                    == expected.map { CSVLine($0).text + "\n" }.joined())
        }
    }

    /// New York's clocks go back at 06:00 UTC on that day; Kolkata is half an hour off.
    @Test(arguments: ["America/New_York", "Asia/Kolkata", "UTC"])
    func aStampIsAsTheZoneSays(_ name: String) throws {
        let zone = try #require(SchoolZone(name: name))
        var stamps = Stamps(zone: zone)
        let change: Int64 = 1_793_512_800
        for second in [-86_400, -61, -60, -59, -1, 0, 1, 59, 60, 61, 3_599, 3_600, 86_400] {
            let moment = Moment(milliseconds: (change + Int64(second)) * 1_000 + 999)
            #expect(String(decoding: stamps.bytes(moment), as: UTF8.self) == zone.stamp(moment))
        }
        for second in [Int64(-1), -60, -61, 0] {
            let moment = Moment(seconds: second)
            #expect(String(decoding: stamps.bytes(moment), as: UTF8.self) == zone.stamp(moment))
        }
    }
}
