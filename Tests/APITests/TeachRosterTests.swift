import Attendance
import Desk
import Foundation
import TestKit
import Testing

/// A lesson's roster on its page: what stands of each student, and what a tap does to it.
@Suite struct TeachRosterTests {
    typealias Room = TeachTests.Room

    @Test(arguments: CheckinStatus.allCases)
    func oneTapMarks(_ status: CheckinStatus) async throws {
        let room = try await Room()
        let answer = try await room.press(status.rawValue)
        #expect(answer.status == 303 && answer["location"]?.hasPrefix(room.path + "#s") == true)
        #expect(try await room.status() == status)
        let row = try await room.row()
        let pressed = row.matches(of: /value="([a-z]+)" aria-pressed="true"/).map(\.1)
        #expect(pressed == [Substring(status.rawValue)])
        #expect(row.contains("class=\"\(status.rawValue)\""), "its colour")
        #expect(row.contains("aria-label=\"\(status.rawValue): John Smith\""))
    }

    @Test func whatIsThereIsShownWithTimeAndMethod() async throws {
        let room = try await Room()
        try await room.school.present("2024123456")
        let row = try await room.row()
        #expect(row.contains("John Smith") && row.contains("2024123456"))
        #expect(row.contains("<b>present</b> 08:05 · Card scanned"))
        let record = try #require(try await room.record())
        #expect(row.contains("href=\"/teach/records/\(record.id.number)\""))
        #expect(try await room.row("0024000006").contains("<b>nothing yet</b>"))
    }

    @Test func undoIsOfferedForMarksAndVoidForScans() async throws {
        let room = try await Room()
        let (undo, void) = ("value=\"retract\"", "value=\"void\"")
        let bare = try await room.row()
        #expect(!bare.contains(undo) && !bare.contains(void))
        try await room.school.present("2024123456")
        try await room.press("absent")
        let both = try await room.row()
        #expect(both.contains(undo) && both.contains(void))
        try await room.press("retract")
        #expect(try await room.status() == .present)
        let scanned = try await room.row()
        #expect(!scanned.contains(undo) && scanned.contains(void))
        try await room.press("void")
        #expect(try await room.status() == nil)
        let id = try await room.school.user("2024123456").id.number
        for deed in ["retract", "void"] {
            let refused = try await room.press(deed)
            #expect(refused.status == 422 && refused.text.contains("nothing to take back"))
            #expect(refused.text.contains("href=\"\(room.path)#s\(id)\""))
        }
    }

    @Test func aRemarkStandsBesideTheStatusAndChangesNone() async throws {
        let room = try await Room()
        room.school.clock.set("08:15")
        try await room.school.present("2024123456")
        let id = try await room.school.user("2024123456").id.number
        let answer = try await room.post("/students/\(id)", "do=remark&remark=Bus+late")
        #expect(answer.status == 303)
        let record = try #require(try await room.record())
        #expect(record.status == .late && record.remark == "Bus late")
        #expect(record.checkinTime == TestSchool.time("08:15"))
        #expect(try await room.row().contains("<p class=\"remark\">Bus late</p>"))
        try await room.post("/students/\(id)", "do=remark&remark=")
        let cleared = try #require(try await room.record())
        #expect(cleared.remark == "" && cleared.status == .late)
    }

    @Test func aRemarkBuriesNoFlagAndOneThatIsTheSameIsNoMark() async throws {
        let room = try await Room()
        let id = try await room.school.user("2024123456").id.number
        try await room.press("absent")
        room.school.clock.set("08:20")
        try await room.school.present("2024123456")
        let before = try #require(try await room.record())
        #expect(before.flags == [.lateAfterAbsent])
        let refused = try await room.post("/students/\(id)", "do=remark&remark=bus")
        #expect(refused.status == 422 && refused.text.contains("Say first what the flag"))
        let same = try await room.post("/students/\(id)", "do=remark&remark=")
        #expect(same.status == 303)
        #expect(try await room.record() == before)
    }

