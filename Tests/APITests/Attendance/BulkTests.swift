import Attendance
import TestKit
import Testing
import Wire

/// Many rows in one request: one transaction, a verdict for each.
@Suite struct BulkTests {
    @Test func everyRowHasItsVerdictAndGoodOnesAreKept() async throws {
        let school = try await AttendanceSchool()
        let answer = try await school.put(
            """
            {"student_id":1,"date":"2026-03-09","period":1,"status":1},
            {"student_id":2,"date":"2026-03-09","period":9,"status":1},
            {"student_id":999,"date":"2026-03-09","period":1,"status":1},
            {"student_id":5,"date":"2026-03-09","period":1,"status":1},
            {"student_id":2,"date":"2026-08-01","period":1,"status":1},
            {"student_id":2,"date":"2026-03-10","period":1,"status":1},
            {"student_id":2,"date":"2022-00-10","period":1,"status":6},
            {"student_id":2,"date":"2026-03-09","period":1,"status":"1"},
            {"student_id":2,"date":"2026-03-09","period":1,"status":-1},
            {"student_id":2,"status":null,"notes":7},
            7,
            {"student_id":3,"date":"2026-03-09","period":2,"status":18,"id":4}
            """)
        #expect(answer.status == 200)
        let bad = #""status":"unprocessable_entity","errors""#
        #expect(
            answer.text
                == #"{"attendance":[{"index":0,"student_id":1,"status":"ok"},"#
                + #"{"index":1,"student_id":2,\#(bad):{"period":["must be in [1, 2, 3, 4]"]}},"#
                + #"{"index":2,"student_id":999,"status":"not_found"},"#
                + #"{"index":3,"student_id":5,"status":"not_found"},"#
                + #"{"index":4,"student_id":2,\#(bad):{"date":["out of class term date range"]}},"#
                + #"{"index":5,"student_id":2,\#(bad):{"period":["must be in []"]}},"#
                + #"{"index":6,"student_id":2,\#(bad):{"date":["is not a valid date"],"#
                + #""status":["is not included in the list"]}},"#
                + #"{"index":7,"student_id":2,\#(bad):{"status":["is not included in the list"]}},"#
                + #"{"index":8,"student_id":2,\#(bad):{"status":["is not included in the list"]}},"#
                + #"{"index":9,"student_id":2,\#(bad):{"date":["can't be blank"],"#
                + #""period":["can't be blank"],"status":["can't be blank"],"#
                + #""notes":["must be a string"]}},"#
                + #"{"index":10,\#(bad):{"base":["must be an object"]}},"#
                + #"{"index":11,"student_id":3,"status":"ok"}]}"#)
        let day = try await school.get("/classes/1/attendance/date/2026-03-09?student_ids=1,2,3")
        #expect(try day.at("students", "0", "attendance", "1", "status")?.text == #""Present""#)
        #expect(try day.at("students", "1", "attendance")?.text == "{}")
        #expect(try day.at("students", "2", "attendance", "2", "status")?.text == #""Custom 4""#)
    }

