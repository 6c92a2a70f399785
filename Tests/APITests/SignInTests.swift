import Attendance
import Desk
import LedgerSQLite
import TestKit
import Testing

/// Links that sign somebody in to the pages, and browsers that are.
@Suite struct SignInTests {
    static let here = ["Origin": "https://school.example"]

    struct Visitor {
        let api: APISchool

        func link(for code: String = "T-1", seconds: Int64 = 120) async throws -> String {
            let user = try await api.school.user(code)
            return "/s/"
                + (try await api.school.desk.invite(
                    user, forSeconds: seconds, by: TestSchool.office))
        }

        func get(_ path: String, cookie: String? = nil) async throws -> RawResponse {
            try await api.ask("GET", path, as: nil, nil, cookie.map { ["Cookie": $0] } ?? [:])
        }

        func post(
            _ path: String, cookie: String? = nil, _ fields: [String: String] = here
        ) async throws -> RawResponse {
            let all = fields.merging(cookie.map { ["Cookie": $0] } ?? [:]) { $1 }
            return try await api.ask("POST", path, as: nil, nil, all)
        }

        func post(
            _ path: String, cookie: String, form: String
        ) async throws -> RawResponse {
            let fields = ["Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"]
            return try await api.ask("POST", path, as: nil, form, here.merging(fields) { $1 })
        }

        /// The cookie of a browser that is signed in.
        func signIn(_ code: String = "T-1") async throws -> String {
            let answer = try await post(try await link(for: code))
            let field = try #require(answer["set-cookie"])
            return String(field.prefix { $0 != ";" })
        }
    }

    func visitor() async throws -> Visitor { Visitor(api: try await APISchool()) }

    @Test func aLinkSignsInOnceAndOpeningItSpendsNothing() async throws {
        let visitor = try await visitor()
        let link = try await visitor.link()
        for path in [link, link.uppercased(), link] {
            let page = try await visitor.get(path)
            #expect(page.status == 200 && page.text.contains("as Jane Miller?"))
        }
        let answer = try await visitor.post(link.uppercased())
        #expect(answer.status == 303 && answer["location"] == "/teach")
        let cookie = try #require(answer["set-cookie"])
        for part in ["HttpOnly", "SameSite=Strict", "Secure", "Path=/", "Max-Age=43200"] {
            #expect(cookie.contains(part), "\(part)")
        }
        #expect(try await visitor.post(link).status == 401)
        #expect(try await visitor.get(link).status == 401)
    }

    @Test func theBareAddressLeadsToOnesOwnPages() async throws {
        let visitor = try await visitor()
        for (who, home) in [("T-1", "/teach"), ("secretary", "/office"), ("2024123456", "/me")] {
            let answer = try await visitor.get("/", cookie: try await visitor.signIn(who))
            #expect(answer.status == 303 && answer["location"] == home)
        }
        let nobody = try await visitor.get("/")
        #expect(nobody.status == 401 && nobody.text.contains("You are not signed in"))
    }

