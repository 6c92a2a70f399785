import Attendance
import Desk
import Foundation

extension SQLTransaction {
    package func keep(
        enrolmentCode digest: [UInt8], of device: DeviceID, expires: Moment
    ) throws {
        try run("DELETE FROM enrolment_code WHERE device_id = ?", [device.number])
        try run(
            "INSERT INTO enrolment_code (digest, device_id, expires_at) VALUES (?, ?, ?)",
            [Data(digest), device.number, expires.milliseconds])
    }

    package func useEnrolmentCode(_ digest: [UInt8], at moment: Moment) throws -> DeviceID? {
        let used = try run(
            """
            UPDATE enrolment_code SET used_at = ?1
            WHERE digest = ?2 AND used_at IS NULL AND expires_at > ?1
            """, [moment.milliseconds, Data(digest)])
        if used == 0 { return nil }
        return try first("SELECT device_id FROM enrolment_code WHERE digest = ?", [Data(digest)]) {
            try $0.takeID()
        }
    }

    package func identity(of device: DeviceID) throws -> DoorIdentity? {
        let found = try first(
            """
            SELECT d.uid, d.name, c.id, c.building, c.room_number
            FROM device d JOIN classroom c ON c.id = d.classroom_id WHERE d.id = ?
            """, [device.number]
        ) { columns in
            (
                uid: try columns.takeUniqueID(), name: try columns.take(String.self),
                classroom: Classroom(
                    id: try columns.takeID(), building: try columns.take(),
                    roomNumber: try columns.take())
            )
        }
        guard let found else { return nil }
        return DoorIdentity(
            device: found.uid, name: found.name, classroom: found.classroom,
            room: try uid(of: .classroom, found.classroom.id.number))
    }
}
