import Attendance

extension Setting {
    private static let daysComplaint: @Sendable (String) -> String? = {
        $0 == "off" || Int($0).map { (1...36_500).contains($0) } == true
            ? nil : "must be a number of days from 1 to 36500, or off"
    }

    /// How long what is kept.
    static let retention = [
        Setting(
            name: "retention_refused_days", help: "days that refused attempts are kept, or off",
            builtIn: { "7" }, complaint: daysComplaint),
        Setting(
            name: "retention_records_days",
            help: "days after its school year that attendance is kept, or off",
            builtIn: { "off" }, complaint: daysComplaint),
        Setting(
            name: "retention_audit_days", help: "days that the audit of changes is kept, or off",
            builtIn: { "off" }, complaint: daysComplaint),
    ]

    private static let minutesComplaint: @Sendable (String) -> String? = {
        $0 == "off" || Int($0).map { (0...240).contains($0) } == true
            ? nil : "must be a number of minutes from 0 to 240, or off"
    }

    static let clock = [
        Setting(
            name: "auto_open", help: "minutes before its start that a lesson is opened, or off",
            builtIn: { "off" }, complaint: minutesComplaint),
        Setting(
            name: "auto_close",
            help:
                "minutes after its end that a session with records is closed, or off",
            builtIn: { "off" }, complaint: minutesComplaint),
    ]

    /// A roster that the school's system leaves.
    static let rosterJob = [
        Setting(
            name: "import_from", help: "a folder or zip that is imported by itself",
            builtIn: { "" }, complaint: { _ in nil }),
        Setting(
            name: "import_format", help: "how it is written: oneroster, sds or canvas",
            builtIn: { "oneroster" },
            complaint: {
                ["oneroster", "sds", "canvas"].contains($0)
                    ? nil : "must be oneroster, sds or canvas"
            }),
        Setting(
            name: "import_at", help: "when, each day; or changed: as soon as it has changed",
            builtIn: { "03:30" },
            complaint: {
                $0 == "changed" || TimeOfDay($0) != nil
                    ? nil : "must be a time such as 03:30, or changed"
            }),
    ]

    static let backup = [
        Setting(
            name: "backup_dir", help: "where copies of the database go (backups in data)",
            builtIn: { "" }, complaint: { _ in nil }),
        Setting(
            name: "backup_keep", help: "how many of them are kept",
            builtIn: { "14" },
            complaint: {
                Int($0).map { (1...10_000).contains($0) } == true
                    ? nil : "must be a whole number from 1 to 10000"
            }),
        Setting(
            name: "backup_at", help: "when a door or a service makes one each day, or off",
            builtIn: { "02:30" },
            complaint: {
                $0 == "off" || TimeOfDay($0) != nil ? nil : "must be a time such as 02:30, or off"
            }),
    ]
}
