/// What a session's rotating code is made of: seconds cut into windows, and a MAC of the window's
/// number made short enough to be read aloud.
package enum Proof {
    package static let secondsInWindow: Int64 = 10
    /// How long a telephone that has redeemed a proof may take to check in.
    package static let secondsTicketStands: Int64 = 120

    /// The number of the window that `moment` falls in, as the eight bytes that are signed.
    package static func window(at moment: Moment) -> UInt64 {
        UInt64(max(0, moment.wholeSeconds) / secondsInWindow)
    }

    /// Those whose proof is honoured: the current window and the one before.
    package static func windowsHonoured(at moment: Moment) -> [UInt64] {
        let current = window(at: moment)
        return current == 0 ? [0] : [current, current - 1]
    }

    /// When the proof of a moment's window is no longer the current one.
    package static func end(ofWindowAt moment: Moment) -> Moment {
        Moment(seconds: (Int64(window(at: moment)) + 1) * secondsInWindow)
    }

    /// Whether a ticket of a proof redeemed at `opening` still stands.
    package static func ticketStands(opening: Moment, at moment: Moment) -> Bool {
        let age = moment.wholeSeconds - opening.wholeSeconds
        return (0...secondsTicketStands).contains(age)
    }

    /// The first eight bytes of the MAC modulo 30^6, in the alphabet of session codes, padded.
    package static func text(mac: [UInt8]) -> String {
        let alphabet = SessionCode.alphabet
        let base = UInt64(alphabet.count)
        var value = mac.prefix(8).reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
        var digits: [Character] = []
        for _ in 0..<SessionCode.length {
            digits.append(alphabet[Int(value % base)])
            value /= base
        }
        return String(digits.reversed())
    }
}
