import Foundation
import TestKit
import Wire

@testable import Rostering

extension FuzzTarget {
    /// CSV, the letters it may be in, and lists of students made of it.
    static let csv = FuzzTarget(
        name: "csv", share: 700_000,
        make: { FuzzedCSV.bytes(&$0) },
        complaint: { bytes in
            var property = Property()
            if let (text, encoding) = TextEncoding.decoded(bytes) {
                let isText = String(validating: text, as: UTF8.self) != nil
                property.require(isText, "\(encoding) gave no UTF-8")
            }
            let separator = bytes.contains(UInt8(ascii: ";")) ? UInt8(ascii: ";") : 0x2C
            let first = Self.rows(of: bytes, separator)
            let lines = 1 + bytes.count { $0 == 0x0A || $0 == 0x0D }
            for line in first.lines {
                property.require((1...lines).contains(line), "line \(line) of \(lines)")
            }
            property.require(first.lines == first.lines.sorted(), "lines out of order")
            // Written with every cell in quotes they are the same rows.
            let written = first.rows.map { row in
                row.map { "\"\($0.replacing(scalar: "\"", with: "\"\""))\"" }
                    .joined(separator: ",")
            }.joined(separator: "\r\n")
            let again = Self.rows(of: Array(written.utf8), 0x2C)
            let isSame = again.rows == first.rows || first.isBroken
            property.require(isSame, "other rows the second time")
            // A list is read from a file: one in thirty.
            if bytes.count % 30 == 0 { Self.readList(bytes, &property) }
            return property.complaint
        })

    private static func rows(
        of bytes: [UInt8], _ separator: UInt8
    ) -> (rows: [[String]], lines: [Int], isBroken: Bool) {
        var reader = CSVReader(bytes, separator: separator)
        var (rows, lines, isBroken): ([[String]], [Int], Bool) = ([], [], false)
        while let item = reader.next() {
            switch item {
            case .row(let row):
                lines.append(row.line)
                rows.append((0..<row.count).map(row.text))
            case .fault(let fault):
                lines.append(fault.line)
                isBroken = true
            }
        }
        return (rows, lines, isBroken)
    }

    private static func readList(_ bytes: [UInt8], _ property: inout Property) {
        let read = FuzzPlace.file(bytes, ".csv") { readTable(at: $0).result }
        check(read.roster != nil, read.report, lines: bytes.count + 1, &property)
    }

    /// No roster with an error in the report; every finding a sentence, and within the file.
    static func check(
        _ isRead: Bool, _ report: ImportReport, lines: Int, _ property: inout Property
    ) {
        property.require(isRead != report.hasErrors, "read, and an error")
        for entry in report.entries {
            property.require(entry.message.hasSuffix("."), "no sentence: \(entry.message)")
            property.require(
                entry.line.map { (1...lines).contains($0) } ?? true,
                "line \(entry.line ?? 0) of \(lines): \(entry.message)")
        }
    }
}

/// Where parsers that read files find them: memory, where there is some.
enum FuzzPlace {
    static let folder: URL = {
        let shared = URL(fileURLWithPath: "/dev/shm")
        let root =
            FileManager.default.isWritableFile(atPath: shared.path)
            ? shared : FileManager.default.temporaryDirectory
        let folder = root.appendingPathComponent("kiosk-fuzz-\(getpid())")
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
            preconditionFailure("no folder \(folder.path): \(error)")
        }
        return folder
    }()

    /// Writes a file of this thread's own, and hands it over.
    static func file<Result>(_ bytes: [UInt8], _ ending: String, _ read: (URL) -> Result) -> Result
    {
        let file = folder.appendingPathComponent("\(pthread_self())\(ending)")
        guard FileManager.default.createFile(atPath: file.path, contents: Data(bytes)) else {
            preconditionFailure("\(file.path) cannot be written")
        }
        return read(file)
    }

    static func remove() {
        // Nothing is lost if it stays.
        try? FileManager.default.removeItem(at: folder)
    }
}

/// Lists of students by their form, in the letters of several countries, spoilt.
enum FuzzedCSV {
    private static let headers = [
        "No", "user_code", "学号", "姓名", "Name", "Vorname", "Nachname", "Kurs", "course", "E-Mail",
        "card", "Klasse", "Given name", "Matrikelnummer", "",
    ]
    private static let cells = [
        "1001", "1002", "Ann Lee", "Größer, Jürgen", "李明", "A", "MATH101", "a@b.example", "",
        " x ", "\"q\"", "a,b", "a;b", "two\nlines", "=1+1", "２０２４", "O'Neill", "0", "\t",
    ]

    static func bytes(_ dice: inout SeededDice) -> [UInt8] {
        let separator = dice.one(of: [",", ",", ";", "\t"])
        let ending = dice.one(of: ["\n", "\r\n", "\r"])
        let width = 1 + dice.below(5)
        var rows = [(0..<width).map { _ in dice.one(of: headers) }]
        for _ in 0..<dice.below(5) {
            let count = dice.once(in: 5) ? dice.below(9) : width
            rows.append((0..<count).map { _ in dice.one(of: cells) })
        }
        let text =
            rows.map { row in
                row.map { quoted($0, separator, &dice) }.joined(separator: separator)
            }.joined(separator: ending) + (dice.once(in: 2) ? ending : "")
        let encoded = encode(text, &dice)
        return dice.once(in: 2) ? Spoiling.spoil(encoded, &dice) : encoded
    }

    private static func quoted(
        _ cell: String, _ separator: String, _ dice: inout SeededDice
    ) -> String {
        let isNeeded = cell.contains { "\"\n\r".contains($0) } || cell.contains(separator)
        guard isNeeded || dice.once(in: 4), !dice.once(in: 20) else { return cell }
        return "\"" + cell.replacingOccurrences(of: "\"", with: "\"\"") + "\""
    }

    private static func encode(_ text: String, _ dice: inout SeededDice) -> [UInt8] {
        switch dice.below(10) {
        case 0: [0xEF, 0xBB, 0xBF] + Array(text.utf8)
        case 1: [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        case 2: [0xFE, 0xFF] + text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        case 3: text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        // As Windows of Western Europe and of China write what they have letters for.
        case 4: text.unicodeScalars.map { $0.value < 256 ? UInt8($0.value) : 0x80 }
        case 5:
            text.unicodeScalars.flatMap { scalar -> [UInt8] in
                scalar.value < 0x80
                    ? [UInt8(scalar.value)]
                    : [UInt8(0x81 + scalar.value % 0x7E), UInt8(0x40 + scalar.value % 0x3F)]
            }
        default: Array(text.utf8)
        }
    }
}
