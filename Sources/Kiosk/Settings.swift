import Attendance
import Desk
import Foundation
import Terminal
import Wire

/// Where a value comes from, strongest first.
enum Origin: Equatable {
    case flag(String)
    case environment(String)
    case file(String)
    case builtIn

    var description: String {
        switch self {
        case .flag(let name): "flag \(name)"
        case .environment(let name): "environment \(name)"
        case .file(let path): path
        case .builtIn: "built in"
        }
    }
}

/// One setting: its name in kiosk.yaml, what it is, and what it may be.
struct Setting {
    let name: String
    let help: String
    let builtIn: @Sendable () -> String
    /// Nil where the value is good; else what it should be.
    let complaint: @Sendable (String) -> String?

    /// `KIOSK_TIME_ZONE` for `time_zone`.
    var variable: String { "KIOSK_" + name.uppercased() }

    static let all =
        [
            Setting(
                name: "data", help: "directory of the school's database",
                builtIn: { defaultDataDirectory() },
                complaint: { $0.isEmpty ? "must be a directory" : nil }),
            Setting(
                name: "time_zone", help: "the school's time zone, an IANA name (the machine's own)",
                builtIn: { TimeZone.current.identifier },
                complaint: {
                    SchoolZone(name: $0) == nil ? "must be an IANA name such as Europe/Berlin" : nil
                }),
            Setting(
                name: "grace_minutes", help: "minutes after the start that still count as on time",
                builtIn: { String(CheckinSession.defaultGraceMinutes) },
                complaint: {
                    Int($0).map { (0...240).contains($0) } == true
                        ? nil : "must be a whole number from 0 to 240"
                }),
            Setting(
                name: "display_name", help: "how much of a name the door shows",
                builtIn: { DisplayName.givenInitial.rawValue },
                complaint: {
                    DisplayName(rawValue: $0) == nil
                        ? "must be one of "
                            + DisplayName.allCases.map(\.rawValue).joined(separator: ", ")
                        : nil
                }),
            Setting(
                name: "readers",
                help: "rules for readers that are not as usual: json=on,gs1=off,prefix=~",
                builtIn: { "" }, complaint: { ReaderSetting.complaint($0) }),
            Setting(
                name: "language",
                help: "of a door's words: en, de, fr, es, zh, or a file with a table",
                builtIn: { "en" },
                complaint: { $0.isEmpty ? "must be a language or a file" : nil }),
            Setting(
                name: "sound", help: "what is heard of an answer: auto, player (aplay), bell, off",
                builtIn: { SoundSetting.auto.rawValue },
                complaint: {
                    SoundSetting(rawValue: $0) == nil
                        ? "must be one of "
                            + SoundSetting.allCases.map(\.rawValue).joined(separator: ", ")
                        : nil
                }),
            Setting(
                name: "quiet", help: "times at which nothing is heard: 22:00-06:30,12:00-13:00",
                builtIn: { "" },
                complaint: {
                    QuietTimes($0) == nil ? "must be times such as 22:00-06:30,12:00-13:00" : nil
                }),
            database,
        ] + screen + http + clock + rosterJob + backup + retention

    static func home(_ environment: [String: String]) -> String {
        environment["HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? NSHomeDirectory()
    }

    private static let system = "/var/lib/kiosk"

    /// Throws where root works on the school of the service: it would leave files there that the
    /// service cannot write.
    static func requireOwn(_ directory: URL) throws {
        var status = stat()
        if getuid() == 0, directory.path == system, stat(system, &status) == 0, status.st_uid != 0 {
            throw Failure(
                .permission,
                "\(system) is its service's. Say it as that account: sudo -u kiosk kiosk …")
        }
    }

    static func defaultDataDirectory() -> String {
        let environment = ProcessInfo.processInfo.environment
        if let state = environment["STATE_DIRECTORY"], !state.isEmpty { return state }
        // The service's account finds the school of the service.
        var status = stat()
        if stat(system, &status) == 0, status.st_uid == getuid() { return system }
        if let data = environment["XDG_DATA_HOME"], data.hasPrefix("/") { return data + "/kiosk" }
        return home(environment) + "/.local/share/kiosk"
    }
}

/// Every setting as it is in force.
struct Settings {
    struct Value {
        let setting: Setting
        let text: String
        let origin: Origin

        /// As it may be shown: no secret.
        var shown: String {
            setting.name == Setting.database.name ? DatabaseAddress.shown(text) : text
        }
    }

    let values: [Value]

    /// Resolves flags, environment, kiosk.yaml and what is built in; throws one `Failure` with all
    /// complaints at once.
    init(
        flags: [String: String] = [:],
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws {
        let file = try SettingsFile.find(environment)
        var complaints = file.complaints
        values = Setting.all.map { setting in
            let value: Value
            if let text = flags[setting.name] {
                value = Value(setting: setting, text: text, origin: .flag("--\(setting.name)"))
            } else if let text = environment[setting.variable] {
                value = Value(
                    setting: setting, text: text, origin: .environment(setting.variable))
            } else if let text = file.values[setting.name] {
                value = Value(setting: setting, text: text, origin: .file(file.path))
            } else {
                value = Value(setting: setting, text: setting.builtIn(), origin: .builtIn)
            }
            if let complaint = setting.complaint(value.text) {
                complaints.append(
                    "\(setting.name) \(complaint), not \(value.shown.debugDescription) "
                        + "(\(value.origin.description))")
            }
            return value
        }
        if !complaints.isEmpty {
            throw Failure(
                .invalidInput,
                "The configuration cannot be used:\n"
                    + complaints.map { "  - \($0)" }.joined(separator: "\n"))
        }
    }

    func text(_ name: String) -> String {
        guard let value = values.first(where: { $0.setting.name == name }) else {
            preconditionFailure("\(name) is no setting")
        }
        return value.text
    }

    /// Nil where the school is a file.
    var database: String? {
        let address = text("database")
        return address.isEmpty ? nil : address
    }

    var dataDirectory: URL { URL(fileURLWithPath: text("data"), isDirectory: true) }
    var zone: SchoolZone { SchoolZone(name: text("time_zone"))! }
    var graceMinutes: Int { Int(text("grace_minutes"))! }
    var displayName: DisplayName { DisplayName(rawValue: text("display_name"))! }
    var backupDirectory: URL {
        let named = text("backup_dir")
        return named.isEmpty
            ? dataDirectory.appendingPathComponent("backups")
            : URL(fileURLWithPath: named, isDirectory: true)
    }
    var backupsKept: Int { Int(text("backup_keep"))! }
    var retention: RetentionRule {
        RetentionRule(
            refusedDays: Int(text("retention_refused_days")),
            recordsDays: Int(text("retention_records_days")),
            auditDays: Int(text("retention_audit_days")))
    }
    var clockRule: ClockRule {
        ClockRule(opens: Int(text("auto_open")), closes: Int(text("auto_close")))
    }
    /// Nil for never.
    var backupTime: TimeOfDay? { TimeOfDay(text("backup_at")) }
    /// Requests a second; nil for no limit.
    var rateLimit: Int? { rate("rate_limit") }
    /// From one address; half as much where nothing else is said.
    var attendanceRateLimit: Int? {
        text("attendance_rate_limit").isEmpty
            ? rateLimit.map { max(1, $0 / 2) } : rate("attendance_rate_limit")
    }
    private func rate(_ name: String) -> Int? { Int(text(name).split(separator: "/")[0]) }
    var trustedProxies: Set<String> {
        Set(text("trusted_proxies").split(separator: ",").map { $0.filter { $0 != " " } })
    }
}
