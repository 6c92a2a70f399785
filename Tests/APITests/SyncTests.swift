import Attendance
import Desk
import Foundation
import HubSync
import LedgerSQL
import TestKit
import Testing
import Wire

@testable import API

/// What doors ask their hub, over a socket.
@Suite struct SyncTests {
    /// A request's head, and lines that name a student and a lesson.
    private func body(
        _ api: APISchool, after: Int64 = 0, scans: Int64 = 1
    ) async throws -> String {
        let (user, lesson) = (
            try await api.school.user("2024123456").id, try await api.school.occurrence().id
        )
        let names = try await api.school.ledger.write { ledger in
            let transaction = ledger as! SQLTransaction
            return (
                user: try transaction.uid(of: .user, user.number),
                lesson: try transaction.uid(of: .occurrence, lesson.number)
            )
        }
        let head = SyncRequest(
            epoch: UniqueID(high: 5, low: 5), nonce: "once", after: after, oldest: 1,
            newest: after + scans, fixes: ClockFixes())
        let lines = (0..<scans).map { number in
            JournalLine(
                id: UniqueID(high: 6, low: UInt64(after + number)), seq: after + 1 + number,
                moment: TestSchool.time("08:05"), time: .unknown, roster: 0,
                deed: .evidence(
                    JournalEvidence(
                        user: names.user, occurrence: names.lesson, seen: 0,
                        kind: .scan(.init(method: .card)), doer: JournalDoer(origin: "door:1")))
            ).bytes
        }
        return ([head.bytes] + lines).map { String(decoding: $0, as: UTF8.self) }
            .joined(separator: "\n")
    }

    private func send(
        _ api: APISchool, as caller: String? = "device", _ body: String,
        type: String = SyncRequest.contentType
    ) async throws -> RawResponse {
        try await api.ask("POST", HubPath.entries, as: caller, body, ["Content-Type": type])
    }

    @Test func aDoorsLinesAreTakenAndTheAnswerEchoesItsNonce() async throws {
        let api = try await APISchool()
        let first = try await send(api, try await body(api))
        #expect(first.status == 200, "\(first.text)")
        let answer = try SyncAnswer(parsing: Array(first.text.utf8))
        #expect(answer.nonce == "once" && answer.highWater == 1)
        #expect(answer.results == [.init(seq: 1, disposition: .new)])
        let again = try SyncAnswer(
            parsing: Array(try await send(api, try await body(api)).text.utf8))
        #expect(again.results == [.init(seq: 1, disposition: .duplicate)])
        #expect(again.hubEpoch == answer.hubEpoch)
        #expect(try api.school.query("SELECT count(*) FROM evidence") == "1\n")
    }

    @Test func onlyADoorMaySendAndOnlyInItsForm() async throws {
        let api = try await APISchool()
        let lines = try await body(api)
        for caller in ["superadmin", "teacher", "student", "integration", "calendar"] {
            #expect(try await send(api, as: caller, lines).status == 403, "\(caller)")
        }
        #expect(try await send(api, as: nil, lines).status == 401)
        #expect(try await send(api, lines, type: "application/json").status == 415)
        #expect(try await send(api, "what is this").status == 400)
        #expect(try await send(api, "").status == 400)
        // Who asks is judged before what they sent.
        #expect(try await send(api, as: "student", "what is this").status == 403)
        #expect(try await send(api, try await body(api, scans: 501)).status == 400)
        #expect(try api.school.query("SELECT count(*) FROM evidence") == "0\n")
    }

    @Test func aMebibyteIsTheMost() async throws {
        let api = try await APISchool()
        let lines = try await body(api)
        let filling = String(repeating: " ", count: SyncRequest.mostBytes - lines.utf8.count)
        #expect(try await send(api, lines + filling).status == 200)
        #expect(try await send(api, lines + filling + " ").status == 413)
    }

    @Test func aCodeLetsADoorJoinOnceAndEndsWhatItHadBefore() async throws {
        let api = try await APISchool()
        let room = try await api.school.classroom().id
        let code = try await api.school.desk.addDoor(
            named: "door", in: room, by: TestSchool.office)
        #expect(code.count == EnrolmentCode.length)
        let spaced = code.prefix(5).lowercased() + " " + code.suffix(5)
        let joined = try await api.post(HubPath.enrol, as: nil, ["code": .string(spaced)])
        #expect(joined.status == 200, "\(joined.text)")
        let answer = try EnrolmentAnswer(parsing: Array(joined.text.utf8))
        #expect(answer.building == "5A" && answer.roomNumber == "C317")
        let lines = try await body(api)
        #expect(try await send(api, as: answer.token, lines).status == 200)
        #expect(try await send(api, as: "device", lines).status == 401)
        #expect(
            try await api.post(HubPath.enrol, as: nil, ["code": .string(code)]).status == 422)
        #expect(
            try await api.post(HubPath.enrol, as: nil, ["code": "ABCDEFGHJK"]).status == 422)
        #expect(try await api.post(HubPath.enrol, as: nil, ["code": 7]).status == 400)
    }

    @Test func aCodeRunsOutAfterAQuarterOfAnHour() async throws {
        let api = try await APISchool()
        let room = try await api.school.classroom().id
        let code = try await api.school.desk.addDoor(
            named: "door", in: room, by: TestSchool.office)
        api.school.clock.advance(seconds: EnrolmentCode.secondsValid)
        #expect(
            try await api.post(HubPath.enrol, as: nil, ["code": .string(code)]).status == 422)
    }

    @Test func aRevokedDoorIsRefusedAtOnce() async throws {
        let api = try await APISchool()
        let device = try await api.school.ledger.read { ledger in
            try ledger.doors(since: TestSchool.time("00:00")).first { !$0.isOwn }!.device
        }
        #expect(try await api.school.desk.revokeDoor(device, by: TestSchool.office))
        #expect(try await send(api, try await body(api)).status == 401)
        #expect(try await !api.school.desk.revokeDoor(device, by: TestSchool.office))
    }

    @Test func aDoorsOwnDatabaseIsNoHub() async throws {
        let api = try await APISchool()
        let lines = try await body(api)
        let moment = api.school.clock.now
        try await api.school.ledger.write { ledger in
            try ledger.join(
                HubLink(
                    address: "https://hub.example", device: UniqueID(high: 1, low: 1), token: "t",
                    epoch: UniqueID(high: 1, low: 2)), at: moment)
        }
        #expect(try await send(api, lines).status == 409)
    }
}
