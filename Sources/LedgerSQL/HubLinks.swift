import Attendance
import Desk
import Foundation
import Wire

extension SQLTransaction {
    package func hubLink() throws -> HubLink? {
        try first(
            """
            SELECT address, device, token, epoch, newest, acked, roster, room, file, hub_epoch,
              refusal, contact_at, fixes FROM hub_link
            """
        ) { columns in
            var link = HubLink(
                address: try columns.take(), device: try columns.takeUniqueID(),
                token: try columns.take(), epoch: try columns.takeUniqueID(),
                newest: try columns.take(), acked: try columns.take(),
                roster: columns.takeIf() ?? 0)
            link.room = try columns.takeIf(UniqueID.init(bytes:))
            link.file = columns.takeIf()
            link.hubEpoch = try columns.takeIf(UniqueID.init(bytes:))
            link.refusal = columns.takeIf()
            link.contactAt = try columns.takeMomentIf()
            link.fixes =
                try columns.takeIf { (text: String) in ClockFixes(kept: text) }
                ?? ClockFixes()
            return link
        }
    }

    package func join(_ link: HubLink, at moment: Moment) throws {
        try run("DELETE FROM hub_link")
        try run("DELETE FROM journal")
        try run(
            """
            INSERT INTO hub_link (id, address, device, token, epoch, newest, acked, joined_at, room)
            VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                link.address, link.device.bytes, link.token, link.epoch.bytes, link.newest,
                link.acked, moment.milliseconds, link.room?.bytes,
            ])
        try keep(link)
    }

    package func keep(_ link: HubLink) throws {
        try run(
            """
            UPDATE hub_link SET epoch = ?, file = ?, acked = ?, refusal = ?, contact_at = ?,
              fixes = ?
            """,
            [
                link.epoch.bytes, link.file, link.acked, link.refusal,
                link.contactAt?.milliseconds, link.fixes.kept,
            ])
    }

    package func journal(after seq: Int64, most count: Int, bytes: Int) throws -> [[UInt8]] {
        var lines: [[UInt8]] = []
        var left = bytes
        try forEach(
            "SELECT line FROM journal WHERE seq > ? ORDER BY seq LIMIT ?", [seq, count]
        ) { columns in
            let line = Array(try columns.take(Data.self))
            left -= line.count + 1
            if left < 0, !lines.isEmpty { return false }
            lines.append(line)
            return true
        }
        return lines
    }

    package func oldestLine() throws -> Int64? {
        try first("SELECT seq FROM journal ORDER BY seq LIMIT 1") { try $0.take(Int64.self) }
    }

    package func classroom(called uid: UniqueID) throws -> Classroom? {
        try id(of: .classroom, uid).flatMap { try classroom(ClassroomID($0)) }
    }

    package func waitingLines() throws -> WaitingLines? {
        try first(
            """
            SELECT h.newest - j.seq + 1, j.moment FROM hub_link h JOIN journal j ON j.seq > h.acked
            ORDER BY j.seq LIMIT 1
            """
        ) { WaitingLines(count: try $0.take(), since: try $0.takeMoment()) }
    }

    package func name(_ classroom: ClassroomID, as uid: UniqueID) throws {
        try run("DELETE FROM known_as WHERE uid = ?", [uid.bytes])
        try keep(uid, of: .classroom, classroom.number)
    }
}
