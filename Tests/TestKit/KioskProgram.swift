import Foundation

/// The real program, as the build left it.
package enum KioskProgram {
    package static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// `KIOSK_PROGRAM` names another build of it.
    package static let path =
        ProcessInfo.processInfo.environment["KIOSK_PROGRAM"]
        ?? root.appendingPathComponent(".build/debug/kiosk").path

    /// Nothing of the account that runs the tests.
    package static let environment: [String: String] = [
        "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
        "HOME": "/nonexistent", "TZ": "Asia/Shanghai", "LANG": "C.UTF-8",
        // Many doors at once cannot have one port.
        "KIOSK_LISTEN": "off",
        "KIOSK_BACKUP_AT": "off",
        // A crash is told by its status; a trace of it takes seconds.
        "SWIFT_BACKTRACE": "enable=no",
    ]

    package static func run(
        _ arguments: [String], stdin: String = "", environment more: [String: String] = [:]
    ) throws -> Finished {
        try TestKit.run(
            path, arguments, stdin: Array(stdin.utf8),
            environment: environment.merging(more) { $1 })
    }
}
