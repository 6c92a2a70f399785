import Attendance
import TestKit
import Testing
import Wire

@testable import Terminal

/// What a whole room sees: the code, how many are there, and nobody.
@Suite struct ProjectionTests {
    private func rows(_ frame: Frame) -> [String] {
        (0..<frame.size.rows).map { y in
            (0..<frame.size.columns).map { frame[$0, y].text }.joined()
        }
    }

    /// An answer with everything of a person that an answer can have.
    private func answer(_ outcome: DoorAnswer.Outcome, _ reason: DoorAnswer.Reason? = nil)
        -> DoorAnswer
    {
        var said = DoorAnswer(outcome, word: "THE WORD", message: "Zyxwvut said so")
        said.reason = reason
        said.name = "Zyxwvut Q."
        said.status = .present
        said.receipt = "ZYXW"
        said.canBeWithdrawn = true
        said.checkinTime = TestSchool.time("08:05")
        return said
    }

    private static let sizes = [(240, 67), (120, 40), (80, 24), (40, 12), (18, 5)]

    @Test("Nothing of a person is drawn, whatever the answer", arguments: sizes)
    func nobody(columns: Int, rows: Int) async throws {
        let door = try await TestFace(columns: columns, rows: rows) { $0.style = .projector }
        let idle = door.frame("08:01")
        door.face.typed(Array("7913".utf8), at: .now)
        door.face.banner = "Zyxwvut is at fault"
        #expect(door.frame("08:01") == idle, "what is typed, and faults, are for the door")
        let answers =
            DoorAnswer.Outcome.allCases.map { answer($0) }
            + DoorAnswer.Reason.allCases.map { answer(.refused, $0) }
        for said in answers {
            door.face.show(said)
            let frame = door.frame("08:01")
            let text = self.rows(frame).joined(separator: "\n")
            for secret in ["Zyxw", "ZYXW", "7913", "said so", "Miller", "Hint"] {
                #expect(!text.contains(secret), "\(said.outcome) \(secret)")
            }
            let seen = SeenLetters(frame)
            for role in Terminal.Role.allCases {
                #expect(seen.squareHalfRows(of: "ZYXWVUT", in: role) == nil)
            }
            if said.outcome == .schedule || said.outcome == .ignored {
                #expect(frame == idle, "nobody's day")
            } else {
                #expect(frame != idle)
            }
        }
    }

    @Test("Nothing for staff is drawn: no question, and no link that signs in")
    func nothingForStaff() async throws {
        let door = try await TestFace { $0.style = .projector }
        let idle = door.frame("08:01")
        var said = answer(.staff)
        said.link = "HTTPS://KIOSK.EXAMPLE.EDU/SECRET"
        door.face.show(said)
        #expect(door.frame("08:01") == idle)
        said.link = nil
        said.asks = .pin(UserID(7))
        door.face.show(said)
        #expect(door.frame("08:01") == idle)
    }

    @Test("The same answer names them on the door's screen")
    func somebody() async throws {
        let door = try await TestFace()
        door.face.show(answer(.accepted))
        let text = rows(door.frame("08:01")).joined(separator: "\n")
        #expect(text.contains("Zyxwvut Q.") && text.contains("ZYXW") && text.contains("Miller"))
    }

    @Test("A student's day that was asked for at the door stays there")
    func noDay() async throws {
        let door = try await TestFace { $0.style = .projector }
        let idle = door.frame("08:01")
        let student = try await door.school.user("2024123456")
        let day = try await door.school.desk.schedule(of: student.code, on: TestSchool.day)
        door.face.show(Voice(zone: TestSchool.zone, displayName: .full).say(try #require(day)))
        #expect(door.frame("08:01") == idle)
    }

    @Test(
        "The QR is at least as large as on the door's screen, and stays while an answer stands",
        arguments: sizes)
    func code(columns: Int, rows: Int) throws {
        let size = Size(columns: columns, rows: rows)
        func code(_ frame: Frame) -> [Int] {
            frame.cells.indices.filter {
                [.qrDark, .qrLight].contains(frame.cells[$0].style.background)
            }
        }
        let idle = code(draw(Samples.projection(), size: size, look: Look()))
        let screen = try #require(Samples.screen("session"))
        #expect(idle.count >= code(draw(screen, size: size, look: Look())).count)
        for name in Samples.results.keys {
            let busy = draw(Samples.projection(name), size: size, look: Look())
            #expect(code(busy) == idle, "\(name)")
        }
    }

    @Test(
        "The word of every answer, and its shape, can be read from afar",
        arguments: [
            (240, 67), (120, 40), (80, 24),
        ])
    func words(columns: Int, rows: Int) throws {
        for (name, result) in Samples.results {
            let size = Size(columns: columns, rows: rows)
            let frame = draw(Samples.projection(name), size: size, look: Look())
            let seen = SeenLetters(frame)
            let text = self.rows(frame).joined(separator: "\n")
            func isThere(_ word: String) -> Bool {
                seen.squareHalfRows(of: word, in: result.kind.role) != nil
                    || text.contains(word)
            }
            #expect(isThere(result.word) && isThere(result.kind.shape), "\(name)")
            let code = seen.squareHalfRows(of: "ABC123", in: .strong)
            #expect(code != nil, "\(name)")
        }
    }

    @Test("Any size can be drawn")
    func everySize() {
        for columns in [0, 1, 19, 20, 29, 38, 67, 80, 300] {
            for rows in [0, 1, 5, 6, 11, 24, 45, 100] {
                let size = Size(columns: columns, rows: rows)
                var projection = Samples.projection("notonlist")
                projection.note = "Note"
                #expect(draw(projection, size: size, look: Look()).size == size)
                projection.body = .waiting(WaitingPanel(title: "None", next: "Next", detail: "x"))
                #expect(draw(projection, size: size, look: Look()).size == size)
            }
        }
    }
}
