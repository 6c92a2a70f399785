import Attendance
import Testing

@Suite struct CheckinSessionTests {
    let draft = CheckinSession(id: CheckinSessionID(1), occurrence: OccurrenceID(1))
    let code = SessionCode("ABC123")!

    func opened(_ session: CheckinSession, _ minutes: Int, reopening: Bool = false)
        -> SessionChange
    {
        session.opening(
            at: at(minutes), code: code, graceMinutes: 15, reopening: reopening,
            isCancelled: false)
    }

    func changed(_ change: SessionChange) throws -> CheckinSession {
        guard case .changed(let session) = change else {
            Issue.record("it should have changed, not \(change)")
            return draft
        }
        return session
    }

    @Test func goesFromDraftToOpenToClosedToOpen() throws {
        #expect(draft.status == .draft && draft.code == nil)
        let open = try changed(opened(draft, -5))
        #expect(open.status == .open && open.code == code && open.graceMinutes == 15)
        let closed = try changed(open.closing(at: at(90)))
        #expect(closed.status == .closed && closed.closedAt == at(90))
        let again = try changed(opened(closed, 95, reopening: true))
        #expect(again.status == .open && again.closedAt == nil && again.openedAt == at(-5))
        #expect(again.code == code && again.graceMinutes == 15)
    }

    @Test func theCodeAndTheGraceOfTheFirstOpeningStay() throws {
        let closed = try changed(try changed(opened(draft, -5)).closing(at: at(90)))
        let again = try changed(
            closed.opening(
                at: at(95), code: SessionCode("ZZZ999")!, graceMinutes: 1, reopening: true,
                isCancelled: false))
        #expect(again.code == code && again.graceMinutes == 15)
    }

    @Test func openingTwiceChangesNothing() throws {
        #expect(opened(try changed(opened(draft, -5)), 1) == .unchanged)
    }

    @Test func aClosedSessionOpensOnlyAsAReopening() throws {
        let closed = try changed(try changed(opened(draft, -5)).closing(at: at(90)))
        #expect(opened(closed, 95) == .forbidden(.closedBefore))
        #expect(closed.closing(at: at(96)) == .unchanged)
    }

    @Test func aDraftDoesNotClose() {
        #expect(draft.closing(at: at(1)) == .forbidden(.draft))
    }

    @Test func aCancelledOccurrenceTakesNoSession() {
        let change = draft.opening(
            at: at(0), code: code, graceMinutes: 10, reopening: false, isCancelled: true)
        #expect(change == .forbidden(.cancelled))
    }

    @Test func graceCountsFromALaterFirstOpening() throws {
        #expect(try changed(opened(draft, -5)).lateAfter(start: at(0)) == at(15))
        #expect(try changed(opened(draft, 20)).lateAfter(start: at(0)) == at(35))
    }

    @Test func itIsOpenInTheSecondOfOpeningAndNotInThatOfClosing() throws {
        let closed = try changed(try changed(opened(draft, 0)).closing(at: at(90)))
        let early = Moment(milliseconds: at(0).milliseconds + 999)
        #expect(closed.isOpen(at: early) && closed.isOpen(at: at(89)))
        #expect(!closed.isOpen(at: at(90)) && !closed.isOpen(at: at(-1)))
    }
}
