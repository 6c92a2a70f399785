import Attendance

/// What the school calls the attendance API's numbers. Those that say more than present, absent and
/// late may be renamed.
package struct StatusLabels: Equatable, Sendable {
    private let renamed: [AttendanceNumber: String]
    /// As JSON, where `AttendanceNumber.allCases` has each: they are written often.
    private let written: [[UInt8]]
    /// For each the first that has the same label.
    private let first: [Int]

    package static let longest = 40

    package init() { self.init(renamed: [:]) }

    private init(renamed: [AttendanceNumber: String]) {
        self.renamed = renamed
        let written = AttendanceNumber.allCases.map { number in
            JSON.string(renamed[number] ?? number.label).bytes
        }
        self.written = written
        first = written.map { label in written.firstIndex(of: label) ?? 0 }
    }

    /// Where `AttendanceNumber.allCases` has it: from -1 to 5 without a gap, then from 10 to 18.
    private static func place(_ number: AttendanceNumber) -> Int {
        number.rawValue <= 5 ? number.rawValue + 1 : number.rawValue - 3
    }

    func isSame(_ one: AttendanceNumber, _ other: AttendanceNumber) -> Bool {
        first[Self.place(one)] == first[Self.place(other)]
    }

    func bytes(_ number: AttendanceNumber) -> [UInt8] { written[Self.place(number)] }

    /// Reads `15=Competition,16=Trip`; nil where a number cannot be renamed, or a label is empty,
    /// too long or given twice.
    package init?(_ text: String) {
        var renamed: [AttendanceNumber: String] = [:]
        for pair in text.split(separator: ",") {
            let halves = pair.split(separator: "=", maxSplits: 1)
            guard halves.count == 2, let raw = Int(halves[0].filter { $0 != " " }),
                let number = AttendanceNumber(rawValue: raw), raw >= 2
            else { return nil }
            let label = String(halves[1].drop { $0 == " " })
            let isPrintable = label.unicodeScalars.allSatisfy {
                $0.properties.generalCategory != .control
            }
            guard (1...Self.longest).contains(label.count), isPrintable,
                renamed.updateValue(label, forKey: number) == nil
            else { return nil }
        }
        self.init(renamed: renamed)
    }

    package subscript(_ number: AttendanceNumber) -> String { renamed[number] ?? number.label }

    package func isRenamed(_ number: AttendanceNumber) -> Bool { renamed[number] != nil }
}

extension AttendanceNumber {
    /// What stands in a cell of a register.
    var abbreviation: String {
        switch self {
        case .inferred, .present: "P"
        case .absent: "A"
        case .late: "L"
        case .dressCode: "D"
        case .lateAndDressCode: "LD"
        case .dismissed: "DI"
        case .health: "H"
        case .sports: "S"
        case .fieldtrip: "F"
        case .excused: "E"
        case .other: "O"
        case .custom1: "C1"
        case .custom2: "C2"
        case .custom3: "C3"
        case .custom4: "C4"
        }
    }

    /// One colour for each of the four, told apart with any colour vision.
    var colour: String { status.colour }

    var isCustom: Bool {
        switch self {
        case .custom1, .custom2, .custom3, .custom4: true
        default: false
        }
    }
}

extension CheckinStatus {
    var colour: String {
        switch self {
        case .present: "#009E73"
        case .late: "#E69F00"
        case .absent: "#D55E00"
        case .leave: "#0072B2"
        }
    }

    /// Red, green and blue of its colour, so light that dark letters on it are read well.
    package var tint: (red: UInt8, green: UInt8, blue: UInt8) {
        let share = 0.3
        let number = UInt32(colour.dropFirst(), radix: 16) ?? 0
        func light(_ shift: UInt32) -> UInt8 {
            UInt8(255 - share * Double(255 - (number >> shift & 0xFF)))
        }
        return (light(16), light(8), light(0))
    }
}
