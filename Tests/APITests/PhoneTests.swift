import Attendance
import Desk
import Foundation
import TestKit
import Testing

/// A student's paired telephone: the QR's page, and their own days.
@Suite struct PhoneTests {
    typealias Visitor = SignInTests.Visitor

    struct Room {
        let visitor: Visitor
        let session: SessionDetail
        let code: String

        init() async throws {
            visitor = Visitor(api: try await APISchool())
            session = try await visitor.api.open()
            code = try #require(session.session.code?.text)
        }

        func proof() async throws -> String {
            let desk = visitor.api.school.desk
            let id = session.session.id
            return try await desk.ledger.read {
                try desk.proof(of: id, at: desk.now(), in: $0).text
            }
        }

        /// The page that the QR opens now.
        func open(_ cookie: String?) async throws -> RawResponse {
            try await visitor.get("/C/\(code).\(try await proof())", cookie: cookie)
        }

        /// Presses the one button of a page.
        func press(_ page: RawResponse, _ cookie: String) async throws -> RawResponse {
            let ticket = try #require(page.text.firstMatch(of: /name="ticket" value="([^"]+)"/))
            let address = try #require(page.text.firstMatch(of: /action="([^"]+)"/))
            return try await visitor.post(
                String(address.1), cookie: cookie, form: "ticket=\(ticket.1)")
        }

        func statuses() async throws -> [CheckinStatus?] {
            let occurrence = session.occurrence.id
            return try await visitor.api.school.ledger.read {
                try $0.roster(of: occurrence).map { $0.record?.status }
            }
        }
    }

    @Test func theQROpensAPageWithOneButtonAndTheAnswerIsTheDoors() async throws {
        let room = try await Room()
        let phone = try await room.visitor.signIn("2024123456")
        let page = try await room.open(phone)
        #expect(page.status == 200)
        #expect(page.text.contains("Calculus") && page.text.contains("5A C317"))
        #expect(page.text.components(separatedBy: "<button").count == 2)
        let done = try await room.press(page, phone)
        #expect(done.status == 200 && done.text.contains("CHECKED IN"))
        #expect(try await room.statuses().contains(.present))
        let again = try await room.press(page, phone)
        #expect(again.text.contains("ALREADY IN"))
    }

    @Test func withoutAPairingThePageSaysHowToGetOne() async throws {
        let room = try await Room()
        let page = try await room.open(nil)
        #expect(page.status == 401 && page.text.contains("This phone is not yours yet"))
        #expect(page.text.contains("press * and Enter"))
        let teacher = try await room.visitor.signIn()
        #expect(try await room.open(teacher).status == 401)
    }

