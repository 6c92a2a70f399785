import Foundation
import TestKit
import Testing

/// Commands on a school's directory, with and without a door running there.
@Suite struct CommandTests {
    func kiosk(_ arguments: String..., school: DoorSchool) throws -> Finished {
        try KioskProgram.run(arguments + ["--data", school.path])
    }

    struct Day: Decodable {
        struct Course: Decodable {
            var sessionId: Int?
            var courseName, courseCode: String
            var classroom: String?
            var sections: [Int]
            var status, checkinTime, sessionStatus: String?
        }
        var date: String
        var courses: [Course]
    }

    @Test func theScheduleHasTheFieldsOfTheContract() async throws {
        let school = try await DoorSchool(codes: ["2024123456"])
        _ = try KioskProgram.run(school.door(screen: "json"), stdin: "3456\n")
        let date = "\(school.session.occurrence.date)"
        let finished = try kiosk(
            "schedule", "2024123456", "--date", date, "--json", school: school)
        let day = try DoorInAPipeTests.decoder.decode(Day.self, from: Data(finished.stdout))
        let course = try #require(day.courses.first)
        #expect(day.date == date && day.courses.count == 1)
        #expect(course.sessionId == Int(school.session.session.id.number))
        #expect(course.courseName == "Calculus" && course.courseCode == "MATH101")
        #expect(course.classroom == "A 1" && course.sections == [1])
        #expect(course.status == "present" && course.sessionStatus == "open")
        #expect(course.checkinTime?.hasSuffix("+08:00") == true)
    }

