import Foundation

/// Files that are shipped beside the program.
enum Assets {
    /// A folder of `assets`: of `KIOSK_ASSETS`, else of a directory above the program, else of the
    /// system.
    static func folder(_ name: String) throws -> URL {
        var candidates: [URL] = []
        if let named = ProcessInfo.processInfo.environment["KIOSK_ASSETS"] {
            candidates.append(URL(fileURLWithPath: named))
        }
        var above = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        while above.path != "/" {
            above = above.deletingLastPathComponent()
            candidates.append(above.appendingPathComponent("assets"))
        }
        candidates.append(URL(fileURLWithPath: "/usr/share/kiosk/assets"))
        let folders = candidates.map { $0.appendingPathComponent(name) }
        guard let found = folders.first(where: { FileManager.default.fileExists(atPath: $0.path) })
        else {
            throw Failure(
                .partMissing,
                "The folder assets/\(name) is not beside the program. Set KIOSK_ASSETS to where it "
                    + "is.")
        }
        return found
    }
}
