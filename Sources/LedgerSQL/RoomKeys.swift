import Attendance
import Foundation

// What proofs are made with where a hub and a door have to make the same.
extension SQLTransaction {
    /// A door's own, as its hub gave it.
    static let heldRoomKeyName = "held_room_key"

    /// The room's where a hub and a door share it, else of chance.
    func newProofKey(on lesson: OccurrenceID) throws -> Data {
        let name = { try self.uid(of: .occurrence, lesson.number) }
        if try isKept(Self.heldRoomKeyName), let key = try heldProofKey(of: name()) {
            return key
        }
        guard try isKept(Self.roomKeyName), let room = try occurrence(lesson)?.classroom else {
            return Self.newProofKey()
        }
        let key = try roomKey(of: try uid(of: .classroom, room.id.number))
        return Self.proofKey(of: try name(), with: key)
    }

    private func isKept(_ secret: String) throws -> Bool {
        try first("SELECT 1 FROM secret WHERE name = ?", [secret]) { try $0.take(Int.self) } != nil
    }

    /// Nil where this is no door's.
    func heldProofKey(of lesson: UniqueID) throws -> Data? {
        let key = try first(
            "SELECT value FROM secret WHERE name = ?", [Self.heldRoomKeyName]
        ) { try $0.take(Data.self) }
        return key.map { Self.proofKey(of: lesson, with: $0) }
    }
}