    @Test func aMarkIsMadeAndTakenBack() async throws {
        let school = try await DoorSchool(codes: ["2024123456"])
        let id = "\(school.session.session.id.number)"
        let marked = try kiosk(
            "mark", "2024123456", "leave", "--session", id, "--remark", "Doctor", school: school)
        #expect(marked.status == 0 && marked.text.contains("leave"))
        #expect(try school.query("SELECT number, remark FROM record") == "13|Doctor\n")
        #expect(
            try kiosk("mark", "2024123456", "retract", "--session", id, school: school).status == 0)
        #expect(try school.query("SELECT number FROM record") == "\n")
        let nothing = try kiosk("mark", "2024123456", "void", "--session", id, school: school)
        #expect(nothing.status == 1 && nothing.errorText.contains("nothing to take back"))
    }

    @Test func sessionsAreMadeOpenedAndClosedByIDAndCode() async throws {
        let school = try await DoorSchool(codes: ["2024123456", "2024000007"])
        let code = school.session.session.code?.text ?? ""
        let list = try kiosk("session", "list", school: school)
        #expect(list.text.contains(code) && list.text.contains("open"))
        let open = try kiosk("session", "open", code, school: school)
        #expect(open.status == 0, "open already is no failure")
        let rehearsed = try kiosk("session", "close", code, "--dry-run", school: school)
        #expect(rehearsed.text.contains("absent"))
        #expect(try school.query("SELECT count(*) FROM record") == "0\n")
        #expect(try kiosk("session", "close", code, school: school).status == 0)
        #expect(try kiosk("session", "close", code, school: school).status == 0)
        #expect(try school.query("SELECT count(*) FROM record WHERE number = 0") == "2\n")
        let again = try kiosk("session", "open", code, school: school)
        #expect(again.status == 1 && again.errorText.contains("reopen"))
        let shown = try kiosk("session", "show", code, "--json", school: school)
        #expect(shown.text.contains("\"status\":\"closed\""))
        #expect(try kiosk("session", "show", "999", school: school).status == 5)
    }

    @Test func anExtraLessonIsMadeMovedAndCancelled() async throws {
        let school = try await DoorSchool(codes: ["2024123456"])
        let made = try kiosk(
            "occurrence", "create", "--course", "MATH101", "--date", "2027-01-04", "--start",
            "10:00", "--end", "11:00", "--sections", "3,4", "--room", "A 1", "--json",
            school: school)
        #expect(made.text.contains("\"occurrence_date\":\"2027-01-04\""))
        let id = made.text.prefix { $0 != "," }.filter(\.isNumber)
        let moved = try kiosk(
            "occurrence", "move", id, "--start", "12:00", "--end", "13:00", school: school)
        #expect(moved.text.contains("12:00-13:00") && moved.text.contains("moved"))
        let wrong = try kiosk("occurrence", "move", id, "--start", "14:00", school: school)
        #expect(wrong.status == 4)
        let cancelled = try kiosk("occurrence", "cancel", id, school: school)
        #expect(cancelled.text.contains("cancelled"))
        let opened = try kiosk("session", "open", "--occurrence", id, school: school)
        #expect(opened.status == 1 && opened.errorText.contains("cancelled"))
    }

    @Test func aStudentIsAddedEnrolledAndDropped() async throws {
        let school = try await DoorSchool(codes: ["2024123456"])
        let added = try kiosk(
            "user", "add", "--code", "0042", "--name", "李 四", "--role", "student",
            school: school)
        #expect(added.status == 0)
        #expect(
            try KioskProgram.run(school.door(screen: "json"), stdin: "0042\n").text
                .contains("not_on_roster"))
        #expect(try kiosk("course", "enrol", "MATH101", "0042", school: school).status == 0)
        #expect(
            try KioskProgram.run(school.door(screen: "json"), stdin: "0042\n").text
                .contains("accepted"))
        #expect(try kiosk("course", "enrol", "MATH101", "0042", school: school).status == 1)
        #expect(try kiosk("course", "drop", "MATH101", "0042", school: school).status == 0)
        #expect(
            try kiosk("course", "show", "MATH101", "--json", school: school).text
                .contains("0042") == false)
        let twice = try kiosk(
            "user", "add", "--code", "0042", "--name", "X", "--role", "student", school: school)
        #expect(twice.status == 1 && twice.errorText.contains("already"))
    }

    @Test func aCardNumberIsAddedBlockedAndRemoved() async throws {
        let school = try await DoorSchool(codes: ["2024123456"])
        func present() throws -> String {
            try KioskProgram.run(school.door(screen: "json"), stdin: "21234000012344\n").text
        }
        #expect(
            try kiosk("user", "alias", "add", "2024123456", "21234000012344", school: school)
                .status == 0)
        #expect(try present().contains("accepted"))
        _ = try kiosk("user", "alias", "block", "2024123456", "21234000012344", school: school)
        #expect(try present().contains("\"reason\":\"blocked\""))
        _ = try kiosk("user", "alias", "remove", "2024123456", "21234000012344", school: school)
        #expect(try present().contains("not_on_roster"))
    }

    @Test func aCardNumberIsNobodyElses() async throws {
        let school = try await DoorSchool(codes: ["2024123456", "2024000007"])
        _ = try kiosk("user", "alias", "add", "2024123456", "99990001", school: school)
        for action in ["add", "block"] {
            let taken = try kiosk("user", "alias", action, "2024000007", "99990001", school: school)
            #expect(taken.status == 1 && taken.errorText.contains("somebody else"))
        }
        let code = try kiosk(
            "user", "add", "--code", "99990001", "--name", "X", "--role", "student",
            school: school)
        #expect(code.status == 1 && code.errorText.contains("somebody's card"))
        _ = try kiosk("user", "alias", "block", "2024123456", "99990001", school: school)
        let again = try kiosk("user", "alias", "add", "2024123456", "99990001", school: school)
        #expect(again.status == 1 && again.errorText.contains("blocked"))
    }

    @Test func whoseRoleIsNotGrantedStaysAsTheyAre() throws {
        let directory = try TemporaryDirectory()
        let demo = KioskProgram.root.path + "/assets/demo-school"
        let arguments = ["import", "oneroster", demo, "--data", directory.path]
        #expect(try KioskProgram.run(arguments + ["--grant-roles"]).status == 0)
        #expect(try KioskProgram.run(arguments).status == 0)
        let office = try KioskProgram.run([
            "user", "list", "--role", "secretary", "--json", "--data", directory.path,
        ])
        #expect(office.text.contains("\"role\":\"secretary\""))
    }

    @Test func parentsAndAdjustmentsAreOfficeWork() throws {
        let directory = try TemporaryDirectory()
        func kiosk(_ arguments: String...) throws -> Finished {
            try KioskProgram.run(arguments + ["--data", directory.path])
        }
        let school = KioskProgram.root.path + "/assets/demo-school"
        #expect(try kiosk("import", "oneroster", school, "--grant-roles").status == 0)
        #expect(try kiosk("user", "show", "2024123456").text.contains("Helen Smith"))
        #expect(try kiosk("user", "unlink", "P2001", "2024123456").status == 0)
        #expect(try !kiosk("user", "show", "2024123456").text.contains("Helen Smith"))
        let again = try kiosk("user", "unlink", "P2001", "2024123456")
        #expect(again.status == 5 && again.errorText.contains("no parent of John Smith"))
        #expect(try kiosk("user", "link", "2024123456", "P2001").status == 1, "the wrong way round")
        #expect(try kiosk("user", "link", "P2001", "2024123456").status == 0)
        #expect(try kiosk("user", "show", "P2001").text.contains("John Smith"))

        let term = ["--term", "Second Semester 2026/27", "--label", "Absent"]
        func adjust(_ days: String, _ more: [String]) throws -> Finished {
            try KioskProgram.run(
                ["user", "adjust", "2024123456", "--days", days, "--data", directory.path] + more)
        }
        #expect(try adjust("-3", term).text.contains("-3 days of Absent in Second Semester"))
        #expect(try kiosk("user", "show", "2024123456").text.contains("-3"))
        #expect(try adjust("0", term).status == 0)
        #expect(try !kiosk("user", "show", "2024123456").text.contains("-3"))
        #expect(try adjust("500", term).status == 4)
        let unknown = try adjust("1", ["--term", "Summer", "--label", "Absent"])
        #expect(unknown.status == 5 && unknown.errorText.contains("Second Semester 2026/27"))
    }

    @Test func aCheckCodeIsConfirmed() async throws {
        let school = try await DoorSchool(codes: ["2024123456"])
        let door = try KioskProgram.run(school.door(screen: "plain"), stdin: "2024123456\n")
        #expect(door.text.hasPrefix("CHECKED IN"))
        let code = try school.query("SELECT receipt FROM attempt").dropLast()
        let spoken = code.prefix(3).lowercased() + "-" + code.dropFirst(3)
        let found = try KioskProgram.run(["receipt", spoken, "--data", school.path])
        #expect(found.status == 0 && found.text.contains("(2024123456)"), "\(found.errorText)")
        #expect(found.text.contains("Recorded then: present. Stands now: present."))
        let json = try KioskProgram.run(["receipt", spoken, "--json", "--data", school.path])
        #expect(json.text.contains("\"status_then\":\"present\""))
        let wrong = code == "AAAAAA" ? "BBBBBB" : "AAAAAA"
        #expect(try KioskProgram.run(["receipt", wrong, "--data", school.path]).status == 5)
        #expect(try KioskProgram.run(["receipt", "12", "--data", school.path]).status == 4)
    }

    @Test(arguments: ["en", "de", "fr", "es", "zh"])
    func aDoorSpeaksTheLanguageThatIsSet(_ language: String) async throws {
        let school = try await DoorSchool(codes: ["2024123456", "2024999999"])
        let lines = "2024123456\n2024123456\n9999999999\n12\nhello there\n?2024123456\n-\n"
        let said = try KioskProgram.run(
            school.door(screen: "plain"), stdin: lines, environment: ["KIOSK_LANGUAGE": language])
        #expect(said.status == 0, "\(said.errorText)")
        let first = [
            "en": "CHECKED IN", "de": "EINGECHECKT", "fr": "ARRIVÉE NOTÉE", "es": "REGISTRADO",
            "zh": "签到成功",
        ]
        #expect(said.text.hasPrefix(try #require(first[language])))
        #expect(!said.text.contains("{") && !said.text.contains("}"), "\(said.text)")
        let words = try KioskProgram.run(
            ["config", "words"], environment: ["KIOSK_LANGUAGE": language])
        #expect(words.status == 0 && words.text.contains("weekday.7: "))
    }

    @Test func aTableOfOnesOwnIsTakenOrSaidToBeWrong() throws {
        let directory = try TemporaryDirectory()
        let file = directory.path + "/pirate.yaml"
        let english = try KioskProgram.run(["config", "words"]).text
        try english.replacing("\"CHECKED IN\"", with: "\"AYE\"")
            .write(toFile: file, atomically: true, encoding: .utf8)
        func demo(_ language: String) throws -> Finished {
            try KioskProgram.run(
                ["demo"], stdin: "3456\n", environment: ["KIOSK_LANGUAGE": language])
        }
        #expect(try demo(file).text.hasPrefix("AYE"))
        try english.replacing("closed:", with: "clothed:")
            .write(toFile: file, atomically: true, encoding: .utf8)
        let wrong = try demo(file)
        #expect(wrong.status == 4 && wrong.errorText.contains("clothed is no phrase"))
        let unknown = try demo("xx")
        #expect(unknown.status == 4 && unknown.errorText.contains("en, de, es, fr, zh"))
    }

    @Test func aRehearsedImportLeavesNothing() throws {
        let directory = try TemporaryDirectory()
        let data = directory.path + "/data"
        let finished = try KioskProgram.run([
            "import", "oneroster", KioskProgram.root.path + "/assets/demo-school", "--dry-run",
            "--data", data,
        ])
        #expect(finished.status == 0 && finished.text.contains("1718"))
        #expect(!FileManager.default.fileExists(atPath: data))
    }

    @Test(.enabled(if: isInstalled("zbarimg"), "zbar-tools reads the QR"))
    func aQRIsWrittenAsAPicture() throws {
        let directory = try TemporaryDirectory()
        let png = directory.path + "/x.png"
        #expect(try KioskProgram.run(["qr", "ABC123", "-o", png]).status == 0)
        let picture = try Data(contentsOf: URL(fileURLWithPath: png))
        #expect(try decodeQR(Array(picture), pathExtension: "png") == ["ABC123"])
        let nowhere = try KioskProgram.run(["qr", "ABC123", "-o", directory.path + "/no/x.png"])
        #expect(nowhere.status == 77)
        #expect(try KioskProgram.run(["qr", "ABC123"]).text.contains("##"), "ascii in a pipe")
    }

    @Test func theDemoTellsWhatToTryAndWorksInAPipe() throws {
        let finished = try KioskProgram.run(["demo"], stdin: "3456\n7788\n")
        #expect(finished.status == 0, "\(finished.errorText)")
        #expect(finished.text.hasPrefix("CHECKED IN"))
        #expect(finished.text.contains("TYPE 5 DIGITS"))
        #expect(finished.errorText.contains("3456") && finished.errorText.contains("(shared)"))
    }
}
