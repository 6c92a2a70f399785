import Attendance
import Testing

/// What a room offers its staff.
@Suite struct StaffDeedTests {
    static func time(_ text: String) -> Moment { at(TimeOfDay(text)!.minutes - 8 * 60) }

    static func slot(
        _ number: Int64, _ start: String, _ intervals: [(String, String?)]? = nil,
        cancelled: Bool = false
    ) -> RoomDay.Slot {
        let session = intervals.map { intervals in
            CheckinSession(
                id: CheckinSessionID(number), occurrence: OccurrenceID(number),
                code: intervals.isEmpty ? nil : SessionCode("ABC12\(number)"),
                intervals: intervals.map {
                    .init(opened: time($0.0), closed: $0.1.map(time))
                })
        }
        return RoomDay.Slot(
            occurrence: OccurrenceID(number), course: "C\(number)", start: time(start),
            end: time(start).adding(seconds: 5_400), isCancelled: cancelled, session: session)
    }

    func deeds(_ slots: [RoomDay.Slot], at moment: String) -> [StaffDeed] {
        RoomDay(slots: slots).deeds(at: Self.time(moment)).map(\.deed)
    }

    @Test func whatIsToComeIsOpenedFirstAndNotMoreThanThree() {
        let day = ["08:00", "10:00", "12:00", "14:00"].enumerated().map {
            Self.slot(Int64($0.offset + 1), $0.element)
        }
        let ids = { (numbers: [Int64]) in numbers.map { StaffDeed.open(OccurrenceID($0)) } }
        #expect(deeds(day, at: "07:00") == ids([1, 2, 3]))
        #expect(deeds(day, at: "09:29") == ids([1, 2, 3]), "it has not ended")
        #expect(deeds(day, at: "09:30") == ids([2, 3, 4]))
        #expect(deeds(day, at: "18:00") == [])
    }

    @Test func aDraftIsOpenedAndWhatIsCancelledIsNot() {
        let slots = [Self.slot(1, "08:00", []), Self.slot(2, "10:00", cancelled: true)]
        #expect(deeds(slots, at: "07:50") == [.open(OccurrenceID(1))])
    }

    @Test func whatIsOpenIsClosedAndAnotherOpenOneChosen() {
        let both = [
            Self.slot(1, "08:00", [("07:55", nil)]), Self.slot(2, "10:00", [("08:10", nil)]),
        ]
        let (first, second) = (CheckinSessionID(1), CheckinSessionID(2))
        #expect(deeds(both, at: "08:20") == [.choose(second), .close(first), .close(second)])
        #expect(deeds(both, at: "10:20") == [.choose(first), .close(first), .close(second)])
    }

    @Test func whatWasClosedIsOpenedAgainWithinTheHour() {
        let slots = [Self.slot(1, "08:00", [("07:55", "09:00")])]
        #expect(deeds(slots, at: "09:00") == [.reopen(CheckinSessionID(1))])
        #expect(deeds(slots, at: "09:59") == [.reopen(CheckinSessionID(1))])
        #expect(deeds(slots, at: "10:00") == [])
    }
}
