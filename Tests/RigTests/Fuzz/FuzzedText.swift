import Attendance
import TestKit

@testable import Desk

/// Dates, times and moments as people and programs write them, and beside it.
enum FuzzedDate {
    static let zones = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"]
        .map { SchoolZone(name: $0)! }
    /// Before 1973 some zones were seconds away from whole minutes.
    static let sinceMinutesAreWhole = Moment(seconds: 94_694_400)

    private static let whole = [
        "2026-03-09", "2024-02-29", "2100-02-28", "1970-01-01", "9999-12-31", "0001-01-01",
        "08:00", "8:05", "24:00", "23:59:00", "2026-03-09T08:05:00+08:00", "1969-12-31T23:59:59Z",
        "2026-10-25T02:30:00.125+01:00", "2038-01-19T03:14:08Z", "0001-01-01T00:00:00+23:59",
        "1-9,12-14", "1-15/2", "3", "1-2", "1,2", "D20", "d7", "22:00-06:30,12:00-13:00",
        "9999-12-31T23:59:59.999-23:59", "20260309T080500Z", "2026-W11-1",
    ]
    private static let forms = [
        "####-##-##", "##:##", "#:##:##", "####-##-##T##:##:##Z", "####-##-##T##:##:##.###+##:##",
        "####-##-## ##:##:##-##:##", "#-##,##-##/#", "D##", "##:##-##:##",
    ]

    static func text(_ dice: inout SeededDice) -> [UInt8] {
        if dice.once(in: 3) { return Spoiling.spoil(Array(dice.one(of: whole).utf8), &dice) }
        let made = Array(dice.one(of: forms).utf8).map { byte in
            // Small digits make more dates that are.
            byte == UInt8(ascii: "#") ? UInt8(48 + dice.below(dice.once(in: 3) ? 10 : 4)) : byte
        }
        return dice.once(in: 4) ? Spoiling.spoil(made, &dice) : made
    }
}

/// Codes, tokens, links, cookies and queries.
enum FuzzedToken {
    private static let whole = [
        "ABC123", "abc-123", "A B C 1 2 3", "2024123456", "00000000-0000-7000-8000-000000000001",
        "kiosk_" + String(repeating: "a", count: 32) + "_abcdef", "kiosk=abc; kiosk-phone=def",
        "date=2026-03-09&page=2", "student_ids=1,2,3&page=%31", "/c/ABC123.XYZ789", "/show/ABC123",
        "/s/kiosk_token", "/teach?date=2026-03-09", "page=1&page=2", "date=%C3%A9+%2B", "a=b=c&&=",
    ]
    private static let letters = SessionCode.alphabet + Array("abcxyz0189-_ .%=&;/")

    static func text(_ dice: inout SeededDice) -> [UInt8] {
        switch dice.below(6) {
        case 0: token(&dice)
        case 1: Spoiling.spoil(token(&dice), &dice)
        case 2:
            Array(
                String(
                    (0..<dice.below(dice.once(in: 8) ? 80 : 8)).map { _ in
                        dice.one(of: letters)
                    }
                ).utf8)
        case 3: Array(SessionCode(using: &dice).text.utf8)
        default: Spoiling.spoil(Array(dice.one(of: whole).utf8), &dice)
        }
    }

    /// One that could have been given out.
    private static func token(_ dice: inout SeededDice) -> [UInt8] {
        let secret = (0..<32).map { _ in
            dice.one(of: Array("abcdefghijkmnpqrstuvwxyz23456789".utf8))
        }
        let body = Array("kiosk_".utf8) + secret
        return body + [UInt8(ascii: "_")] + TokenText.checksum(body[...])
    }
}
