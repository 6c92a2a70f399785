import Attendance
import TestKit
import Testing
import Wire

@testable import Terminal

/// The QR stands still for a reader to find it, and moves for the glass to last.
@Suite struct StillnessTests {
    /// The places and the cells of the code.
    private func code(_ frame: Frame) -> [Int: Cell] {
        Dictionary(
            uniqueKeysWithValues: frame.cells.enumerated().filter {
                [.qrDark, .qrLight].contains($0.element.style.background)
            }.map { ($0.offset, $0.element) })
    }

    @Test("Whatever happens in a minute, the QR is as it was")
    func minute() async throws {
        let door = try await TestFace()
        let first = code(door.frame("08:01"))
        #expect(!first.isEmpty)
        for second in Int64(0)..<60 {
            switch second % 6 {
            case 1: door.face.typed(Array("34".utf8), at: .now)
            case 2:
                var said = DoorAnswer(.accepted, word: "CHECKED IN", message: "")
                said.status = second < 30 ? .present : .late
                said.name = "John Smith"
                door.face.show(said)
            case 3: door.face.banner = "No connection since 08:01."
            case 4: door.face.show(DoorAnswer(.failed, word: "NOT SAVED", message: "Not saved."))
            case 5: door.face.banner = nil
            default: break
            }
            #expect(code(door.frame("08:01", second: second)) == first, "\(second)")
        }
    }

    @Test("From minute to minute it moves by at most one cell, and comes back after four")
    func drift() async throws {
        let door = try await TestFace()
        let columns = 120
        let corners = (0..<9).map { minute in
            code(door.frame("08:0\(minute)")).keys.min()!
        }.map { Position(x: $0 % columns, y: $0 / columns) }
        for (one, next) in zip(corners, corners.dropFirst()) {
            #expect(abs(one.x - next.x) + abs(one.y - next.y) == 1)
        }
        for (minute, corner) in corners.enumerated() {
            #expect(corner == corners[minute % 4])
        }
        #expect(Set(corners.prefix(4).map { $0.y * columns + $0.x }).count == 4)
    }

    @Test("Where there is no room to move, the code stays whole")
    func tight() async throws {
        // A version 1 code with its quiet zone takes 29 columns and 15 rows.
        let door = try await TestFace(columns: 66, rows: 17)
        let places = (0..<4).map { code(door.frame("08:0\($0)")).count }
        #expect(places == [29 * 15, 29 * 15, 29 * 15, 29 * 15])
    }
}
