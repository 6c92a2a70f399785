import Attendance
import Desk
import Foundation

extension SQLTransaction {
    package func doors(since moment: Moment) throws -> [DoorHealth] {
        // An attempt's id begins with its moment: milliseconds in six bytes.
        let first = withUnsafeBytes(of: UInt64(max(0, moment.milliseconds)).bigEndian) {
            Data($0.suffix(6)) + Data(repeating: 0, count: 10)
        }
        return try all(
            """
            SELECT d.id, d.name, trim(c.building || ' ' || c.room_number), a.count, a.refused,
              a.last, j.contact_at, j.newest - j.high_water,
              (SELECT count(*) FROM quarantine q JOIN door_journal k ON k.id = q.journal_id
                WHERE k.device_id = d.id)
            FROM device d LEFT JOIN classroom c ON c.id = d.classroom_id
            LEFT JOIN (SELECT device_id, count(*) AS count,
                count(*) FILTER (WHERE outcome = 'refused') AS refused,
                max(moment) AS last
              FROM attempt WHERE id >= ? GROUP BY device_id) a ON a.device_id = d.id
            LEFT JOIN door_journal j ON j.device_id = d.id AND j.ordinal =
              (SELECT max(ordinal) FROM door_journal WHERE device_id = d.id)
            ORDER BY d.id
            """, [first]
        ) { columns in
            let device: DeviceID = try columns.takeID()
            var door = DoorHealth(
                device: device, name: try columns.take(), isOwn: device == self.device,
                classroom: columns.takeIf(), attempts: columns.takeIf() ?? 0,
                refused: columns.takeIf() ?? 0, last: try columns.takeMomentIf())
            let contact = try columns.takeMomentIf()
            let waiting: Int64 = columns.takeIf() ?? 0
            let quarantined: Int = try columns.take()
            door.contact = contact.map {
                DoorContact(last: $0, waiting: waiting, quarantined: quarantined)
            }
            return door
        }
    }
}
