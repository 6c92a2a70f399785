import Attendance
import Desk
import Wire

/// The rows of a bulk write: read one by one, so that what is wrong with one keeps no other out,
/// and answered in their order.
struct AttendanceRows {
    static let most = 5_000

    private enum Outcome {
        case ok
        case notFound
        case errors([(pointer: String, detail: String)])
    }

    /// Those of which everything could be read, and where they stood.
    private(set) var sound: [(index: Int, row: AttendanceRow)] = []
    private var students: [Int64?] = []
    private var outcomes: [Outcome] = []

    /// Throws `Problem` where there is no array of rows at all. Homeroom's have no period.
    init(_ bytes: [UInt8], hasPeriods: Bool) throws {
        guard let json = try Fields.json(bytes), case .object(let members) = json,
            case .array(let rows) = members.last(where: { $0.0 == "attendances" })?.1
        else { throw Problem.wrongStructure }
        if rows.count > Self.most {
            throw Problem.attendance(400, "Too many rows: at most \(Self.most).")
        }
        for (index, row) in rows.enumerated() { read(row, index, hasPeriods) }
    }

    private mutating func read(_ row: JSON, _ index: Int, _ hasPeriods: Bool) {
        guard case .object(let members) = row else {
            students.append(nil)
            outcomes.append(.errors([("base", "must be an object")]))
            return
        }
        var fields = Fields(members)
        let student = fields.id("student_id")
        let date = fields.date("date")
        let period = hasPeriods ? fields.whole("period") : 0
        let number = fields.number("status")
        let note = fields.text("notes", most: Body.longestRemark)
        students.append(student)
        guard fields.errors.isEmpty, let student, let date, let period, let number else {
            outcomes.append(.errors(fields.errors))
            return
        }
        outcomes.append(.ok)
        let row = AttendanceRow(
            student: UserID(student), date: date, period: period, number: number, note: note)
        sound.append((index, row))
    }

    /// Takes what became of the sound ones, in their order.
    mutating func judge(_ verdicts: [RowVerdict]) {
        for (row, verdict) in zip(sound, verdicts) { judge(row.index, verdict) }
    }

    private mutating func judge(_ index: Int, _ verdict: RowVerdict) {
        switch verdict {
        case .ok: outcomes[index] = .ok
        case .notFound: outcomes[index] = .notFound
        case .outsideTerm: outcomes[index] = .errors([("date", "out of class term date range")])
        case .noSuchPeriod(let periods):
            let list = periods.map(String.init).joined(separator: ", ")
            outcomes[index] = .errors([("period", "must be in [\(list)]")])
        }
    }

    var answer: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(32 + outcomes.count * 64)
        bytes.append(contentsOf: #"{"attendance":["#.utf8)
        for (index, outcome) in outcomes.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes.append(contentsOf: #"{"index":"#.utf8)
            bytes.append(json: Int64(index))
            if let student = students[index] {
                bytes.append(contentsOf: #","student_id":"#.utf8)
                bytes.append(json: student)
            }
            switch outcome {
            case .ok: bytes.append(contentsOf: #","status":"ok"}"#.utf8)
            case .notFound: bytes.append(contentsOf: #","status":"not_found"}"#.utf8)
            case .errors(let errors):
                bytes.append(contentsOf: #","status":"unprocessable_entity","errors":"#.utf8)
                Reply.byField(errors).write(into: &bytes)
                bytes.append(UInt8(ascii: "}"))
            }
        }
        bytes.append(contentsOf: "]}".utf8)
        return bytes
    }
}
