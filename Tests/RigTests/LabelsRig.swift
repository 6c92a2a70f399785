import Attendance
import TestKit
import Testing

/// Labels as schools print them, made by zint, read by two decoders; what those say is fed as the
/// line that a reader would send, with and without its symbology identifier.
@Suite(
    .serialized,
    .enabled(
        if: Rig.labels.isWhole || Helper.has("zbar, zxingcpp, numpy, PIL") && isInstalled("zint"),
        "zint or a decoder is not installed"))
struct LabelsRig {
    /// What zint makes, as its options have it.
    struct Label: Encodable {
        let type: String
        let content: String
        let options: [String]
    }

    struct Reading: Decodable {
        let label: Int
        let decoder, identifier, text: String
    }

    /// How the line of a kind of label comes, and what it takes to read it.
    struct Kind: Sendable {
        let name: String
        let type: String
        var options: [String] = []
        /// Around the code, as zint wants it.
        var before = ""
        var after = ""
        /// Instead of the decoder's identifier, for readers that are set to verify a check.
        var announced: String?
        /// Rules that are on beside the usual ones.
        var rules: [ReaderRule] = []
        /// Whether the line can be read without its identifier.
        var isKnownBare = true
        var decoders = ["zbar", "zxing"]
        var code = Code.number

        enum Code { case number, odd, letters, small }
    }

    static let kinds: [Kind] = [
        Kind(name: "Code 39", type: "CODE39", code: .letters),
        Kind(
            name: "Code 39, check sent", type: "CODE39", options: ["--vers=1"], announced: "]A1",
            rules: [.code39Check]),
        Kind(name: "Code 39 Full ASCII", type: "EXCODE39", rules: [.fullASCII], code: .small),
        Kind(name: "Code 128", type: "CODE128", code: .letters),
        Kind(name: "GS1-128", type: "GS1_128", before: "[91]", isKnownBare: false),
        Kind(name: "ITF", type: "C25INTER"),
        Kind(name: "ITF, padded", type: "C25INTER", code: .odd),
        Kind(
            name: "ITF, check sent", type: "C25INTER", options: ["--vers=1"], announced: "]I1",
            isKnownBare: false, code: .odd),
        Kind(name: "Codabar", type: "CODABAR", before: "A", after: "B"),
        // ZXing drops start and stop, without which the check says nothing.
        Kind(
            name: "Codabar, check sent", type: "CODABAR", options: ["--vers=1"], before: "A",
            after: "B", announced: "]F2", isKnownBare: false, decoders: ["zbar"]),
        Kind(name: "QR", type: "QRCODE", code: .letters),
        Kind(name: "Data Matrix", type: "DATAMATRIX", decoders: ["zxing"], code: .letters),
        Kind(name: "PDF417", type: "PDF417", decoders: ["zxing"], code: .letters),
    ]

    static func code(_ kind: Kind, _ dice: inout SeededDice) -> String {
        let digits = String(Int.random(in: 2_000_000_000...2_999_999_999, using: &dice))
        return switch kind.code {
        case .number: digits
        case .odd: String(digits.prefix(9))
        case .letters: "S" + digits.dropFirst()
        case .small: "stu" + digits.suffix(5) + "-a"
        }
    }

    /// Whether a line may mean the code that was printed, and hardly anything else.
    static func says(_ code: String, _ line: String, _ more: [ReaderRule]) -> Bool {
        var rules = ReaderRules(codeLengths: [code.utf8.count])
        rules.on.formUnion(more)
        let meant = Scan(parsing: Array(line.utf8), under: rules).candidates.map(\.token.text)
        return meant.contains(code) && meant.count <= 2
    }

    @Test func everyLabelSaysTheCodeThatWasPrinted() throws {
        var dice = SeededDice(seed: 39)
        var printed: [(kind: Kind, code: String)] = []
        for kind in Self.kinds {
            for _ in 0..<(Rig.labels.isWhole ? 50 : 6) {
                printed.append((kind, Self.code(kind, &dice)))
            }
        }
        let labels = printed.map { kind, code in
            Label(
                type: kind.type, content: kind.before + code + kind.after, options: kind.options)
        }
        let readings: [Reading] = try Helper("labels.py").ask(json: labels)
        var table: [String: [String: (right: Int, lines: Int)]] = [:]
        var wrong: [String] = []
        for reading in readings {
            let (kind, code) = printed[reading.label]
            guard kind.decoders.contains(reading.decoder) else { continue }
            let told = (kind.announced ?? reading.identifier) + reading.text
            for line in [told] + (kind.isKnownBare ? [reading.text] : []) {
                let isRight = Self.says(code, line, kind.rules)
                var cell = table[kind.name, default: [:]][reading.decoder, default: (0, 0)]
                cell = (cell.right + (isRight ? 1 : 0), cell.lines + 1)
                table[kind.name, default: [:]][reading.decoder] = cell
                if !isRight { wrong.append("\(kind.name) by \(reading.decoder): \(line)") }
                // A digit that differs makes it another code.
                #expect(!Self.says(String(code.dropLast()) + "x", line, kind.rules))
            }
        }
        report(table, labels: printed.count, wrong: wrong)
        let wanted = printed.reduce(0) { $0 + $1.kind.decoders.count }
        let read = readings.filter { printed[$0.label].kind.decoders.contains($0.decoder) }
        #expect(read.count == wanted, "each label is read by each decoder that knows its kind")
        #expect(wrong == [])
    }

    private func report(
        _ table: [String: [String: (right: Int, lines: Int)]], labels: Int, wrong: [String]
    ) {
        for kind in Self.kinds {
            let cells = ["zbar", "zxing"].map { decoder in
                guard let cell = table[kind.name]?[decoder] else { return "\(decoder) -" }
                return "\(decoder) \(cell.right) of \(cell.lines)"
            }
            print("\(kind.name): \(cells.joined(separator: ", "))")
        }
        let lines = table.values.flatMap(\.values).reduce(0) { $0 + $1.lines }
        Rig.labels.say(
            "\(lines - wrong.count) of \(lines) lines from \(labels) labels say what was printed",
            goal: "all")
    }

    @Test("Goods are refused", arguments: [("EANX", "590123412345"), ("UPCA", "03600029145")])
    func goods(_ type: String, _ content: String) throws {
        let readings: [Reading] = try Helper("labels.py").ask(
            json: [Label(type: type, content: content, options: [])])
        #expect(Set(readings.map(\.decoder)) == ["zbar", "zxing"])
        let rules = ReaderRules(codeLengths: [10])
        for line in readings.flatMap({ [$0.identifier + $0.text, $0.text] }) {
            let scan = Scan(parsing: Array(line.utf8), under: rules)
            #expect(scan.content == .rejected(.product), "\(line)")
        }
    }
}
