import Attendance
import TestKit
import Wire

@testable import API

extension FuzzTarget {
    /// JSON, and the bodies of both APIs.
    static let json = FuzzTarget(
        name: "json", share: 2_200_000,
        make: { FuzzedJSON.text(&$0) },
        complaint: { bytes in
            var property = Property()
            do throws(JSONFault) {
                let value = try JSON(parsing: bytes)
                let written = value.bytes
                // What it writes it reads, as the same; a number may be written in another way.
                if let again = try? JSON(parsing: written) {
                    property.require(again.bytes == written, "written otherwise the second time")
                } else {
                    property.require(false, "what was written cannot be read")
                }
            } catch {
                property.require((0...bytes.count).contains(error.offset), "a place outside")
                property.require(!error.reason.isEmpty, "no reason")
            }
            Self.readBodies(bytes, &property)
            return property.complaint
        })

    /// What is wrong with a body is a `Problem` of the 400s, and nothing else.
    private static func readBodies(_ bytes: [UInt8], _ property: inout Property) {
        func isProblem(_ read: () throws -> Void) -> Bool {
            do {
                try read()
                return true
            } catch let problem as Problem {
                return (400..<500).contains(problem.status)
            } catch {
                return false
            }
        }
        let isSound =
            isProblem {
                let body = try Body(bytes)
                let _: UserID = try body.id("student_id")
                _ = try body.remark()
                _ = try body.flag("reopen")
                _ = try body.text("session_code", most: 64)
            }
            && isProblem {
                var fields = try Fields(body: bytes, wrapper: "excusal")
                _ = fields.date("start_date")
                _ = fields.text("comment", most: 500)
                _ = fields.number("status")
                try fields.check()
            }
        property.require(isSound, "an error that is no problem of the caller's")
        for hasPeriods in [true, false] {
            guard let rows = try? AttendanceRows(bytes, hasPeriods: hasPeriods) else { continue }
            let answer = try? JSON(parsing: rows.answer)
            property.require(answer != nil, "an answer that is no JSON")
        }
    }
}

/// JSON by its grammar, and the bodies that programs send, spoilt.
enum FuzzedJSON {
    private static let bodies = [
        #"{"attendances": [{"student_id": 18, "date": "2026-09-07", "period": 1, "status": 0}]}"#,
        #"{"attendances":[{"student_id":1,"date":"2026-02-30","period":null,"status":"0"},7,{}]}"#,
        #"{"session_code":"ABC123","proof":"XYZ789"}"#,
        #"{"scan":"2024123456","moment":"2026-03-09T08:05:00+08:00"}"#,
        #"{"student_id":9007199254740992,"remark":"a\nb","reopen":true,"flag":"wrong_room"}"#,
        #"{"excusal":{"start_date":"2026-03-09","end_date":"2026-03-10","comment":"\u00e9"}}"#,
        #"{"a":[1.5e3,-0,1E400,[[[[{}]]]],"\ud83d\ude00"],"b":null,"c":false}"#, "[]", "0", "\"\"",
    ].map { Array($0.utf8) }
    private static let names = [
        "attendances", "student_id", "date", "period", "status", "notes", "session_code", "remark",
        "excusal", "comment", "start_date", "reopen", "x", "",
    ]
    private static let scalars = [
        "0", "-1", "18", "2.0", "1e3", "-0.5E-7", "9223372036854775807", "9223372036854775808",
        "1e999", "true", "false", "null", "\"2026-09-07\"", "\"\"", "\"a\\u0000\\n\\\"\"",
        "\"\\ud83d\\ude00\"", "\"é张\"", "\"ABC123\"", "01", "-", "1.", ".5", "\"\\ud83d\"", "tru",
    ]

    static func text(_ dice: inout SeededDice) -> [UInt8] {
        switch dice.below(8) {
        case 0...2: return Spoiling.spoil(dice.one(of: bodies), &dice)
        case 3: return nested(&dice)
        default:
            var text = ""
            write(&text, depth: 0, &dice)
            return dice.once(in: 3) ? Spoiling.spoil(Array(text.utf8), &dice) : Array(text.utf8)
        }
    }

    private static func nested(_ dice: inout SeededDice) -> [UInt8] {
        let depth = 20 + dice.below(dice.once(in: 50) ? 20_000 : 30)
        let sign = dice.one(of: ["[", "{\"a\":"])
        return Array(String(repeating: sign, count: depth).utf8)
            + (dice.once(in: 2) ? Array(String(repeating: "]", count: depth).utf8) : [])
    }

    private static func write(_ text: inout String, depth: Int, _ dice: inout SeededDice) {
        let blank = dice.once(in: 6) ? dice.one(of: [" ", "\n", "\t", "\r\n"]) : ""
        switch depth > 4 ? 0 : dice.below(4) {
        case 1, 2:
            text += "{" + blank
            for place in 0..<dice.below(5) {
                text += (place > 0 ? "," : "") + "\"\(dice.one(of: names))\":" + blank
                write(&text, depth: depth + 1, &dice)
            }
            text += "}"
        case 3:
            text += "[" + blank
            for place in 0..<dice.below(5) {
                if place > 0 { text += "," }
                write(&text, depth: depth + 1, &dice)
            }
            text += blank + "]"
        default: text += dice.one(of: scalars)
        }
    }
}
