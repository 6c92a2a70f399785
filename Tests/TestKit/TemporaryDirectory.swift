import Foundation

/// A directory of a test's own; gone when it is.
package final class TemporaryDirectory: Sendable {
    package let url: URL

    package init() throws {
        url = FileManager.default.temporaryDirectory
            .appendingPathComponent("kiosk-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    package var path: String { url.path }

    deinit {
        // A test that took its own directory away has nothing left to remove.
        try? FileManager.default.removeItem(at: url)
    }
}
