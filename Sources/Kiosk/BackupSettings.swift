import Attendance

extension Setting {
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
