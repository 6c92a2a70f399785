import Attendance
import Testing

/// The settling table of the README, row by row.
@Suite struct SettleTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let evidence: Evidence
        let status: CheckinStatus?
        let row: Int
        var time: Moment? = nil
        var flags: Set<RecordFlag> = []
    }

    @Test(arguments: rows1To5 + rows6To9 + rows10To12 + inDoubt)
    func settles(_ expected: Case) {
        let settled = settle(expected.evidence)
        #expect(settled.status == expected.status)
        #expect(settled.row == expected.row)
        #expect(settled.checkinTime == expected.time)
        #expect(settled.flags == expected.flags)
    }

    static let rows1To5 = [
        Case(
            testDescription: "nothing, and the session is open: no record",
            evidence: evidence([]), status: nil, row: 1),
        Case(
            testDescription: "nothing, closed but cancelled: no record",
            evidence: evidence([], closed: true, cancelled: true), status: nil, row: 1),
        Case(
            testDescription: "nothing, open and excused: no record yet",
            evidence: evidence([], excused: true), status: nil, row: 1),
        Case(
            testDescription: "nothing, closed: absent", evidence: evidence([], closed: true),
            status: .absent, row: 2),
        Case(
            testDescription: "nothing, closed and excused: leave",
            evidence: evidence([], closed: true, excused: true), status: .leave, row: 2),
        Case(
            testDescription: "a scan before the start: present", evidence: evidence([scan(1, -2)]),
            status: .present, row: 3, time: at(-2)),
        Case(
            testDescription: "a scan on the last second of grace: present",
            evidence: evidence([scan(1, 10)]), status: .present, row: 3, time: at(10)),
        Case(
            testDescription: "a scan after grace: late", evidence: evidence([scan(1, 11)]),
            status: .late, row: 4, time: at(11)),
        Case(
            testDescription: "the earliest of several scans counts",
            evidence: evidence([scan(1, 30), scan(2, 5)]), status: .present, row: 3, time: at(5)),
        Case(
            testDescription: "a scan stands when the session closes",
            evidence: evidence([scan(1, 5)], closed: true), status: .present, row: 3, time: at(5)),
        Case(
            testDescription: "marked present without a scan: the mark's time",
            evidence: evidence([mark(1, 20, .present)]), status: .present, row: 5, time: at(20)),
        Case(
            testDescription: "marked late with an earlier scan: the scan's time",
            evidence: evidence([scan(1, 5), mark(2, 20, .late)]), status: .late, row: 5,
            time: at(5)),
        Case(
            testDescription: "marked leave: no time",
            evidence: evidence([scan(1, 5), mark(2, 20, .leave)]), status: .leave, row: 5),
        Case(
            testDescription: "the latest mark wins",
            evidence: evidence([mark(1, 5, .absent), mark(2, 20, .present)]), status: .present,
            row: 5, time: at(20)),
        Case(
            testDescription: "a mark made knowing another beats it though it arrived first",
            evidence: evidence([mark(2, 20, .present, seen: 1), mark(3, 25, .absent, seen: 0)]),
            status: .present, row: 5, time: at(20)),
    ]

    static let rows6To9 = [
        Case(
            testDescription: "marked absent, no scan: absent",
            evidence: evidence([mark(1, 5, .absent)]), status: .absent, row: 6),
        Case(
            testDescription: "marked absent knowing a scan: absent",
            evidence: evidence([scan(1, 5), mark(2, 20, .absent)]), status: .absent, row: 7),
        Case(
            testDescription: "marked absent knowing a scan: a later scan changes nothing",
            evidence: evidence([scan(1, 5), mark(2, 20, .absent), scan(3, 30)]), status: .absent,
            row: 7, flags: [.lateAfterAbsent]),
        Case(
            testDescription: "a scan that the same device kept earlier is known",
            evidence: evidence([
                entry(5, 5, device: 1, .scan(.init(method: .card))), mark(6, 20, .absent, seen: 0),
            ]), status: .absent, row: 7),
        Case(
            testDescription: "marked absent, an earlier scan comes to light: absent and flagged",
            evidence: evidence([mark(1, 20, .absent), scan(2, 5)]), status: .absent, row: 8,
            flags: [.earlyScanUnseen]),
        Case(
            testDescription: "a scan in the mark's own second is not after it",
            evidence: evidence([mark(1, 20, .absent), scan(2, 20)]), status: .absent, row: 8,
            flags: [.earlyScanUnseen]),
        Case(
            testDescription: "marked absent, then the student comes: late and flagged",
            evidence: evidence([mark(1, 5, .absent), scan(2, 30)]), status: .late, row: 9,
            time: at(30), flags: [.lateAfterAbsent]),
        Case(
            testDescription: "marked absent before grace ends, then the student comes: present",
            evidence: evidence([mark(1, 2, .absent), scan(2, 8)]), status: .present, row: 9,
            time: at(8), flags: [.lateAfterAbsent]),
        Case(
            testDescription: "marked absent again after that: locked",
            evidence: evidence([mark(1, 5, .absent), scan(2, 30), mark(3, 35, .absent)]),
            status: .absent, row: 7),
    ]

    static let rows10To12 = [
        Case(
            testDescription: "excused and there: by the scan, noted",
            evidence: evidence([scan(1, 5)], excused: true), status: .present, row: 10,
            time: at(5), flags: [.excusedButPresent]),
        Case(
            testDescription: "a voided scan has not been",
            evidence: evidence([scan(1, 5), entry(2, 6, .void(scans: [id(1)]))]), status: nil,
            row: 1),
        Case(
            testDescription: "a retracted mark has not been",
            evidence: evidence([
                scan(1, 5), mark(2, 20, .absent), entry(3, 21, .retraction(mark: id(2))),
            ]), status: .present, row: 3, time: at(5)),
        Case(
            testDescription: "of two marks the latest is retracted: the first stands",
            evidence: evidence([
                mark(1, 5, .leave), mark(2, 20, .absent), entry(3, 21, .retraction(mark: id(2))),
            ]), status: .leave, row: 5),
        Case(
            testDescription: "a touch in the wrong room is held",
            evidence: evidence([scan(1, 5, heldFor: .wrongRoom)]), status: nil, row: 1,
            flags: [.wrongRoom]),
        Case(
            testDescription: "an accepted touch counts",
            evidence: evidence([
                scan(1, 5, heldFor: .unrostered),
                entry(2, 30, .verdict(.unrostered, accepted: true, scans: [id(1)])),
            ]), status: .present, row: 12, time: at(5)),
        Case(
            testDescription: "a dismissed touch does not, and its flag is gone",
            evidence: evidence(
                [
                    scan(1, 5, heldFor: .wrongRoom),
                    entry(2, 30, .verdict(.wrongRoom, accepted: false, scans: [id(1)])),
                ], closed: true), status: .absent, row: 2),
        Case(
            testDescription: "an accepted early scan undoes the absence",
            evidence: evidence([
                mark(1, 20, .absent), scan(2, 5),
                entry(3, 40, .verdict(.earlyScanUnseen, accepted: true, scans: [id(2)])),
            ]), status: .present, row: 12, time: at(5)),
        Case(
            testDescription: "accepting a late return does not bring back the scan refused before",
            evidence: evidence([
                scan(1, 5), mark(2, 20, .absent), scan(3, 30),
                entry(4, 40, .verdict(.lateAfterAbsent, accepted: true, scans: [id(3)])),
            ]), status: .late, row: 12, time: at(30)),
        Case(
            testDescription: "a mark after an acceptance wins",
            evidence: evidence([
                mark(1, 20, .absent), scan(2, 5),
                entry(3, 40, .verdict(.earlyScanUnseen, accepted: true, scans: [id(2)])),
                mark(4, 45, .leave),
            ]), status: .leave, row: 5),
        Case(
            testDescription: "accepting any other flag only clears it",
            evidence: evidence(
                [
                    scan(1, 5),
                    entry(2, 30, .verdict(.excusedButPresent, accepted: true, scans: [id(1)])),
                ], excused: true), status: .present, row: 10, time: at(5)),
    ]

    private static func doubted(_ number: Int, _ minutes: Int) -> EvidenceEntry {
        entry(number, minutes, .scan(.init(method: .card, doubts: [.clockUncertain])))
    }

    static let inDoubt = [
        Case(
            testDescription: "a clock in doubt: present whatever it says, and flagged",
            evidence: evidence([doubted(1, 60)], closed: true), status: .present, row: 3,
            time: at(60), flags: [.clockUncertain]),
        Case(
            testDescription: "the clock is known, and it was in time: present",
            evidence: evidence([
                doubted(1, 65), entry(2, 70, .timing(scans: [id(1)], shift: -3_600_000)),
            ]), status: .present, row: 3, time: at(5)),
        Case(
            testDescription: "the clock is known, and it was late: late",
            evidence: evidence([
                doubted(1, -40), entry(2, 70, .timing(scans: [id(1)], shift: 3_600_000)),
            ]), status: .late, row: 4, time: at(20)),
        Case(
            testDescription: "absent, and then a scan by a clock gone back: not absent",
            evidence: evidence([mark(1, 5, .absent), doubted(2, -55)]), status: .present, row: 9,
            time: at(-55), flags: [.clockUncertain, .lateAfterAbsent]),
        Case(
            testDescription: "a sure scan tells the time, one in doubt keeps from being late",
            evidence: evidence([doubted(1, -300), scan(2, 20)]), status: .present, row: 3,
            time: at(20), flags: [.clockUncertain]),
    ]

    @Test func aScanNeverClearsARemark() {
        let settled = settle(evidence([mark(1, 2, .absent, remark: "Called home"), scan(2, 30)]))
        #expect(settled.remark == "Called home")
    }

    @Test func theLatestRemarkStandsAndAnEmptyOneClears() {
        let first = mark(1, 2, .present, remark: "First")
        let silent = mark(2, 3, .late)
        let cleared = mark(3, 4, .late, remark: "")
        #expect(settle(evidence([first, silent])).remark == "First")
        #expect(settle(evidence([first, silent, cleared])).remark == "")
    }

    @Test func aFinerNumberStaysWhereItsStatusIsMarkedAgain() {
        #expect(settle(evidence([number(1, 2, .health), mark(2, 3, .leave)])).number == .health)
        #expect(settle(evidence([number(1, 2, .health), mark(2, 3, .present)])).number == .present)
        #expect(
            settle(evidence([mark(1, 2, .leave)])).number == .excused, "leave alone is excused")
    }

    @Test func entriesNotYetNumberedComeAfterAllNumberedOnes() {
        var unnumbered = mark(1, 3, .leave)
        unnumbered.place.revision = nil
        #expect(settle(evidence([unnumbered, mark(9, 2, .present)])).status == .leave)
    }
}
