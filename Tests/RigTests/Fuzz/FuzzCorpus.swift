import Foundation
import TestKit

/// Inputs that once failed, or that reach what chance seldom does: `Corpus/TARGET.txt`, one a line,
/// in which `\xNN` is a byte and `#` begins a remark.
enum FuzzCorpus {
    static func inputs(of target: FuzzTarget) throws -> [[UInt8]] {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Corpus/\(target.name).txt")
        let text = try String(contentsOf: file, encoding: .utf8)
        return text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map(read)
    }

    static func written(_ input: [UInt8]) -> String {
        input.map { byte in
            let isPlain = (0x20...0x7E).contains(byte) && byte != UInt8(ascii: "\\")
            let hex = String(byte, radix: 16)
            return isPlain
                ? String(Unicode.Scalar(byte)) : "\\x" + (hex.utf8.count < 2 ? "0" : "") + hex
        }.joined()
    }

    static func read(_ line: some StringProtocol) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = Array(line.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "\\"), rest.first == UInt8(ascii: "x"),
                let value = UInt8(
                    String(decoding: rest.dropFirst().prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(3)
            } else {
                bytes.append(byte)
            }
        }
        return bytes
    }
}
