import Foundation
import TestKit
import Testing

/// `kiosk doctor` on machines that are well and on some that are not.
@Suite struct DoctorTests {
    private func doctor(_ directory: String, _ more: [String] = []) throws -> Finished {
        try KioskProgram.run(["doctor", "--data", directory] + more)
    }

    private func verdict(_ finished: Finished, of name: String) -> String? {
        finished.text.split(separator: "\n")
            .first { $0.dropFirst(6).hasPrefix(name) && !$0.hasPrefix(" ") }
            .map { String($0.prefix(4)) }
    }

    @Test func aSchoolThatIsWellPasses() async throws {
        let school = try await DoorSchool(codes: ["2024123456"])
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: school.path)
        let finished = try doctor(school.path)
        #expect(finished.status == 0, "\(finished.text)")
        for name in ["permissions", "free space", "disk", "database"] {
            #expect(verdict(finished, of: name) == "pass", "\(finished.text)")
        }
        #expect(finished.text.contains("whole, 1 students, 1 courses"))
        let json = try doctor(school.path, ["--json"])
        #expect(json.status == 0 && json.text.hasPrefix(#"{"checks":[{"name":"clock""#))
    }

    @Test func aDamagedDatabaseFailsAndSoDoesTheCommand() async throws {
        let school = try await DoorSchool(codes: ["2024123456"])
        _ = try school.query("PRAGMA wal_checkpoint(TRUNCATE)")
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: school.database))
        let end = try file.seekToEnd()
        for page in stride(from: UInt64(8_192), to: end, by: 4_096) {
            try file.seek(toOffset: page)
            try file.write(contentsOf: Data(repeating: 0xEE, count: 64))
        }
        try file.close()
        let finished = try doctor(school.path)
        #expect(finished.status == 1)
        #expect(verdict(finished, of: "database") == "fail", "\(finished.text)")
        #expect(finished.errorText.contains("1 check failed"))
    }

    @Test func whatOthersMayOpenIsWarnedOf() async throws {
        let school = try await DoorSchool(codes: ["2024123456"])
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: school.path)
        let finished = try doctor(school.path)
        #expect(verdict(finished, of: "permissions") == "warn")
        #expect(finished.text.contains("chmod 700"))
        #expect(finished.status == 0, "a warning is no failure")
    }

    @Test func aSchoolThatIsNotThereYetIsSaid() throws {
        let directory = try TemporaryDirectory()
        let finished = try doctor(directory.path + "/none")
        #expect(finished.status == 0 && finished.text.contains("kiosk import"))
    }

    @Test(.enabled(if: isInstalled("tmux"), "tmux is the terminal"))
    func aScanIsToldFromAHand() async throws {
        let school = try await DoorSchool(codes: ["2024123456"])
        let pane = try Pane(
            ["/bin/sh", "-c", "'\(KioskProgram.path)' doctor --reader --data \(school.path); cat"],
            columns: 120, rows: 40, environment: KioskProgram.environment)
        try pane.wait(for: "the question") { $0.text.contains("Scan a card now") }
        try pane.send(text: "2024123456\r")
        try pane.wait(for: "the verdict") {
            $0.text.contains("reader") && $0.text.contains("11 bytes, as fast as a reader")
        }
    }
}