    @Test func aPageThatIsNotOnesOwnLeadsToOnesOwn() async throws {
        let visitor = try await visitor()
        for (who, page, status, home) in [
            ("T-1", "/office", 404, "/teach"), ("T-1", "/office/nothing", 404, "/teach"),
            ("T-1", "/me", 401, "/teach"), ("2024123456", "/office", 401, "/me"),
            ("2024123456", "/teach", 401, "/me"), ("secretary", "/office/nothing", 404, "/office"),
        ] {
            let cookie = try await visitor.signIn(who)
            let refused = try await visitor.get(page, cookie: cookie)
            #expect(refused.status == status, "\(who) \(page)")
            let links = refused.text.matches(of: /<a href="([^"]*)">Back/).map { String($0.1) }
            #expect(links.count == 1, "\(who) \(page)")
            let answer = try await visitor.get(links.first ?? "", cookie: cookie)
            let isThere = answer.status == 200 && links == [home]
            #expect(
                isThere || answer.status == 303 && answer["location"] == home, "\(who) \(page)")
        }
        #expect(try await !visitor.get("/office").text.contains("Back"), "nobody has no page")
    }

    @Test func aLinkOfAnotherSiteComesAgainWithItsCookie() async throws {
        let visitor = try await visitor()
        let elsewhere = ["Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"]
        for path in ["/teach", "/office?date=2026-03-09", "/c/f7zvfe.abc", "/"] {
            let page = try await visitor.api.ask("GET", path, as: nil, nil, elsewhere)
            #expect(page.text.contains("content=\"0;url=\(path)\""), "\(path)")
        }
        for path in ["//evil.example/", "//evil.example"] {
            let page = try await visitor.api.ask("GET", path, as: nil, nil, elsewhere)
            #expect(!page.text.contains("refresh"), "\(path)")
        }
    }

    @Test func whoMistypesAnAddressIsToldSoByAPage() async throws {
        let visitor = try await visitor()
        let typed = ["Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate"]
        for path in ["/teacher", "/index.html", "/api/v1/nothing", "/teach/nothing"] {
            let page = try await visitor.api.ask("GET", path, as: nil, nil, typed)
            #expect(page.status == 404 && page.text.contains("There is nothing here"), "\(path)")
            #expect(page["content-type"] == "text/html; charset=utf-8", "\(path)")
            // A program is told nothing.
            let other = try await visitor.api.ask("GET", path, as: nil)
            #expect(other.status == 401, "\(path)")
        }
    }

    @Test func signingInAgainEndsWhatWasBefore() async throws {
        let visitor = try await visitor()
        let before = try await visitor.signIn("T-1")
        let other = try await visitor.signIn("T-1")
        let link = try await visitor.link(for: "secretary")
        let fields = Self.here.merging(["Cookie": before]) { $1 }
        #expect(try await visitor.post(link, fields).status == 303)
        #expect(try await visitor.get("/teach", cookie: before).status == 401)
        #expect(try await visitor.get("/teach", cookie: other).status == 200)
    }

    @Test func aLinkRunsOutAndSoDoesABrowser() async throws {
        let visitor = try await visitor()
        let clock = visitor.api.school.clock
        let link = try await visitor.link()
        clock.now = clock.now.adding(seconds: 120)
        #expect(try await visitor.post(link).status == 401)
        let cookie = try await visitor.signIn()
        clock.now = clock.now.adding(seconds: 12 * 3_600 - 1)
        #expect(try await visitor.get("/teach", cookie: cookie).status == 200)
        clock.now = clock.now.adding(seconds: 1)
        let late = try await visitor.get("/teach", cookie: cookie)
        #expect(late.status == 401 && late.text.contains("You are not signed in"))
        #expect(late["www-authenticate"] == nil, "a page, and no box of the browser's")
    }

    @Test(arguments: [
        [:], ["Origin": "https://evil.example"], ["Origin": "null"],
        ["Origin": "https://school.example.evil.example"], ["Origin": "school.example"],
    ])
    func aFormOfAnotherSiteDoesNothing(_ fields: [String: String]) async throws {
        let visitor = try await visitor()
        let link = try await visitor.link()
        #expect(try await visitor.post(link, fields).status == 403)
        #expect(try await visitor.post(link).status == 303, "and spends nothing")
    }

    @Test func whatABrowserHasIsNoProgramsAndTheOtherWayRound() async throws {
        let visitor = try await visitor()
        let api = visitor.api
        let cookie = try await visitor.signIn()
        let token = String(cookie.dropFirst("kiosk=".count))
        let daily = "/api/v1/checkin-sessions/daily"
        #expect(try await api.get(daily, as: token).status == 401)
        #expect(try await visitor.get(daily, cookie: cookie).status == 401)
        let program = "kiosk=\(api.tokens["teacher"]!)"
        #expect(try await visitor.get("/teach", cookie: program).status == 401)
        #expect(try await visitor.get("/teach", cookie: "a=b; \(cookie); c=d").status == 200)
        #expect(try await api.get("/teach", as: token).status == 401)
    }

    @Test func signingOutEndsIt() async throws {
        let visitor = try await visitor()
        let cookie = try await visitor.signIn()
        let foreign = try await visitor.post("/sign-out", cookie: cookie, [:])
        #expect(foreign.status == 403)
        let out = try await visitor.post("/sign-out", cookie: cookie)
        #expect(out.status == 200 && out["set-cookie"]?.contains("Max-Age=0") == true)
        #expect(try await visitor.get("/teach", cookie: cookie).status == 401)
    }

    @Test func aTeacherSeesTheirOwnDayAndAStudentNone() async throws {
        let visitor = try await visitor()
        let session = try await visitor.api.open()
        let code = try #require(session.session.code?.text)
        let page = try await visitor.get("/teach", cookie: try await visitor.signIn())
        #expect(page.text.contains("open: \(code)") && page.text.contains("0 of 4 present"))
        #expect(page.text.contains("Calculus") && !page.text.contains("Drawing"))
        let student = try await visitor.signIn("2024777777")
        #expect(student.hasPrefix("kiosk-phone="))
        #expect(try await visitor.get("/teach", cookie: student).status == 401)
        let disguised = student.replacing("kiosk-phone=", with: "kiosk=")
        #expect(try await visitor.get("/teach", cookie: disguised).status == 401)
        let office = try await visitor.signIn("secretary")
        #expect(try await visitor.get("/teach", cookie: office).text.contains("Drawing"))
    }

    @Test func whatIsFilledInIsText() async throws {
        let visitor = try await visitor()
        let school = visitor.api.school
        _ = try await school.ledger.write { ledger in
            try ledger.addUser(
                NewUser(
                    code: UserCode("X-1")!, fullName: "<script>alert(\"1\")</script> & Co",
                    role: .teacher),
                at: school.clock.now, by: TestSchool.office)
        }
        let page = try await visitor.get(try await visitor.link(for: "X-1"))
        #expect(page.status == 200 && !page.text.contains("<script"))
        #expect(page.text.contains("&lt;script&gt;"))
        let policy = try #require(page["content-security-policy"])
        #expect(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"))
    }

    @Test func whatIsNoLinkIsAPageThatSaysHowToGetOne() async throws {
        let visitor = try await visitor()
        for path in ["/s/", "/s/ABC", "/s/ABCDEFGHJKMNPQRS", "/s/..%2f..%2f", "/teach"] {
            let page = try await visitor.get(path)
            #expect(page.status == 401, "\(path)")
            #expect(page.text.contains("scan your card at the door"), "\(path)")
            #expect(page["content-type"] == "text/html; charset=utf-8")
        }
        #expect(try await visitor.get("/pages/live.js?v=1").status == 200)
    }
}
