import Attendance
import Desk
import Foundation

/// What stands for each period of a record, as it is kept: nothing where all are as the record.
struct PeriodColumn: Codable, Equatable {
    var period: Int
    var number: Int
    var note: String

    /// Null where every period has the record's own number and remark.
    static func text(_ settlement: Settlement) throws -> String? {
        let isAlike = settlement.periods.allSatisfy {
            $0.number == settlement.number && $0.note == settlement.remark
        }
        if isAlike || settlement.number == nil { return nil }
        let rows = settlement.periods.compactMap { period in
            period.number.map {
                PeriodColumn(period: period.section, number: $0.rawValue, note: period.note)
            }
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return String(decoding: try encoder.encode(rows), as: UTF8.self)
    }

    /// What stands for each of `sections`, by period.
    static func periods(
        _ text: String?, number: AttendanceNumber, remark: String, sections: [Int]
    ) throws -> [PeriodAttendance] {
        guard let text else {
            return sections.map { PeriodAttendance(period: $0, number: number, note: remark) }
        }
        return try rows(text).map { row in
            guard let number = AttendanceNumber(rawValue: row.number) else {
                throw Columns.incomplete
            }
            return PeriodAttendance(period: row.period, number: number, note: row.note)
        }
    }

    private static func rows(_ text: String) throws -> [PeriodColumn] {
        do {
            return try JSONDecoder().decode([PeriodColumn].self, from: Data(text.utf8))
        } catch {
            throw Columns.incomplete
        }
    }

    /// `1:1,2:4`: periods and numbers, without the notes.
    static func summary(_ text: String) throws -> String {
        try rows(text).map { "\($0.period):\($0.number)" }.joined(separator: ",")
    }
}
