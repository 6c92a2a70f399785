import Attendance

/// The words of one language. English is built in; the others are tables of `assets/words`.
package struct Words: Equatable, Sendable {
    private var table: [Phrase: String]

    init(english table: [Phrase: String]) { self.table = table }

    /// Takes a table with every phrase; throws, with what is wrong, where one is missing, unknown,
    /// or asks for something else to be filled in than the English one.
    package init(_ texts: [String: String]) throws(Complaint) {
        var table: [Phrase: String] = [:]
        for (name, text) in texts.sorted(by: { $0.key < $1.key }) {
            guard let phrase = Phrase(rawValue: name) else {
                throw Complaint(text: "\(name) is no phrase of a door")
            }
            table[phrase] = text
        }
        for phrase in Phrase.allCases {
            guard let text = table[phrase], !text.isEmpty else {
                throw Complaint(text: "\(phrase.rawValue) is missing")
            }
            if Self.gaps(text) != Self.gaps(Words.english.table[phrase] ?? "") {
                throw Complaint(
                    text: "\(phrase.rawValue) must have the same words in braces as the English")
            }
        }
        self.table = table
    }

    package struct Complaint: Error, Equatable {
        package let text: String
    }

    /// The phrase with what it asks for filled in.
    package func callAsFunction(_ phrase: Phrase, _ values: [String: String] = [:]) -> String {
        Self.filled(table[phrase] ?? "", values)
    }

    /// A text with what stands in braces filled in.
    package static func filled(_ template: String, _ values: [String: String]) -> String {
        var text = ""
        var rest = template[...]
        // From left to right, so that what is filled in is never taken for a gap.
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            text +=
                rest[..<open]
                + (values[String(rest[open...].dropFirst().prefix { $0 != "}" })] ?? "")
            rest = rest[close...].dropFirst()
        }
        text += rest
        return text.last == " " ? String(text.dropLast()) : text
    }

    /// With its gaps.
    func text(of phrase: Phrase) -> String { table[phrase] ?? "" }

    /// What stands in braces.
    package static func gaps(_ text: String) -> Set<Substring> {
        let parts = text.split(separator: "{", omittingEmptySubsequences: false).dropFirst()
        return Set(parts.compactMap { $0.split(separator: "}").first })
    }
}

extension Words {
    /// The table by the names that files have, to be translated: a line for each phrase.
    package var yaml: String {
        Phrase.allCases.map { phrase in
            "\(phrase.rawValue): \(JSON.string(text(of: phrase)).text)"
        }
        .joined(separator: "\n")
    }
}

extension Words {
    package func callAsFunction(weekday: Weekday) -> String {
        self(
            [.monday, .tuesday, .wednesday, .thursday, .friday, .saturday, .sunday][
                weekday.rawValue - 1])
    }

    package func status(_ status: CheckinStatus) -> String {
        switch status {
        case .present: self(.present)
        case .late: self(.lateStatus)
        case .absent: self(.absent)
        case .leave: self(.leave)
        }
    }
}
