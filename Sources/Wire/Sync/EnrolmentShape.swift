import Attendance

/// What a hub gives a door that joins.
package struct EnrolmentAnswer: Equatable, Sendable {
    package static let mostBytes = 65_536
    static let longestName = 200

    package var device: UniqueID
    package var token: String
    package var room: UniqueID
    package var building: String
    package var roomNumber: String

    package init(
        device: UniqueID, token: String, room: UniqueID, building: String, roomNumber: String
    ) {
        self.device = device
        self.token = token
        self.room = room
        self.building = building
        self.roomNumber = roomNumber
    }

    package init(parsing bytes: [UInt8]) throws(SyncFault) {
        let data = try SyncFields(parsing: bytes, mostBytes: Self.mostBytes).fields("data")
        let room = try data.fields("room")
        self.init(
            device: try data.id("device"), token: try data.text("token", most: Self.longestName),
            room: try room.id("id"), building: try room.text("building", most: Self.longestName),
            roomNumber: try room.text("room_number", most: Self.longestName))
    }

    /// The envelope's `data`.
    package var data: JSON {
        [
            "device": JSON(device), "token": .string(token),
            "room": [
                "id": JSON(room), "building": .string(building),
                "room_number": .string(roomNumber),
            ],
        ]
    }
}
