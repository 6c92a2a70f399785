import Foundation
import Glibc

/// A directory of this process alone, until it is removed.
struct TemporaryDirectory {
    let path: String

    init() throws {
        let parent = FileManager.default.temporaryDirectory.path
        var template = Array("\(parent)/kiosk-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw Failure(.permission, "Cannot make a directory in \(parent).")
        }
        path = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
    }

    func remove() {
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch {
            Output.complain("Cannot remove \(path): \(error.localizedDescription)")
        }
    }
}
