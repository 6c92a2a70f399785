import Foundation
import Yams

/// kiosk.yaml: a mapping from names of settings to values.
struct SettingsFile {
    var path = ""
    var values: [String: String] = [:]
    var complaints: [String] = []

    /// The first of `KIOSK_CONFIG`, the account's and the system's; empty where there is none.
    static func find(_ environment: [String: String]) throws -> SettingsFile {
        if let named = environment["KIOSK_CONFIG"] {
            return try read(named) ?? complaining("\(named) (KIOSK_CONFIG) is not there")
        }
        let home = environment["XDG_CONFIG_HOME"] ?? Setting.home(environment) + "/.config"
        for path in [home + "/kiosk/kiosk.yaml", "/etc/kiosk/kiosk.yaml"] {
            if let file = try read(path) { return file }
        }
        return SettingsFile()
    }

    private static func complaining(_ complaint: String) -> SettingsFile {
        SettingsFile(complaints: [complaint])
    }

    private static func read(_ path: String) throws -> SettingsFile? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        guard let data = FileManager.default.contents(atPath: path),
            let text = String(data: data, encoding: .utf8)
        else { return complaining("\(path) cannot be read as UTF-8 text") }
        var file = SettingsFile(path: path)
        do {
            guard let node = try Yams.compose(yaml: text) else { return file }
            guard let mapping = node.mapping else {
                return complaining("\(path) must be a list of `name: value` lines")
            }
            for (key, value) in mapping { file.take(key, value) }
        } catch let error as YamlError {
            return complaining("\(path) is not YAML: \(error)")
        }
        return file
    }

    private mutating func take(_ key: Node, _ value: Node) {
        let name = key.scalar?.string ?? "?"
        let line = key.mark.map { " (\(path):\($0.line))" } ?? " (\(path))"
        guard Setting.all.contains(where: { $0.name == name }) else {
            let known = Setting.all.map(\.name).joined(separator: ", ")
            complaints.append("\(name) is no setting\(line); there are \(known)")
            return
        }
        guard let text = value.scalar?.string else {
            complaints.append("\(name) must be one value\(line)")
            return
        }
        values[name] = text
    }
}
