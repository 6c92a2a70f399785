import Attendance
import Desk
import Foundation
import TestKit
import Testing

/// The office's pages.
@Suite struct OfficeTests {
    typealias Visitor = SignInTests.Visitor

    private func visitor() async throws -> Visitor { Visitor(api: try await APISchool()) }

    @Test func theDayIsTheOfficesAlone() async throws {
        let visitor = try await visitor()
        for (who, status) in [
            ("secretary", 200), ("superadmin", 200), ("assistant", 200), ("T-1", 404),
        ] {
            let page = try await visitor.get("/office", cookie: try await visitor.signIn(who))
            #expect(page.status == status, "\(who)")
        }
        let student = try await visitor.signIn("2024123456")
        #expect(try await visitor.get("/office", cookie: student).status == 401)
        #expect(try await visitor.get("/office").status == 401)
    }

    @Test func whatWasNotTakenIsListedOnceItIsOver() async throws {
        let visitor = try await visitor()
        let clock = visitor.api.school.clock
        clock.set("09:30")
        let office = try await visitor.signIn("secretary")
        #expect(try await visitor.get("/office", cookie: office).text.contains("There is none."))
        clock.set("09:40")
        let page = try await visitor.get("/office", cookie: office)
        #expect(page.text.contains("Drawing") && page.text.contains("not taken"))
        let all = try await visitor.get("/office?show=all", cookie: office)
        #expect(all.text.components(separatedBy: "id=\"lesson-").count == 4)
        #expect(
            try await visitor.get("/office?show=open", cookie: office).text
                .components(separatedBy: "id=\"lesson-").count == 1)
        let other = try await visitor.get("/office?date=2026-03-10&show=all", cookie: office)
        #expect(other.text.contains("There is none."))
    }

    @Test func doorsShowTheirDay() async throws {
        let visitor = try await visitor()
        _ = try await visitor.api.open()
        _ = try await visitor.api.school.present("2024123456")
        _ = try await visitor.api.school.present("9999999999")
        let page = try await visitor.get(
            "/office", cookie: try await visitor.signIn("secretary"))
        #expect(page.text.contains("<td>08:05</td><td>2</td><td>1</td>"))
    }

    @Test func nobodyBecomesWhoMayDoMore() async throws {
        let visitor = try await visitor()
        let chief = try await visitor.signIn("superadmin")
        let office = try await visitor.signIn("secretary")
        for (who, status) in [("superadmin", 403), ("secretary", 403), ("assistant", 403)] {
            let path = "/office/people/\(try await visitor.api.school.user(who).id.number)"
            for deed in ["/invite", "/sign-out"] {
                #expect(try await visitor.post(path + deed, cookie: office).status == status)
            }
            let page = try await visitor.get(path, cookie: office)
            #expect(page.status == 200 && !page.text.contains("<form"))
        }
        let teacher = "/office/people/\(try await visitor.api.school.user("T-1").id.number)"
        #expect(try await visitor.post(teacher + "/invite", cookie: office).status == 200)
        #expect(try await visitor.get("/office", cookie: chief).status == 200)
        #expect(try await visitor.post(teacher + "/sign-out", cookie: chief).status == 303)
    }

    @Test func somebodyIsFoundAndSignedOut() async throws {
        let visitor = try await visitor()
        let office = try await visitor.signIn("secretary")
        let phone = try await visitor.signIn("2024123456")
        let found = try await visitor.get("/office/people?q=john", cookie: office)
        let link = try #require(found.text.firstMatch(of: /href="(\/office\/people\/\d+)"/))
        let person = try await visitor.get(String(link.1), cookie: office)
        #expect(person.text.contains("John Smith") && person.text.contains("phone"))
        let out = try await visitor.post(String(link.1) + "/sign-out", cookie: office)
        #expect(out.status == 303)
        #expect(try await visitor.get("/me", cookie: phone).status == 401)
        let invited = try await visitor.post(String(link.1) + "/invite", cookie: office)
        let address = try #require(
            invited.text.firstMatch(of: /https:\/\/school.example(\/s\/[A-Z0-9]+)</))
        #expect(try await visitor.post(String(address.1)).status == 303)
        let nobody = try await visitor.get("/office/people?q=%3Cb%3E", cookie: office)
        #expect(nobody.text.contains("Nobody has that name") && !nobody.text.contains("<b>"))
    }

    @Test func tokensAreTheSuperadminsToEnd() async throws {
        let visitor = try await visitor()
        let teacher = try await visitor.signIn()
        let secretary = try await visitor.signIn("secretary")
        #expect(try await visitor.get("/office/tokens", cookie: secretary).status == 403)
        let admin = try await visitor.signIn("superadmin")
        let page = try await visitor.get("/office/tokens", cookie: admin)
        let row = try #require(
            page.text.firstMatch(of: /id="token-(\d+)"><th[^>]+>Jane Miller<\/th><td>browser/))
        let path = "/office/tokens/\(row.1)/revoke"
        #expect(try await visitor.post(path, cookie: secretary).status == 403)
        #expect(try await visitor.post(path, cookie: admin).status == 303)
        #expect(try await visitor.get("/teach", cookie: teacher).status == 401)
        #expect(try await visitor.post(path, cookie: admin).status == 404)
    }

    @Test func whatHasRunOutIsNotListedAndAKindIsChosen() async throws {
        let visitor = try await visitor()
        let link = try await visitor.link(for: "T-1", seconds: 60)
        let admin = try await visitor.signIn("superadmin")
        func links(_ query: String = "") async throws -> Int {
            try await visitor.get("/office/tokens" + query, cookie: admin).text
                .components(separatedBy: "id=\"token-").count - 1
        }
        let all = try await links()
        #expect(try await links("?kind=link") == 1)
        #expect(try await links("?kind=browser") == 1)
        let clock = visitor.api.school.clock
        clock.now = clock.now.adding(seconds: 61)
        #expect(try await links() == all - 1)
        #expect(try await visitor.get(link).status == 401)
    }

    @Test func aDeedThatEndsADoorIsAskedFirst() async throws {
        let visitor = try await visitor()
        let page = try await visitor.get(
            "/office/tokens?kind=device", cookie: try await visitor.signIn("superadmin"))
        #expect(page.text.contains("What uses it stops working at once."))
    }

    @Test func aRecordIsExplained() async throws {
        let visitor = try await visitor()
        _ = try await visitor.api.open()
        let answer = try await visitor.api.school.present("2024123456")
        let office = try await visitor.signIn("assistant")
        let path = "/office/records/\(try #require(answer.record).number)"
        let page = try await visitor.get(path, cookie: office)
        #expect(page.text.contains("in time: present.") && page.text.contains("Card scanned"))
        #expect(try await visitor.get("/office/records/999", cookie: office).status == 404)
    }
}