    @Test func aRemarkOnNobodyYetNeedsAStatus() async throws {
        let room = try await Room()
        let id = try await room.school.user("2024123456").id.number
        #expect(try await room.row("2024123456", "?row=\(id)").contains("<select"))
        let refused = try await room.post("/students/\(id)", "do=remark&remark=ill")
        #expect(refused.status == 422)
        #expect(try await room.record() == nil)
        try await room.post("/students/\(id)", "do=remark&remark=ill&status=leave")
        let ill = try #require(try await room.record())
        #expect(ill.status == .leave && ill.remark == "ill")
        #expect(try await !room.row("2024123456", "?row=\(id)").contains("<select"))
        // Somebody else has marked since the page was shown: that stands.
        try await room.post("/students/\(id)", "do=remark&remark=flu&status=present")
        let flu = try #require(try await room.record())
        #expect(flu.status == .leave && flu.remark == "flu")
    }

    @Test(arguments: [
        "", "do=", "do=late%20", "do=remark", "do=accept", "do=accept&flag=x", "do=PRESENT",
        "do=remark&status=leave&remark=%07", "do=remark&status=leave&remark=%FF", "%%%",
        "do=remark&status=leave&remark=" + String(repeating: "x", count: 501),
    ])
    func whatIsNoFormOfOursChangesNothing(_ form: String) async throws {
        let room = try await Room()
        let id = try await room.school.user("2024123456").id.number
        let answer = try await room.post("/students/\(id)", form)
        #expect(answer.status == 422 && answer.text.contains("href=\"\(room.path)#s\(id)\""))
        #expect(try await room.record() == nil)
    }

    @Test func aFlagIsSaidAndAcceptedOrDismissed() async throws {
        for (deed, expected) in [("accept", CheckinStatus.late), ("dismiss", .absent)] {
            let room = try await Room()
            let id = try await room.school.user("2024123456").id.number
            try await room.school.present("2024123456")
            try await room.press("absent")
            room.school.clock.set("08:15")
            try await room.school.present("2024123456")
            let row = try await room.row()
            #expect(row.contains("scanned after being marked absent"))
            #expect(row.contains("href=\"/teach/records/"), "its evidence")
            let late = try await room.page().text
            #expect(late.contains("Late arrivals") && late.contains("<li id=\"t\(id)\">08:15 "))
            try await room.post("/students/\(id)", "do=\(deed)&flag=late_after_absent")
            #expect(try await room.record()?.flags == [])
            #expect(try await room.status() == expected)
            let again = try await room.post("/students/\(id)", "do=\(deed)&flag=late_after_absent")
            #expect(again.status == 422 && again.text.contains("dealt with already"))
        }
    }

    @Test func aTouchInAnotherRoomIsExplainedThoughNothingStands() async throws {
        let room = try await Room()
        let id = try await room.school.user("2024123456").id.number
        _ = try await room.school.open("ART1")
        try await room.school.present("2024123456", room: "C318")
        let row = try await room.row()
        #expect(row.contains("scanned in another room"))
        #expect(row.contains("href=\"\(room.path)/students/\(id)\""))
        let why = try await room.page("/students/\(id)")
        #expect(why.status == 200 && why.text.contains("Card scanned (does not count)"))
        #expect(why.text.contains("href=\"\(room.path)#s\(id)\""))
        try await room.post("/students/\(id)", "do=accept&flag=wrong_room")
        #expect(try await room.status() == .present)
    }

    @Test func whoeverScannedAndIsNotOnTheListIsShownToBeAdded() async throws {
        let room = try await Room()
        try await room.school.present("2024888888")
        let page = try await room.page()
        #expect(page.text.contains("Scanned here, but not on the list"))
        #expect(page.text.contains("name=\"code\" value=\"2024888888\""))
        try await room.post("/walk-ins", "code=2024888888")
        let row = try await room.row("2024888888")
        #expect(row.contains("was not on the list") && row.contains("value=\"accept\""))
        #expect(try await !room.page().text.contains("Scanned here, but"))
    }

