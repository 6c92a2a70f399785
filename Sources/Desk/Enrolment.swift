import Attendance
import Crypto

/// What a door joins a hub with: ten characters of the session codes' alphabet, 49 bits of chance,
/// once and for a quarter of an hour.
package enum EnrolmentCode {
    package static let length = 10
    package static let secondsValid: Int64 = 900

    static func make() -> String {
        var random = SystemRandomNumberGenerator()
        return String((0..<length).map { _ in SessionCode.alphabet.randomElement(using: &random)! })
    }

    /// 32 bytes; nil where the text cannot be a code. Letters may be small, and it may be typed in
    /// groups.
    package static func digest(of text: some StringProtocol) -> [UInt8]? {
        let code = text.uppercased().filter { $0 != " " && $0 != "-" }
        guard code.count == length, code.allSatisfy(SessionCode.alphabet.contains) else {
            return nil
        }
        return Array(SHA256.hash(data: Array(code.utf8)))
    }
}

/// What a door is called by its hub, and where it stands.
package struct DoorIdentity: Equatable, Sendable {
    package var device: UniqueID
    package var name: String
    package var classroom: Classroom
    package var room: UniqueID

    package init(device: UniqueID, name: String, classroom: Classroom, room: UniqueID) {
        self.device = device
        self.name = name
        self.classroom = classroom
        self.room = room
    }
}

/// Doors that join a hub.
package protocol EnrolmentWriting: AnyObject {
    /// Takes the place of a code that the device has.
    func keep(enrolmentCode digest: [UInt8], of device: DeviceID, expires: Moment) throws
    /// Whose code it is; nil where it is nobody's, or was used, or ran out. It is used then.
    func useEnrolmentCode(_ digest: [UInt8], at moment: Moment) throws -> DeviceID?
    /// Nil where there is no such device, or it stands in no room.
    func identity(of device: DeviceID) throws -> DoorIdentity?
    /// Those of a device that hold.
    func tokens(of device: DeviceID) throws -> [Token]
}

extension Desk {
    /// Makes a door elsewhere, or moves the one of that name, and gives the code that it joins
    /// with. The code is kept nowhere.
    package func addDoor(
        named name: String, in classroom: ClassroomID, by actor: Actor
    ) async throws -> String {
        let code = EnrolmentCode.make()
        guard let digest = EnrolmentCode.digest(of: code) else { preconditionFailure("just made") }
        try await ledger.write { ledger in
            let device = try ledger.device(named: name, in: classroom, at: now(), by: actor)
            try ledger.keep(
                enrolmentCode: digest, of: device,
                expires: now().adding(seconds: EnrolmentCode.secondsValid))
        }
        return code
    }

    /// Lets a door join: its own name and token, and no other token of it holds any more. Nil where
    /// the code does not hold.
    package func enrol(
        with code: String, in ledger: any LedgerWriting
    ) throws -> (identity: DoorIdentity, token: String)? {
        guard let digest = EnrolmentCode.digest(of: code),
            let device = try ledger.useEnrolmentCode(digest, at: now()),
            let identity = try ledger.identity(of: device)
        else { return nil }
        let actor = Actor(origin: "door:\(device.number)")
        for token in try ledger.tokens(of: device) {
            _ = try ledger.revokeToken(token.id, at: now(), by: actor)
        }
        let (text, tokenDigest) = TokenText.withDigest()
        let door = Attempt.Door(device: device, classroom: identity.classroom.id)
        _ = try ledger.createToken(
            tokenDigest, .device(door, name: identity.name), .program, expires: nil, at: now(),
            by: actor)
        return (identity, text)
    }

    /// Takes every token of a door back; false where none held.
    package func revokeDoor(_ device: DeviceID, by actor: Actor) async throws -> Bool {
        try await ledger.write { ledger in
            let tokens = try ledger.tokens(of: device)
            for token in tokens { _ = try ledger.revokeToken(token.id, at: now(), by: actor) }
            return !tokens.isEmpty
        }
    }
}
