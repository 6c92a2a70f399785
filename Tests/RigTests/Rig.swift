import Foundation
import TestKit

/// A rig: what it finds, one figure, beside its goal. It runs whole where KIOSK_RIGS names it; the
/// cheap ones run small everywhere else.
enum Rig: String, CaseIterable {
    case screen, codes, labels, lines, queue, fuzz

    var isWhole: Bool {
        let named = ProcessInfo.processInfo.environment["KIOSK_RIGS"] ?? ""
        return named.split(separator: " ").contains { $0 == rawValue }
    }

    func say(_ figure: String, goal: String) {
        print("rig \(rawValue): \(figure) (\(goal))")
    }
}

/// A helper did not come to its end.
struct HelperFailure: Error, CustomStringConvertible {
    let description: String
}

/// A helper that stands beside the suites, run by the Python that has Debian's modules.
struct Helper {
    private static let python = "/usr/bin/python3"

    let script: String

    init(_ script: String) { self.script = script }

    /// What it says to `input`, as JSON.
    func ask<Answer: Decodable>(_ input: [UInt8]) throws -> Answer {
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("Helpers/\(script)").path
        let finished = try run(Helper.python, [path], stdin: input, deadlineSeconds: 3_600)
        guard finished.status == 0 else {
            throw HelperFailure(description: "\(script): \(finished.errorText)")
        }
        return try JSONDecoder().decode(Answer.self, from: Data(finished.stdout))
    }

    func ask<Answer: Decodable>(json input: some Encodable) throws -> Answer {
        try ask(Array(JSONEncoder().encode(input)))
    }

    /// Whether the modules are there that a helper imports.
    static func has(_ modules: String) -> Bool {
        // Without a Python there are no modules.
        (try? run(python, ["-c", "import \(modules)"]).status) == 0
    }
}

/// The parts of a long work, two of them at a time, in no order.
func inTwo<Part: Sendable>(
    _ count: Int, _ part: @escaping @Sendable (Int) throws -> Part
) async throws -> [Part] {
    try await withThrowingTaskGroup(of: [Part].self) { group in
        for first in 0..<2 {
            group.addTask { try stride(from: first, to: count, by: 2).map(part) }
        }
        return try await group.reduce(into: []) { $0 += $1 }
    }
}

/// What is written before the point of a rate: `  85`.
func percent(_ part: Int, of whole: Int) -> Int {
    whole == 0 ? 0 : Int((100 * Double(part) / Double(whole)).rounded())
}

/// How this program was built.
var buildName: String {
    var isDebug = false
    assert(
        {
            isDebug = true
            return true
        }())
    return isDebug ? "debug" : "release"
}
