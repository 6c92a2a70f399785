import Attendance
import Foundation
import TestKit

@testable import Kiosk

extension FuzzTarget {
    /// kiosk.yaml, and every setting that it may hold.
    static let settings = FuzzTarget(
        name: "settings", share: 200_000,
        make: { FuzzedSettings.text(&$0) },
        complaint: { bytes in
            FuzzPlace.file(bytes, ".yaml") { file in
                var property = Property()
                do {
                    let settings = try Settings(environment: ["KIOSK_CONFIG": file.path])
                    Self.useAll(settings)
                } catch let failure as Failure {
                    property.require(
                        failure.message.utf8.contains("\n  - ".utf8),
                        "no reason: \(failure.message)")
                } catch {
                    property.require(false, "thrown: \(error)")
                }
                return property.complaint
            }
        })

    /// What was accepted can be used: each is read as what it stands for.
    private static func useAll(_ settings: Settings) {
        _ = (settings.zone, settings.graceMinutes, settings.displayName, settings.backupsKept)
        _ = (settings.retention, settings.clockRule, settings.backupTime, settings.rateLimit)
        _ = (settings.attendanceRateLimit, settings.trustedProxies, settings.readers)
        _ = (settings.dataDirectory, settings.backupDirectory, settings.style, settings.cells)
        _ = settings.chimes()
    }
}

/// kiosk.yaml as people write it, and YAML that nobody should.
enum FuzzedSettings {
    private static let values = [
        "off", "on", "10", "0", "240", "-1", "10m", "80cm", "Europe/Berlin", "UTC", "../UTC",
        "half",
        "door", "22:00-06:30", "22:00-22:00", "03:30", "24:00", "changed", "100/s", "1000000/s",
        "/s", "0/s", "/", "127.0.0.1:8080", "[::1]:80", ":", "none", "given_initial", "bell", "en",
        "json=on,prefix=~", "prefix=", "=", ",", "json=on,", "1=Here,2=Late", "\"\"", "''", "~",
        "null", "|", ">-", "!!int 3", "!!binary aGk=", "&a x", "*a", "[1, 2]", "{a: b}", "1e3",
        "0x10", "010", "9999999999999999999999", "\"\\u0000\"", "\"\\x80\"", "é张", "http://h",
        "https://h",
    ]
    private static let whole = [
        "a: &a [x]\nb: &b [*a,*a]\nc: &c [*b,*b]\nd: [*c,*c]\n", "- a\n- b\n", "%YAML 1.1\n---\n",
        "? a\n: b\n", "<<: {grace_minutes: 3}\n", "time_zone: UTC\ntime_zone: UTC\n",
        "--- x\n...\n--- y",
        "\u{FEFF}time_zone: UTC\n", "\t- x", "{{{{{{{{", "[[[[[[[[", "\"", "'", "@", "`",
        "# none\n",
    ]

    static func text(_ dice: inout SeededDice) -> [UInt8] {
        if dice.once(in: 8) { return Spoiling.spoil(Array(dice.one(of: whole).utf8), &dice) }
        if dice.once(in: 40) {
            let sign = dice.one(of: ["[", "{a: ", "- ", "a:\n "])
            return Array(String(repeating: sign, count: dice.below(2_000)).utf8)
        }
        var text = ""
        for _ in 0..<(1 + dice.below(4)) {
            let name = dice.once(in: 12) ? "unknown" : dice.one(of: Setting.all).name
            let indent = dice.once(in: 20) ? dice.one(of: [" ", "\t", "  - "]) : ""
            text += "\(indent)\(name): \(value(name, &dice))\n"
        }
        return dice.once(in: 3) ? Spoiling.spoil(Array(text.utf8), &dice) : Array(text.utf8)
    }

    private static func value(_ name: String, _ dice: inout SeededDice) -> String {
        if dice.once(in: 3), let setting = Setting.all.first(where: { $0.name == name }) {
            let usual = setting.builtIn()
            return usual.isEmpty ? "\"\"" : usual
        }
        return dice.one(of: values)
    }
}
