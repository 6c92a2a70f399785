import Foundation
import TestKit
import Testing

/// Calendars out of the real program, read by icalendar.
@Suite struct CalendarCommandTests {
    private func calendar(
        _ path: String, _ arguments: String..., environment: [String: String] = [:]
    ) throws -> [[String: String]] {
        let directory = try TemporaryDirectory()
        let file = directory.path + "/a.ics"
        let done = try KioskProgram.run(
            ["calendar", "-o", file, "--data", path] + arguments, environment: environment)
        #expect(done.status == 0 && done.text.isEmpty, "\(done.errorText)")
        return try OtherReader.calendar(file).events
    }

    @Test func aLessonIsTheSameEventInTheFeedAndInEveryCalendar() async throws {
        let served = try await ServiceTests.Served()
        let path = served.school.path
        let environment = served.listen.merging(["KIOSK_PUBLIC_URL": "https://school.example"]) {
            $1
        }
        let token = try KioskProgram.run(
            ["token", "create", "--calendar", "2024123456", "--data", path]
        ).text.trimmingCharacters(in: .whitespacesAndNewlines)
        let room = try KioskProgram.run(
            ["token", "create", "--calendar-room", "a 1", "--data", path], environment: environment)
        let ofRoom = room.text.trimmingCharacters(in: .whitespacesAndNewlines)
        let address = try #require(
            room.errorText.firstMatch(of: /https:\/\/school.example(\S+)TOKEN/))
        let service = try Conversation(["serve", "--data", path], environment: environment)
        defer { service.kill(SIGKILL) }
        let feed = try served.ask("GET", "/api/v1/checkin-records/my-schedule.ics?token=\(token)")
        let roomFeed = try served.ask("GET", String(address.1) + ofRoom)
        service.kill(SIGTERM)
        #expect(service.finish() == 0)
        let directory = try TemporaryDirectory()
        let file = directory.url.appendingPathComponent("feed.ics")
        try Data(feed.text.utf8).write(to: file)
        let fed = try OtherReader.calendar(file.path).events
        #expect(fed.count == 1 && fed[0]["SUMMARY"] == "Calculus")
        try Data(roomFeed.text.utf8).write(to: file)
        let held = try OtherReader.calendar(file.path)
        var events = held.events
        events[0]["DTSTAMP"] = fed[0]["DTSTAMP"]
        #expect(events == fed && held.calendar["X-WR-CALNAME"] == "A 1")
        let listed = try KioskProgram.run(["token", "list", "--data", path])
        #expect(listed.text.contains("calendar of room A 1"))

        let subjects = [
            ["--student", "2024123456"], ["--room", "A 1"], ["--course", "MATH101"],
        ]
        for subject in subjects {
            var events = try calendar(
                path, subject[0], subject[1], environment: environment)
            #expect(events.count == 1, "\(subject)")
            // Only when it was made differs.
            events[0]["DTSTAMP"] = fed[0]["DTSTAMP"]
            #expect(events == fed, "\(subject)")
        }
    }

    @Test func aChangeIsAHigherNumberAndACancelledLessonStays() async throws {
        let school = try await DoorSchool(codes: ["2024123456"])
        let id = "\(school.session.occurrence.id.number)"
        let before = try calendar(school.path, "--course", "MATH101")[0]
        #expect(before["SEQUENCE"] == "0" && before["STATUS"] == "CONFIRMED")
        for change in [["move", id, "--end", "23:00"], ["cancel", id]] {
            let done = try KioskProgram.run(["occurrence"] + change + ["--data", school.path])
            try #require(done.status == 0, "\(done.errorText)")
        }
        let after = try calendar(school.path, "--course", "MATH101")[0]
        #expect(after["SEQUENCE"] == "2" && after["STATUS"] == "CANCELLED")
        #expect(after["UID"] == before["UID"] && after["DTEND"] != before["DTEND"])
        #expect(
            try calendar(school.path, "--room", "A 1", "--to", "2020-01-01", "--from", "2019-01-01")
                == [])
    }

    @Test func aTeachersCalendarNamesNoStudentAndNeitherDoesARooms() async throws {
        let directory = try TemporaryDirectory()
        let data = directory.path + "/school"
        let imported = try KioskProgram.run([
            "import", "oneroster", KioskProgram.root.path + "/assets/demo-school", "--data", data,
        ])
        try #require(imported.status == 0, "\(imported.errorText)")
        let days = ["--from", "2026-08-31", "--to", "2026-09-06"]
        let teacher = try calendar(data, "--teacher", "T1001", days[0], days[1], days[2], days[3])
        // Calculus on Monday, Wednesday and Friday, and the homeroom.
        #expect(Set(teacher.compactMap { $0["CATEGORIES"] }) == ["MATH101", "HR24"])
        #expect(teacher.filter { $0["CATEGORIES"] == "MATH101" }.count == 3)
        #expect(teacher.allSatisfy { $0["DESCRIPTION"]?.hasSuffix("\nJane Miller") == true })
        let room = try calendar(data, "--room", "5A C317", days[0], days[1], days[2], days[3])
        #expect(room.contains { $0["CATEGORIES"] == "MATH101" })
        #expect(room.allSatisfy { $0["LOCATION"] == "5A C317" })
        let known = Set([
            "UID", "DTSTAMP", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION",
            "CATEGORIES", "LAST-MODIFIED", "LOCATION", "STATUS",
        ])
        #expect((teacher + room).allSatisfy { Set($0.keys) == known })
    }

    @Test func whatIsAskedWronglyIsSaid() async throws {
        let school = try await DoorSchool(codes: ["2024123456"])
        func ask(_ arguments: String...) throws -> Finished {
            try KioskProgram.run(["calendar"] + arguments + ["--data", school.path])
        }
        #expect(try ask().status == 64)
        #expect(try ask("--room", "A 1", "--course", "MATH101").status == 64)
        #expect(try ask("--room", "Z 9").status == 5)
        #expect(try ask("--teacher", "2024123456").status == 4)
        #expect(try ask("--student", "NOBODY").status == 5)
        #expect(try ask("--room", "A 1", "--from", "2026-03-02", "--to", "2026-03-01").status == 64)
        let piped = try ask("--room", "A 1")
        #expect(piped.status == 0 && piped.text.hasPrefix("BEGIN:VCALENDAR\r\n"))
    }
}
