import Attendance
import Foundation
import Wire

/// How the last import by the clock went: `import.json` in the data directory.
struct LastImport {
    private static let name = "import.json"

    let at: String
    let from: String
    /// As `RosterFiles` had them.
    let files: String
    let exit: Int32
    /// What the command said, the last line of it.
    let said: String
    /// What `kiosk import --json` prints.
    let result: JSON

    /// Takes what the command has written.
    init(at moment: Moment, from: String, files: String, exit: Int32, output: String) throws {
        at = SchoolZone.utc.stamp(moment)
        self.from = from
        self.files = files
        self.exit = exit
        let errors = try String(contentsOfFile: output + ".err", encoding: .utf8)
        said = errors.split(separator: "\n").last.map(String.init) ?? ""
        let printed = try Data(contentsOf: URL(fileURLWithPath: output))
        result = printed.isEmpty ? .null : try JSON(parsing: printed)
        unlink(output)
        unlink(output + ".err")
    }

    /// Nil where there is none, or none that can be read: then the files are imported again.
    init?(in directory: URL) {
        let file = directory.appendingPathComponent(Self.name)
        // As said: nothing to compare with is no fault.
        guard let bytes = try? Data(contentsOf: file) else { return nil }
        // Nor is what another version has written otherwise.
        guard case .object(let members) = try? JSON(parsing: bytes) else { return nil }
        let values = Dictionary(members) { first, _ in first }
        guard case .string(let at) = values["at"], case .string(let from) = values["from"],
            case .string(let files) = values["files"], case .int(let exit) = values["exit"],
            case .string(let said) = values["said"]
        else { return nil }
        self.at = at
        self.from = from
        self.files = files
        self.exit = Int32(clamping: exit)
        self.said = said
        result = values["result"] ?? .null
    }

    var moment: Moment? { Moment(stamp: at) }

    func write(in directory: URL) throws {
        let json: JSON = [
            "at": .string(at), "from": .string(from), "files": .string(files),
            "exit": .int(Int64(exit)), "said": .string(said), "result": result,
        ]
        try Data(json.bytes).write(
            to: directory.appendingPathComponent(Self.name), options: .atomic)
    }
}