    @Test func lateArrivalsStandAtTheTopWithTheirTimes() async throws {
        let room = try await Room()
        #expect(try await !room.page().text.contains("Late arrivals"))
        room.school.clock.set("08:17")
        try await room.school.present("2024123456")
        let text = try await room.page().text
        let id = try await room.school.user("2024123456").id.number
        #expect(
            text.contains(
                "<li id=\"t\(id)\">08:17 <a id=\"g\(id)\" href=\"#s\(id)\"><bdi>John Smith"))
        let late = try #require(text.range(of: "Late arrivals"))
        let roster = try #require(text.range(of: "class=\"roster\""))
        #expect(late.lowerBound < roster.lowerBound)
    }

    @Test func theTopCountsAndTheFilterShowsWhoIsMissing() async throws {
        let room = try await Room()
        try await room.school.present("2024123456")
        try await room.press("leave", "0024000006")
        let text = try await room.page().text
        for count in [
            "<b>1</b> present", "<b>0</b> late", "<b>0</b> absent", "<b>1</b> leave",
            "<b>2</b> nothing yet", "of <b>4</b>",
        ] {
            #expect(text.contains(count), "\(count)")
        }
        let missing = try await room.page("?show=missing").text
        #expect(missing.contains("2023123456") && !missing.contains("John Smith"))
        #expect(missing.contains("<b>1</b> present"), "the counts are everybody's")
        let id = try await room.school.user("2023123456").id.number
        #expect(missing.contains("/students/\(id)?show=missing\""))
        let answer = try await room.post("/students/\(id)?show=missing", "do=late")
        #expect(
            answer["location"] == room.path + "?show=missing&kept=\(id)#s\(id)",
            "it stays filtered, and who was marked is there for an undo")
        let kept = try await room.page("?show=missing&kept=\(id)").text
        #expect(kept.contains("id=\"u\(id)\""))
        #expect(try await room.page("?show=%3Cscript%3E").text.contains("John Smith"))
    }

    @Test func aWalkInIsAddedAndOthersAreToldWhyNot() async throws {
        let room = try await Room()
        let answer = try await room.post("/walk-ins", "code=+2024888888+")
        #expect(answer.status == 303)
        #expect(try await room.row("2024888888").contains("nothing yet"))
        for (code, sentence) in [
            ("2024888888", "Given 2024888888 is on the list already."),
            ("2024123456", "John Smith is on the list already."),
            ("9999", "No student has the number 9999."), ("", "No student has the number"),
            ("T-1", "only students can be added"), ("%3Cb%3E", "No student has the number &lt;b"),
            (String(repeating: "9", count: 9_999), "No student has the number 999"),
        ] {
            let refused = try await room.post("/walk-ins", "code=\(code)")
            #expect(refused.status == 422 && refused.text.contains(sentence), "\(sentence)")
            #expect(refused.text.contains("href=\"\(room.path)\""))
        }
    }

    @Test func nothingIsMarkedBeforeItIsOpen() async throws {
        let room = try await Room(isOpen: false)
        for answer in [
            try await room.press("present"), try await room.post("/walk-ins", "code=2024888888"),
        ] {
            #expect(answer.status == 409 && answer.text.contains("open it first"))
        }
        #expect(try await room.session() == nil)
        #expect(try await room.record() == nil)
    }

    @Test func marksOfSeveralAtOnceAllStand() async throws {
        let room = try await Room()
        let codes = ["2024123456", "2023123456", "0024000006", "202412345X"]
        let second = try await room.visitor.signIn("secretary")
        try await withThrowingTaskGroup(of: Int.self) { group in
            for code in codes {
                let id = try await room.school.user(code).id.number
                for cookie in [room.cookie, second] {
                    group.addTask {
                        try await room.visitor.post(
                            "\(room.path)/students/\(id)", cookie: cookie, form: "do=late"
                        ).status
                    }
                }
            }
            for try await status in group { #expect(status == 303) }
        }
        for code in codes {
            let user = try await room.school.user(code).id
            let lesson = room.lesson.id
            let marks = try await room.school.ledger.read {
                try $0.evidence(on: lesson, about: user).evidence.entries.count
            }
            #expect(try await room.status(code) == .late && marks == 2)
        }
    }
}