    @Test func aProofThatIsOldAlteredOrAnothersIsRefused() async throws {
        let room = try await Room()
        let phone = try await room.visitor.signIn("2024123456")
        let clock = room.visitor.api.school.clock
        let proof = try await room.proof()
        let altered = (proof.first == "A" ? "B" : "A") + proof.dropFirst()
        for path in [
            "/c/\(room.code).\(altered)", "/c/\(room.code)", "/c/\(room.code).",
            "/c/ZZZZZZ.\(proof)",
            "/c/.", "/c/%00.%00", "/c/\(room.code).\(proof).\(proof)",
        ] {
            let page = try await room.visitor.get(path, cookie: phone)
            #expect(page.status == 422 && page.text.contains("SCAN AGAIN"), "\(path)")
        }
        let drawing = try await room.visitor.api.school.open("ART1")
        let other = try #require(drawing.session.code?.text)
        #expect(try await room.visitor.get("/c/\(other).\(proof)", cookie: phone).status == 422)
        // Honoured in its window and the one after.
        clock.advance(seconds: 20)
        #expect(
            try await room.visitor.get("/c/\(room.code).\(proof)", cookie: phone).status == 422)
        #expect(try await room.statuses().allSatisfy { $0 == nil })
    }

    @Test func aTicketIsOfOnePhoneAndTwoMinutes() async throws {
        let room = try await Room()
        let phone = try await room.visitor.signIn("2024123456")
        let other = try await room.visitor.signIn("0024000006")
        let page = try await room.open(phone)
        #expect(try await room.press(page, other).status == 422, "another's")
        room.visitor.api.school.clock.advance(seconds: 121)
        #expect(try await room.press(page, phone).status == 422, "too late")
        #expect(try await room.statuses().allSatisfy { $0 == nil })
    }

    @Test func theMomentThatCountsIsTheOpening() async throws {
        let room = try await Room()
        let phone = try await room.visitor.signIn("2024123456")
        // The last second of being on time.
        room.visitor.api.school.clock.set("08:10")
        let page = try await room.open(phone)
        room.visitor.api.school.clock.advance(seconds: 90)
        let done = try await room.press(page, phone)
        #expect(done.text.contains("CHECKED IN") && !done.text.contains("LATE"))
    }

    @Test func aStudentHasOnePhone() async throws {
        let room = try await Room()
        let first = try await room.visitor.signIn("2024123456")
        #expect(try await room.visitor.get("/me", cookie: first).status == 200)
        let second = try await room.visitor.signIn("2024123456")
        #expect(try await room.visitor.get("/me", cookie: first).status == 401)
        #expect(try await room.visitor.get("/me", cookie: second).status == 200)
        // Until the term ends, on 28 June at midnight.
        room.visitor.api.school.clock.now = TestSchool.zone.moment(
            SchoolDate("2026-06-28")!, TimeOfDay("23:59")!)
        #expect(try await room.visitor.get("/me", cookie: second).status == 200)
        room.visitor.api.school.clock.advance(seconds: 60)
        #expect(try await room.visitor.get("/me", cookie: second).status == 401)
    }

    @Test func theDayHasItsStatusesAndTheirReasons() async throws {
        let room = try await Room()
        let phone = try await room.visitor.signIn("2024123456")
        _ = try await room.press(try await room.open(phone), phone)
        let day = try await room.visitor.get("/me", cookie: phone)
        #expect(day.text.contains("Today") && day.text.contains("present 08:05"))
        #expect(day.text.components(separatedBy: "Why?").count == 2, "only of what is recorded")
        let link = try #require(day.text.firstMatch(of: /href="(\/me\/records\/\d+)"/))
        let why = try await room.visitor.get(String(link.1), cookie: phone)
        #expect(why.text.contains("The earliest scan was in time: present."))
        #expect(why.text.contains("Late after 08:10") && why.text.contains("Phone"))
        let stranger = try await room.visitor.signIn("2024777777")
        #expect(try await room.visitor.get(String(link.1), cookie: stranger).status == 404)
        let other = try await room.visitor.get("/me?date=2026-03-10", cookie: phone)
        #expect(other.text.contains("No classes that day."))
    }

    @Test func aCancelledClassSaysSo() async throws {
        let room = try await Room()
        let school = room.visitor.api.school
        let day = OccurrenceFilter(from: TestSchool.day, to: TestSchool.day)
        let rows = try await school.ledger.read { try $0.daily(day) }
        let phone = try await room.visitor.signIn("2024123456")
        let path = "/me?date=\(TestSchool.day)"
        #expect(try await !room.visitor.get(path, cookie: phone).text.contains("cancelled"))
        var change = OccurrenceChange()
        change.status = .cancelled
        for row in rows where row.session == nil {
            _ = try await school.desk.change(row.occurrence.id, to: change, by: TestSchool.office)
        }
        let page = try await room.visitor.get(path, cookie: phone)
        #expect(page.text.contains("cancelled"))
    }

    @Test func aCalendarsAddressIsShownOnceAndRenewed() async throws {
        let room = try await Room()
        let phone = try await room.visitor.signIn("2024123456")
        func feed() async throws -> String {
            let page = try await room.visitor.post("/me/calendar", cookie: phone)
            let match = try #require(page.text.firstMatch(of: /\/api\/v1[^<"]+/))
            return String(match.0)
        }
        let first = try await feed()
        #expect(try await room.visitor.get(first).text.contains("SUMMARY:Calculus"))
        let second = try await feed()
        #expect(try await room.visitor.get(first).status == 401)
        #expect(try await room.visitor.get(second).status == 200)
    }

    @Test(arguments: [
        ("de-DE,de;q=0.9,en;q=0.5", "Einchecken"), ("zh-CN", "签到"), ("pt, fr;q=0.3", "Pointer"),
        ("pt", "Check in"), ("es;q=x, fr;q=0", "Check in"), ("", "Check in"),
    ])
    func aPageIsInTheReadersLanguage(_ field: String, _ button: String) async throws {
        let room = try await Room()
        let phone = try await room.visitor.signIn("2024123456")
        let page = try await room.visitor.api.ask(
            "GET", "/c/\(room.code).\(try await room.proof())", as: nil, nil,
            ["Cookie": phone, "Accept-Language": field])
        #expect(page.text.contains(">\(button)</button>"))
    }
}

extension PhoneTests {
    /// More than a program may send from there in a second.
    @Test func aLectureHallBehindOneAddressIsNotRefused() async throws {
        let api = try await APISchool(rateLimit: 20)
        let visitor = Visitor(api: api)
        var statuses: [Int] = []
        for _ in 0..<100 { statuses.append(try await visitor.get("/me").status) }
        #expect(Set(statuses) == [401])
    }
}
