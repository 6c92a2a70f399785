import Attendance
import Desk
import Glibc
import Terminal
import Wire

extension Inner {
    /// A student who came twice, was marked late and then present, over two periods.
    static func settling() -> Part {
        func entry(_ number: Int, _ kind: EvidenceEntry.Kind) -> EvidenceEntry {
            EvidenceEntry(
                id: UniqueID(high: 0x7000, low: UInt64(number)),
                moment: Moment(seconds: 1_773_014_400 + Int64(number) * 60),
                place: EvidencePlace(
                    revision: number, seen: number - 1, device: DeviceID(1), seq: number),
                kind: kind)
        }
        let evidence = Evidence(
            entries: [
                entry(1, .scan(.init(method: .card))), entry(2, .scan(.init(method: .last4))),
                entry(3, .mark(.init(value: .status(.late)))),
                entry(4, .mark(.init(value: .status(.present)))),
            ], sections: [1, 2], lateAfter: Moment(seconds: 1_773_015_000))
        return Part(
            "settle", ours: { keep(settle(evidence)) }, least: "its latest entry",
            by: {
                keep(evidence.entries.max { $0.moment.milliseconds < $1.moment.milliseconds })
            })
    }

    /// A card's code as a reader sends it.
    static func reading() -> Part {
        let bytes = Array("2024123456\r".utf8)
        return Part(
            "line",
            ours: {
                var reader = LineReader()
                for case .text(let line) in reader.feed(bytes) {
                    keep(Scan(parsing: line, under: .usual, isFromReader: true))
                }
            }, least: "memchr and a copy",
            by: {
                let end = bytes.withUnsafeBytes { memchr($0.baseAddress!, 0x0D, $0.count) }
                keep(end)
                keep(Array(bytes.dropLast()))
            })
    }

    /// Everybody of 500 has a record.
    static func rosterJSON() throws -> Part {
        let shapes = Shapes(zone: SchoolZone(name: "Asia/Shanghai")!)
        let moment = Moment(seconds: 1_773_014_400)
        let rows = (0..<500).map { place in
            RosterRow(
                student: User(
                    id: UserID(Int64(place)), code: UserCode(String(2_024_000_000 + place))!,
                    givenName: "Given\(place)", familyName: "Family\(place)",
                    fullName: "Given\(place) Family\(place)", role: .student,
                    studentClass: "Group 1", isArchived: false),
                record: AttendanceRecord(
                    id: RecordID(Int64(place)), number: .present, checkinTime: moment,
                    method: .card, remark: "", flags: [], createdAt: moment, updatedAt: moment))
        }
        let written = shapes.roster(rows).bytes
        return Part(
            "roster of 500 as JSON", ours: { keep(shapes.roster(rows).bytes) },
            least: "a copy of its \(written.count / 1_000) KB",
            by: {
                let copied = [UInt8](unsafeUninitializedCapacity: written.count) {
                    $1 = $0.initialize(from: written).index
                }
                keep(copied)
            })
    }
}
