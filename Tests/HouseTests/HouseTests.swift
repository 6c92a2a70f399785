import Foundation
import Testing

/// What the house promises and a search can see. Each failure names its cure.
@Suite struct HouseTests {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    struct Source: Sendable {
        let path: String
        let lines: [String]
    }

    static let sources: [Source] = {
        let folder = root.appendingPathComponent("Sources")
        let found = FileManager.default.enumerator(atPath: folder.path)?.compactMap {
            $0 as? String
        }
        return (found ?? []).filter { $0.hasSuffix(".swift") }.sorted().compactMap { path in
            let file = folder.appendingPathComponent(path)
            guard let text = try? String(contentsOf: file, encoding: .utf8) else { return nil }
            return Source(path: path, lines: text.components(separatedBy: "\n"))
        }
    }()

    /// Lines that hold one of the words, apart from comments.
    static func uses(_ words: [String], in isMeant: (String) -> Bool) -> [String] {
        sources.filter { isMeant($0.path) }.flatMap { source in
            source.lines.enumerated().compactMap { number, line in
                let code = line.components(separatedBy: "//")[0]
                return words.contains { code.contains($0) }
                    ? "\(source.path):\(number + 1): \(line)" : nil
            }
        }
    }

    @Test func thereAreSourcesToLookAt() {
        #expect(Self.sources.count > 50)
    }

    @Test func theRulesReadNoClockAndRollNoDice() {
        let found = Self.uses(
            [
                "Date()", "UUID()", ".now", "SystemRandomNumberGenerator", "FileManager", "print(",
                "async", "await", "throws", "ProcessInfo", "FileHandle",
            ]) { $0.hasPrefix("Attendance/") }
        #expect(found == [], "Attendance is values: hand the moment or the chance in")
    }

    @Test func onlyTheProgramReadsTheEnvironment() {
        let found = Self.uses(["ProcessInfo.processInfo.environment", "getenv("]) {
            !$0.hasPrefix("Kiosk/")
        }
        #expect(found == [], "read settings in Kiosk and hand them in")
    }

    @Test func onlyTheTerminalAndTheCommandsWriteToTheScreen() {
        let found = Self.uses(["print(", "FileHandle.standardOutput"]) {
            !["Kiosk/Output.swift", "Kiosk/Commands/QRCommand.swift"].contains($0)
        }
        #expect(found == [], "data goes through Output, the screen through TTY")
    }

    @Test func noRuleIsAskedOutsideAttendance() {
        let found = Self.uses(["isAtOrAfter(", "tailKey ==", ".tail("]) {
            !$0.hasPrefix("Attendance/")
        }
        #expect(found == [], "moments and scans are compared in Attendance only")
    }

    @Test func surfacesDoNotImportEachOther() throws {
        let surfaces = ["API", "LedgerPostgres", "LedgerSQLite", "Terminal", "Rostering"]
        for surface in surfaces {
            let found = Self.uses(surfaces.filter { $0 != surface }.map { "import \($0)" }) {
                $0.hasPrefix(surface + "/")
            }
            #expect(found == [], "what two surfaces share belongs to Desk or Wire")
        }
    }

    @Test func filesFunctionsAndLinesHaveTheirSizes() {
        for source in Self.sources {
            #expect(source.lines.count <= 300, "\(source.path): which boundary was not drawn?")
            #expect(
                source.lines.allSatisfy { $0.count <= 100 }, "\(source.path): break the line")
        }
    }

    @Test func nothingIsLeftForLater() {
        let marks = ["FIXME", "TODO", "XXX"].map { $0 + ":" } + ["FIXME", "fatalError("]
        let found = Self.sources.flatMap { source in
            source.lines.filter { line in marks.contains { line.contains($0) } }
        }
        #expect(found == [], "finish it, or leave it out")
    }

    @Test func noFaultIsSwallowedWithoutAReason() {
        let found = Self.sources.flatMap { source in
            source.lines.indices.filter { number in
                source.lines[number].contains(/\btry\?/)
                    && !source.lines[max(0, number - 1)].contains("// ")
            }.map { "\(source.path):\($0 + 1)" }
        }
        #expect(found == [], "throw it on, voice it, or say in the line above why it is nothing")
    }

    @Test func theReadmeNamesEveryTarget() throws {
        let package = try String(
            contentsOf: Self.root.appendingPathComponent("Package.swift"), encoding: .utf8)
        let readme = try String(
            contentsOf: Self.root.appendingPathComponent("README.md"), encoding: .utf8)
        let names = package.matches(of: /name: "([A-Za-z]+)"/).map { String($0.output.1) }
        for name in Set(names) where !name.hasSuffix("Tests") && name != "kiosk" {
            guard Self.isTarget(name, package) else { continue }
            #expect(readme.contains("`\(name)`"), "name \(name) in the README's map")
        }
    }

    private static func isTarget(_ name: String, _ package: String) -> Bool {
        FileManager.default.fileExists(atPath: root.path + "/Sources/\(name)")
            || FileManager.default.fileExists(atPath: root.path + "/Tests/\(name)")
    }

    @Test func theTopLevelIsWhatItIs() throws {
        let tracked = try FileManager.default.contentsOfDirectory(atPath: Self.root.path)
            .filter { !$0.hasPrefix(".") && $0 != "Package.resolved" }
        #expect(
            Set(tracked) == ["Package.swift", "Sources", "Tests", "kiosk", "assets", "README.md"])
    }
}
