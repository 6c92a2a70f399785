import Foundation

/// A directory of a test's own; gone when it is.
package final class TemporaryDirectory: Sendable {
    package let url: URL

    /// In memory where `isFast` and the system has such a place: for what writes much and is about
    /// no disk.
    package init(isFast: Bool = false) throws {
        let memory = "/dev/shm"
        let place =
            isFast && FileManager.default.isWritableFile(atPath: memory)
            ? URL(fileURLWithPath: memory) : FileManager.default.temporaryDirectory
        url =
            place
            .appendingPathComponent("kiosk-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    package var path: String { url.path }

    deinit {
        // A test that took its own directory away has nothing left to remove.
        try? FileManager.default.removeItem(at: url)
    }
}
