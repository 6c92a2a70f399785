import Foundation

/// What programs that are none of ours read of our files: Debian's openpyxl and icalendar, and
/// Python's own parser of HTML.
package enum OtherReader {
    package struct Workbook: Decodable, Sendable {
        package let sheets: [Sheet]

        package func sheet(_ name: String) -> Sheet? { sheets.first { $0.name == name } }
    }

    package struct Sheet: Decodable, Sendable {
        package let name: String
        /// The first cell that moves, such as `C6`.
        package let frozen: String?
        package let rows: [[Cell]]
        package let charts: [Chart]
    }

    package struct Cell: Decodable, Sendable {
        /// A date is `2026-03-09`.
        package let value: Value?
        /// `s` and `inlineStr` text, `n` a number or nothing, `d` a date, `f` a formula.
        package let kind: String
        package let format: String
        package let fill: String?
        package let isPattern: Bool
    }

    package enum Value: Decodable, Hashable, Sendable {
        case text(String)
        case number(Double)

        package init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            do {
                self = .number(try value.decode(Double.self))
            } catch {
                self = .text(try value.decode(String.self))
            }
        }
    }

    package struct Chart: Decodable, Sendable {
        package let kind: String
        package let values: [String]
        package let categories: [String]
    }

    package struct Calendar: Decodable, Sendable {
        package let calendar: [String: String]
        package let events: [[String: String]]
    }

    package struct Page: Decodable, Sendable {
        package struct Cell: Decodable, Sendable {
            package let text: String
            package let `class`: String
            package let isHead: Bool
            package let span: Int
        }

        package let language: String?
        package let tags: [String]
        package let links: [String]
        package let handlers: [String]
        package let tables: [[[Cell]]]
        package let text: String
    }

    package static func workbook(_ path: String) throws -> Workbook {
        try read("workbook", path)
    }

    package static func calendar(_ path: String) throws -> Calendar {
        try read("calendar", path)
    }

    package static func page(_ path: String) throws -> Page { try read("page", path) }

    private static func read<Answer: Decodable>(_ reader: String, _ path: String) throws -> Answer {
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("Readers/read_\(reader).py").path
        let done = try run("/usr/bin/python3", ["-B", script, path])
        guard done.status == 0 else {
            throw RunFailure(description: "read_\(reader).py: \(done.errorText)")
        }
        return try JSONDecoder().decode(Answer.self, from: Data(done.stdout))
    }
}

extension OtherReader.Sheet {
    /// What stands in a row, from column A; nothing is an empty text.
    package func values(_ row: Int) -> [OtherReader.Value] {
        rows[row].map { $0.value ?? .text("") }
    }
}

extension OtherReader.Value: ExpressibleByStringLiteral, ExpressibleByFloatLiteral,
    ExpressibleByIntegerLiteral
{
    package init(stringLiteral text: String) { self = .text(text) }
    package init(floatLiteral number: Double) { self = .number(number) }
    package init(integerLiteral number: Int) { self = .number(Double(number)) }
}
