import Foundation
import TestKit
import Testing

/// The demo school as `import oneroster` brings it in: its first term begins on 2026-08-31, and
/// MATH101 meets on Mondays and Wednesdays.
struct ImportedSchool {
    let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
        let demo = KioskProgram.root.appendingPathComponent("assets/demo-school").path
        let imported = try KioskProgram.run(["import", "oneroster", demo, "--data", data])
        #expect(imported.status == 0, "\(imported.errorText)")
    }

    var data: String { directory.path + "/school" }

    func file(_ name: String, _ text: String) throws -> String {
        let file = directory.url.appendingPathComponent(name)
        try Data(text.utf8).write(to: file)
        return file.path
    }

    func kiosk(_ arguments: String...) throws -> Finished {
        try KioskProgram.run(arguments + ["--data", data])
    }

    func decoded(_ finished: Finished) throws -> Imported {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(Imported.self, from: Data(finished.stdout))
    }

    func query(_ sql: String) throws -> [String] {
        try run("sqlite3", [data + "/kiosk.sqlite", sql]).text.split(separator: "\n")
            .map(String.init)
    }
}

/// What an import prints with `--json`.
struct Imported: Decodable {
    struct Mapping: Decodable {
        var summary, kind: String?
        var courseCode, by, column, field: String?
        var events: Int?
    }
    struct Change: Decodable {
        var created, updated, unchanged, removed: Int
        var taken: Int?
    }
    var mapping: [Mapping]
    var counts: [String: Change]
}
