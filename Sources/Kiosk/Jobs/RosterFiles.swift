import Attendance
import Foundation

/// What the school's system leaves: a folder or one file.
struct RosterFiles: Sendable {
    private static let settlesAfter: Int64 = 60
    private static let most = 1_000

    let path: String

    /// Names, sizes and times of all of them, or nil where there are none, or where one was written
    /// less than a minute ago.
    func settled(at now: Moment) -> String? {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            return nil
        }
        // A folder that cannot be listed holds nothing that could be imported.
        let inside = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        let names = isFolder.boolValue ? inside.sorted().prefix(Self.most).map { "/" + $0 } : [""]
        var state: [String] = []
        for name in names {
            var status = stat()
            guard stat(path + name, &status) == 0 else { return nil }
            let age = now.wholeSeconds - Int64(status.st_mtim.tv_sec)
            if age < Self.settlesAfter { return nil }
            state.append("\(name) \(status.st_size) \(status.st_mtim.tv_sec)")
        }
        return state.isEmpty ? nil : state.joined(separator: "\n")
    }
}
