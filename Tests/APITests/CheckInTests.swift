import Attendance
import TestKit
import Testing
import Wire

@testable import Desk

/// Checking in by HTTP: a telephone with its proof, a door elsewhere with its token.
@Suite struct CheckInTests {
    static let phone = "/api/v1/checkin-records/self"
    static let scan = "/api/v1/checkin-records/scan"

    private func proof(_ api: APISchool, _ session: SessionDetail) async throws -> JSON {
        let path = "/api/v1/checkin-sessions/\(session.session.id.number)/proof"
        return try #require(try await api.get(path, as: "secretary").at("data", "proof"))
    }

    private func body(_ session: SessionDetail, _ proof: JSON) -> JSON {
        ["session_code": .string(session.session.code!.text), "proof": proof]
    }

    @Test func aTelephoneInTheRoomChecksItsStudentIn() async throws {
        let api = try await APISchool()
        let session = try await api.open()
        let shown = try await proof(api, session)
        let answer = try await api.post(Self.phone, as: "student", body(session, shown))
        #expect(answer.status == 201)
        #expect(try answer.at("data", "method") == "phone")
        #expect(try answer.at("data", "status") == "present")
        let again = try await api.post(Self.phone, as: "student", body(session, shown))
        #expect(again.status == 200)
        #expect(try again.at("data", "id") == answer.at("data", "id"))
    }

    @Test func aProofStandsForItsWindowAndTheNext() async throws {
        let api = try await APISchool()
        let session = try await api.open()
        let shown = try await proof(api, session)
        api.school.clock.advance(seconds: 19)
        let honoured = try await api.post(Self.phone, as: "student", body(session, shown))
        #expect(honoured.status == 201, "08:05:00 to 08:05:19 are two windows")
        api.school.clock.advance(seconds: 1)
        let stale = try await api.post(Self.phone, as: "student", body(session, shown))
        #expect(stale.status == 422)
        #expect(try stale.code == 42_203)
    }

    @Test func aProofOfAnotherSessionOrAnAlteredOneIsRefused() async throws {
        let api = try await APISchool()
        let drawing = try await api.open("ART1")
        let session = try await api.open()
        let others = try await proof(api, drawing)
        for wrong in [others, "AAAAAA", "", "ÄÖÜ", .string(String(repeating: "A", count: 300))] {
            let answer = try await api.post(Self.phone, as: "student", body(session, wrong))
            #expect(answer.status == 422, "\(wrong.text)")
        }
        let both: JSON = [
            "session_code": .string(session.session.code!.text), "proof": "A", "ticket": "B",
        ]
        #expect(try await api.post(Self.phone, as: "student", both).status == 422)
        let unknown = try await api.post(
            Self.phone, as: "student", ["session_code": "ZZZZZ2", "proof": "AAAAAA"])
        #expect(unknown.status == 404)
    }

    @Test func aStudentOfAnotherClassIsToldSoAndTheTouchIsKept() async throws {
        let api = try await APISchool()
        let session = try await api.open()
        let answer = try await api.post(
            Self.phone, as: "stranger", body(session, try await proof(api, session)))
        #expect(answer.status == 422)
        #expect(try answer.code == 42_202)
        let drawing = try await api.school.open("ART1")
        let row = try await api.school.row("2024777777", of: drawing)
        #expect(row.record?.flags == [.wrongRoom], "for the teacher of that class to accept")
    }

    @Test func aClosedSessionTakesWhoOpenedThePageInTime() async throws {
        let api = try await APISchool()
        let session = try await api.open()
        let student = try await api.school.user("2024123456")
        let id = session.session.id
        let token = try await api.school.ledger.read { ledger in
            try ledger.tokens().first { $0.holder == .user(student.id, .student) }!.id
        }
        let opening = api.school.clock.now
        let ticket = try await api.school.ledger.read { ledger in
            try api.school.desk.ticket(for: token, session: id, opening: opening, in: ledger)
        }
        let body: JSON = [
            "session_code": .string(session.session.code!.text), "ticket": .string(ticket),
        ]
        api.school.clock.advance(seconds: 60)
        _ = try await api.school.desk.close(id, by: TestSchool.office).get()
        let late = try await api.post(Self.phone, as: "student", body)
        #expect(late.status == 201)
        #expect(try late.at("data", "checkin_time") == "2026-03-09T08:05:00+08:00")
        let others = try await api.post(Self.phone, as: "stranger", body)
        #expect(others.status == 422, "it is bound to its telephone")
        api.school.clock.advance(seconds: 61)
        #expect(try await api.post(Self.phone, as: "student", body).status == 422)
        let shown = try await api.school.ledger.read { ledger in
            try api.school.desk.proof(of: id, at: api.school.clock.now, in: ledger).text
        }
        let fresh = try await api.post(
            Self.phone, as: "student", self.body(session, .string(shown)))
        #expect(fresh.status == 409, "closed when this proof was redeemed")
        #expect(try fresh.at("data", "status") == "closed")
    }

    /// Computed with another program's HMAC.
    @Test(arguments: [
        (0, "EPBDAF"), (1_773_014_700, "R95MRR"), (1_773_014_709, "R95MRR"),
        (1_773_014_710, "JAC8TD"), (4_102_444_800, "52A9WB"),
    ])
    func aProofIsWhatTheDocumentSays(_ seconds: Int, _ text: String) {
        let window = Proof.window(at: Moment(seconds: Int64(seconds)))
        #expect(Desk.proof(Array(0..<32), window: window) == text)
    }

    @Test func aDoorElsewhereIsAnsweredInItsOwnWords() async throws {
        let api = try await APISchool()
        let session = try await api.open()
        let answer = try await api.post(Self.scan, as: "device", ["scan": "2024123456"])
        #expect(answer.status == 200)
        #expect(try answer.at("data", "outcome") == "accepted")
        #expect(try answer.at("data", "name") == "John S.")
        #expect(try answer.at("data", "record", "session_id") == .int(session.session.id.number))
        let tie = try await api.post(Self.scan, as: "device", ["scan": "3456"])
        #expect(tie.status == 200)
        #expect(try tie.at("data", "outcome") == "refused")
        #expect(try tie.at("data", "reason") == "ambiguous")
        #expect(try tie.at("data", "digits_needed") == 7)
        #expect(try tie.at("data", "record") == .null)
        let day = try await api.post(Self.scan, as: "device", ["scan": "?2024123456"])
        #expect(try day.at("data", "courses", "0", "course_code") == "MATH101")
    }

    @Test func aScanSentAgainIsTheSameAttemptAndKeepsItsMoment() async throws {
        let api = try await APISchool()
        _ = try await api.open()
        let body: JSON = [
            "scan": "2024123456", "moment": "2026-03-09T00:02:30.250Z",
            "attempt_id": "0198c5a0-0000-7000-8000-000000000001",
        ]
        let first = try await api.post(Self.scan, as: "device", body)
        #expect(try first.at("data", "checkin_time") == "2026-03-09T08:02:30+08:00")
        let second = try await api.post(Self.scan, as: "device", body)
        #expect(try second.at("data") == first.at("data"))
        for moment in ["2026-03-09T08:06:01+08:00", "2026-03-01T08:00:00+08:00", "08:00", ""] {
            let answer = try await api.post(
                Self.scan, as: "device", ["scan": "1", "moment": .string(moment)])
            #expect(answer.status == 422, "\(moment)")
        }
        let bad = try await api.post(Self.scan, as: "device", ["scan": "1", "attempt_id": "x"])
        #expect(bad.status == 422)
    }
}
