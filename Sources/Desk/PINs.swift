import Attendance
import CryptoExtras
import Foundation

/// A PIN in the only form that is kept: what scrypt makes of it.
///
/// It guards against guessing at a door, by the tries that it counts. Whoever has the database
/// tries all PINs of four digits within the hour, however it is kept.
package struct KeptPIN: Equatable, Sendable {
    /// 16 bytes of chance.
    package var salt: [UInt8]
    /// 32 bytes.
    package var hash: [UInt8]
    /// scrypt's N as a power of two; r is 8, p is 3.
    package var cost: Int
    /// Since the last right one.
    package var tries: Int

    package static let usualCost = 15

    package init(salt: [UInt8], hash: [UInt8], cost: Int, tries: Int) {
        self.salt = salt
        self.hash = hash
        self.cost = cost
        self.tries = tries
    }

    fileprivate init(_ pin: PIN, cost: Int) throws {
        var random = SystemRandomNumberGenerator()
        let salt = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        self.init(
            salt: salt, hash: try Self.hash(pin, salt: salt, cost: cost), cost: cost, tries: 0)
    }

    fileprivate func isOf(_ pin: PIN) throws -> Bool {
        let other = try Self.hash(pin, salt: salt, cost: cost)
        return zip(hash, other).reduce(hash.count == other.count) { $0 && $1.0 == $1.1 }
    }

    private static func hash(_ pin: PIN, salt: [UInt8], cost: Int) throws -> [UInt8] {
        try KDF.Scrypt.deriveKey(
            from: Array(pin.digits.utf8), salt: salt, outputByteCount: 32, rounds: 1 << cost,
            blockSize: 8, parallelism: 3
        ).withUnsafeBytes { Array($0) }
    }
}

extension Desk {
    /// Sets somebody's PIN, or with nil takes it away; tries start anew.
    package func setPIN(
        _ pin: PIN?, of user: UserID, cost: Int = KeptPIN.usualCost, by actor: Actor
    ) async throws {
        let kept = try pin.map { try KeptPIN($0, cost: cost) }
        try await ledger.write { try $0.keep(kept, of: user, at: now(), by: actor) }
    }

    package enum PINVerdict: Equatable, Sendable {
        case right
        case wrong(triesLeft: Int)
        /// Too many were wrong: until a new one is set none is right.
        case locked
    }

    /// Whether it is their PIN. The try is counted before it is looked at, so that no cut of the
    /// power makes it a free one.
    package func verify(_ pin: PIN, of user: UserID, at door: Attempt.Door) async throws
        -> PINVerdict
    {
        let actor = Actor(origin: "door:\(door.device.number)")
        let tried = try await ledger.write { ledger -> KeptPIN? in
            guard let kept = try ledger.pin(of: user), kept.tries < PIN.mostTries else {
                return nil
            }
            try ledger.setTries(kept.tries + 1, ofPINOf: user, at: now(), by: actor)
            return kept
        }
        guard let tried else { return .locked }
        guard try tried.isOf(pin) else {
            let left = PIN.mostTries - tried.tries - 1
            return left == 0 ? .locked : .wrong(triesLeft: left)
        }
        try await ledger.write { try $0.setTries(0, ofPINOf: user, at: now(), by: actor) }
        return .right
    }
}