    @Test func ofTheSameKeyTheLastStandsAndNotesStayUnlessTheyAreSent() async throws {
        let school = try await AttendanceSchool()
        let row = { (rest: String) in
            #"{"student_id":1,"date":"2026-03-09","period":1,"# + rest + "}"
        }
        func stands() async throws -> String? {
            try await school.get("/classes/1/attendance/date/2026-03-09")
                .at("students", "0", "attendance", "1")?.text
        }
        let both = try await school.put(
            row(#""status":0,"notes":"Bus strike""#) + "," + row(#""status":2,"notes":"Came""#))
        #expect(
            both.text
                == #"{"attendance":[{"index":0,"student_id":1,"status":"ok"},"#
                + #"{"index":1,"student_id":1,"status":"ok"}]}"#)
        #expect(
            try await stands() == #"{"status":"Late","note":"Came","category":{"status":2}}"#)
        _ = try await school.put(row(#""status":5"#))
        #expect(
            try await stands() == #"{"status":"Dismissed","note":"Came","category":{"status":5}}"#)
        _ = try await school.put(row(#""status":5,"notes":null"#))
        #expect(try await stands()?.contains("Came") == true, "null is as good as nothing")
        _ = try await school.put(row(#""status":5,"notes":"""#))
        #expect(
            try await stands() == #"{"status":"Dismissed","note":"","category":{"status":5}}"#)
    }

    @Test func aNoteOfAnEarlierRowStaysWhereTheLastHasNone() async throws {
        let school = try await AttendanceSchool()
        _ = try await school.put(
            #"{"student_id":1,"date":"2026-03-09","period":1,"status":0,"notes":"Bus"},"#
                + #"{"student_id":1,"date":"2026-03-09","period":1,"status":2}"#)
        let day = try await school.get("/classes/1/attendance/date/2026-03-09")
        #expect(
            try day.at("students", "0", "attendance", "1")?.text
                == #"{"status":"Late","note":"Bus","category":{"status":2}}"#)
    }

    @Test func whoWalkedInAfterLeavingTheClassIsTaken() async throws {
        let school = try await AttendanceSchool()
        let api = school.api
        let session = try await api.open()
        let student = try await api.school.user("2024123456")
        let isDropped = try await api.school.ledger.write { ledger in
            try ledger.drop(
                student.id, from: session.occurrence.course.id,
                lastDay: TestSchool.day.adding(days: -1), at: api.school.clock.now,
                by: TestSchool.office)
        }
        #expect(isDropped)
        let row = #"{"student_id":1,"date":"2026-03-09","period":1,"status":1}"#
        #expect(try await school.put(row).text.contains("not_found"))
        let path = "/api/v1/checkin-sessions/\(session.session.id.number)/roster"
        #expect(try await api.post(path, ["student_id": 1]).status == 201)
        #expect(try await school.put(row).text.contains(#""status":"ok""#))
    }

    @Test func aRecordThatIsTouchedIsSettledOnce() async throws {
        let school = try await AttendanceSchool()
        func settled() async throws -> Int {
            let count = try school.api.school.query(
                "SELECT count(*) FROM audit WHERE action = 'settle'")
            return Int(count.dropLast()) ?? -1
        }
        let before = try await settled()
        _ = try await school.put(
            (1...4).flatMap { student in
                (1...4).map {
                    #"{"student_id":\#(student),"date":"2026-03-09","period":\#($0),"status":1}"#
                }
            }.joined(separator: ","))
        #expect(try await settled() - before == 8, "four students in two sessions")
    }

    @Test func fiveThousandRowsAreOneRequestAndOneMoreIsNone() async throws {
        let school = try await AttendanceSchool()
        let dates = (0..<17).map { TestSchool.day.adding(days: 7 * $0 - 7) }
            .filter { SchoolDate("2026-03-02")! <= $0 && $0 <= SchoolDate("2026-06-28")! }
        let numbers = [0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15, 16, 17, 18]
        let rows = (0..<5_000).map { index in
            #"{"student_id":\#(index % 4 + 1),"date":"\#(dates[index / 16 % dates.count])","#
                + #""period":\#(index / 4 % 4 + 1),"status":\#(numbers[index % 15])}"#
        }
        let answer = try await school.put(rows.joined(separator: ","))
        #expect(answer.status == 200)
        guard case .array(let verdicts)? = try answer.at("attendance") else {
            Issue.record("no verdicts")
            return
        }
        #expect(verdicts.count == 5_000)
        #expect(
            verdicts.enumerated().allSatisfy { index, verdict in
                verdict == [
                    "index": JSON(index), "student_id": JSON(index % 4 + 1), "status": "ok",
                ]
            })
        let term = try await school.get("/classes/1/attendance/term/1?student_ids=1")
        guard case .array(let rows1)? = try term.at("students", "0", "attendance_categories") else {
            Issue.record("no summary")
            return
        }
        var sum = 0
        for place in rows1.indices {
            let value = try term.at("students", "0", "attendance_categories", "\(place)", "value")
            sum += Int(value?.text ?? "") ?? 0
        }
        #expect(sum == dates.count * 4, "every period of every Monday once")
        let more = try await school.put((rows + rows.prefix(1)).joined(separator: ","))
        #expect(more.status == 400)
        #expect(more.text == #"{"error":"Too many rows: at most 5000."}"#)
    }

    @Test func anEmptyListIsAnsweredWithOne() async throws {
        let school = try await AttendanceSchool()
        let answer = try await school.put("")
        #expect(answer.status == 200 && answer.text == #"{"attendance":[]}"#)
    }
}
