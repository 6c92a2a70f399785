import Foundation
import TestKit
import Testing

/// Nothing from outside reaches a terminal or a line of output raw.
@Suite struct HostileTests {
    static let name = "\u{1B}[2J\u{1B}]0;owned\u{7}Eve\u{202E}lliw\u{9B}31m Adams"

    @Test(arguments: ["plain", "json"])
    func aNameWithEscapeSequencesIsHarmless(_ screen: String) async throws {
        let school = try await DoorSchool(codes: ["2024123456"])
        _ = try school.query(
            "UPDATE user SET given_name = '\(Self.name)', family_name = '\(Self.name)', "
                + "full_name = '\(Self.name)'")
        let finished = try KioskProgram.run(
            school.door(screen: screen), stdin: "3456\n",
            environment: ["KIOSK_DISPLAY_NAME": "full"])
        #expect(finished.text.contains("Eve"))
        let controls = finished.stdout.filter { ($0 < 0x20 && $0 != 0x0A) || $0 == 0x7F }
        #expect(controls.isEmpty)
        #expect(!finished.text.unicodeScalars.contains { (0x80...0x9F).contains($0.value) })
    }

    @Test func aTableOfACommandIsHarmlessToo() async throws {
        let school = try await DoorSchool(codes: ["2024123456"])
        _ = try school.query("UPDATE user SET full_name = '\(Self.name)'")
        let listed = try KioskProgram.run(["user", "list", "--data", school.path])
        #expect(listed.text.contains("Eve") && !listed.stdout.contains(0x1B))
    }

    @Test func aCodeWithQuotesIsNoSQL() async throws {
        let school = try await DoorSchool(codes: ["2024123456"])
        let lines = "' OR 1=1 --\n'OR'1'='1\n3456';DROP-TABLE-record;--\n%\n____\n"
        let finished = try KioskProgram.run(school.door(screen: "json"), stdin: lines)
        #expect(finished.status == 0)
        #expect(!finished.text.contains("accepted"))
        #expect(try school.query("SELECT count(*) FROM record") == "0\n")
    }
}
