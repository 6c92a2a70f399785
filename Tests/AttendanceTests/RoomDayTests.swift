import Attendance
import Testing

@Suite struct RoomDayTests {
    func slot(_ number: Int64, _ start: Int, _ end: Int, opened: Int? = nil, closed: Int? = nil)
        -> RoomDay.Slot
    {
        let session = opened.map { opened in
            CheckinSession(
                id: CheckinSessionID(number), occurrence: OccurrenceID(number),
                code: SessionCode("ABC12\(number)"),
                intervals: [.init(opened: at(opened), closed: closed.map(at))])
        }
        return RoomDay.Slot(
            occurrence: OccurrenceID(number), course: "Course \(number)", start: at(start),
            end: at(end), session: session)
    }

    @Test func theOnlyOpenSessionIsInForceWheneverItIsHeld() {
        let room = RoomDay(slots: [slot(1, 200, 300, opened: 0)])
        #expect(room.inForce(at: at(5))?.occurrence == OccurrenceID(1))
        #expect(room.inForce(at: at(-5)) == nil)
    }

    @Test func whatIsCancelledIsToldUntilItWouldBeOverAndIsNeverNext() {
        var slots = [slot(1, 0, 100), slot(2, 100, 200), slot(3, 200, 300), slot(4, 300, 400)]
        for place in [0, 1, 2] { slots[place].isCancelled = true }
        let room = RoomDay(slots: slots)
        func told(_ seconds: Int) -> [Int64] {
            room.cancelled(at: at(seconds)).map(\.occurrence.number)
        }
        #expect(told(-50) == [1, 2] && told(99) == [1, 2], "no more than fit")
        #expect(told(100) == [2, 3] && told(299) == [3] && told(300) == [])
        #expect(room.next(at: at(0))?.occurrence == OccurrenceID(4))
    }

    @Test func ofSeveralTheOneHeldNowIsInForceElseTheLastOpened() {
        let room = RoomDay(slots: [
            slot(1, 0, 100, opened: -10), slot(2, 100, 200, opened: 95),
        ])
        #expect(room.inForce(at: at(97))?.occurrence == OccurrenceID(1))
        #expect(room.inForce(at: at(100))?.occurrence == OccurrenceID(2))
        #expect(room.inForce(at: at(250))?.occurrence == OccurrenceID(2))
    }

    @Test func aChosenSessionIsInForceUntilItCloses() {
        let slots = [slot(1, 0, 100, opened: -10), slot(2, 0, 200, opened: -5, closed: 50)]
        let room = RoomDay(slots: slots, chosen: CheckinSessionID(2))
        #expect(room.inForce(at: at(10))?.occurrence == OccurrenceID(2))
        #expect(room.inForce(at: at(60))?.occurrence == OccurrenceID(1))
    }

    @Test func afterClosingItIsClosedUntilTheNextOccurrenceBegins() {
        let room = RoomDay(slots: [slot(1, 0, 100, opened: 0, closed: 90), slot(2, 120, 200)])
        #expect(room.refusalWithoutSession(at: at(95)) == .closed)
        #expect(room.refusalWithoutSession(at: at(119)) == .closed)
        #expect(room.refusalWithoutSession(at: at(120)) == .noSession(next: at(120)))
    }

    @Test func closedIsAboutTheSessionThatClosedLast() {
        let room = RoomDay(slots: [
            slot(1, 0, 100, opened: 0, closed: 95), slot(2, 5, 100, opened: 5, closed: 90),
        ])
        #expect(room.refusalWithoutSession(at: at(96)) == .noSession(next: nil))
    }

    @Test func beforeAnythingTheNextIsTold() {
        let room = RoomDay(slots: [slot(1, 30, 100), slot(2, 120, 200)])
        #expect(room.refusalWithoutSession(at: at(0)) == .noSession(next: at(30)))
        #expect(room.refusalWithoutSession(at: at(110)) == .noSession(next: at(120)))
        #expect(RoomDay(slots: []).refusalWithoutSession(at: at(0)) == .noSession(next: nil))
    }

    @Test func aCancelledOccurrenceIsNeverNext() {
        var cancelled = slot(1, 30, 100)
        cancelled.isCancelled = true
        #expect(RoomDay(slots: [cancelled]).next(at: at(0)) == nil)
    }

    @Test func theClassOfTheHourIsTheOneThatBeganLastElseTheOneAboutToBegin() {
        let slots = [slot(1, 0, 100), slot(2, 50, 150), slot(3, 160, 200)]
        #expect(classOfTheHour(slots, at: at(-21)) == nil)
        #expect(classOfTheHour(slots, at: at(-20)) == OccurrenceID(1))
        #expect(classOfTheHour(slots, at: at(60)) == OccurrenceID(2))
        #expect(classOfTheHour(slots, at: at(155)) == OccurrenceID(3))
    }
}
