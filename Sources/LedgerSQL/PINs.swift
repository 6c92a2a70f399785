import Attendance
import Desk
import Foundation

extension SQLTransaction {
    package func pin(of user: UserID) throws -> KeptPIN? {
        try first("SELECT salt, hash, cost, tries FROM pin WHERE user_id = ?", [user.number]) {
            KeptPIN(
                salt: Array(try $0.take(Data.self)), hash: Array(try $0.take(Data.self)),
                cost: try $0.take(), tries: try $0.take())
        }
    }

    package func keep(_ pin: KeptPIN?, of user: UserID, at moment: Moment, by actor: Actor) throws {
        if let pin {
            try run(
                """
                INSERT INTO pin (user_id, salt, hash, cost, tries) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (user_id) DO UPDATE SET salt = excluded.salt, hash = excluded.hash,
                  cost = excluded.cost, tries = excluded.tries
                """, [user.number, Data(pin.salt), Data(pin.hash), pin.cost, pin.tries])
        } else {
            try run("DELETE FROM pin WHERE user_id = ?", [user.number])
        }
        try audit(
            pin == nil ? "remove pin" : "set pin", "user", user.number, before: nil, after: nil,
            at: moment, by: actor)
    }

    package func setTries(_ tries: Int, ofPINOf user: UserID, at moment: Moment, by actor: Actor)
        throws
    {
        try run("UPDATE pin SET tries = ? WHERE user_id = ?", [tries, user.number])
        if tries == 0 { return }
        try audit(
            "try pin", "user", user.number, before: nil, after: "tries=\(tries)", at: moment,
            by: actor)
    }
}
