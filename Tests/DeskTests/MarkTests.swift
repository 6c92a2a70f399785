import Attendance
import Desk
import TestKit
import Testing

@Suite struct MarkTests {
    let office = TestSchool.office

    @Test func aMarkStandsOverAScanAndIsTakenBack() async throws {
        let school = try await TestSchool()
        let session = try await school.open()
        try await school.present("2024123456")
        let john = try await school.user("2024123456")
        let marked = try await school.desk.act(
            .mark(.init(value: .status(.leave), remark: "Doctor")), on: john.id,
            in: session.session.id, by: office
        ).get()
        #expect(marked.record?.number == .excused && marked.record?.remark == "Doctor")
        #expect(marked.record?.checkinTime == nil)
        let back = try await school.desk.act(
            .retract, on: john.id, in: session.session.id, by: office
        ).get()
        #expect(back.record?.status == .present && back.record?.id == marked.record?.id)
        let again = try await school.desk.act(
            .retract, on: john.id, in: session.session.id, by: office)
        #expect(again == .failure(.nothingToTakeBack))
    }

    @Test func markedAbsentKnowingTheScanTheDoorRecordsAndStaffSee() async throws {
        let school = try await TestSchool()
        let session = try await school.open()
        try await school.present("2024123456")
        let john = try await school.user("2024123456")
        _ = try await school.desk.act(
            .mark(.init(value: .status(.absent))), on: john.id, in: session.session.id, by: office
        ).get()
        school.clock.set("08:06")
        let answer = try await school.present("2024123456")
        #expect(answer.decision.accepted?.status == .absent)
        #expect(try await school.row("2024123456", of: session).record?.flags == [.lateAfterAbsent])
    }

    @Test func voidingWithdrawsTheScans() async throws {
        let school = try await TestSchool()
        let session = try await school.open()
        try await school.present("2024123456")
        let john = try await school.user("2024123456")
        let row = try await school.desk.act(
            .void, on: john.id, in: session.session.id, by: office
        ).get()
        #expect(row.record?.status == nil)
        school.clock.set("08:15")
        #expect(try await school.present("2024123456").decision.accepted?.status == .late)
    }

    @Test func onlyTheRosterCanBeMarkedAndNotInADraft() async throws {
        let school = try await TestSchool()
        let session = try await school.open()
        let stranger = try await school.user("2024888888")
        let mark = EvidenceEntry.Mark(value: .status(.present))
        let refused = try await school.desk.act(
            .mark(mark), on: stranger.id, in: session.session.id, by: office)
        #expect(refused == .failure(.notOnRoster))
        let drawing = try await school.occurrence("ART1")
        let draft = try await school.desk.createSession(on: drawing.id, by: office).get()
        let early = try await school.desk.act(
            .mark(mark), on: stranger.id, in: draft.session.session.id, by: office)
        #expect(early == .failure(.sessionIs(.draft)))
    }

    @Test func aRemarkLeavesWhatStandsAsItIs() async throws {
        let school = try await TestSchool()
        let session = try await school.open()
        let john = try await school.user("2024123456")
        func act(_ act: StaffAct) async throws -> Desk.RowResult {
            try await school.desk.act(act, on: john.id, in: session.session.id, by: office)
        }
        #expect(try await act(.remark("Bus")) == .failure(.nothingToTakeBack))
        _ = try await act(.mark(.init(value: .number(.health), period: 1))).get()
        _ = try await act(.mark(.init(value: .number(.sports), period: 2))).get()
        let row = try await act(.remark("Knee")).get()
        #expect(row.record?.number == .health && row.record?.remark == "Knee")
        let evidence = try await school.ledger.read {
            try $0.evidence(on: session.occurrence.id, about: john.id).evidence
        }
        #expect(settle(evidence).periods.map(\.number) == [.health, .sports])
    }
}
