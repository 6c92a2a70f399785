import TestKit
import Testing

/// The keys beside the digits.
extension DoorOnATerminalTests {
    @Test func oneKeyTakesBackWhatWasTypedAndOneShowsTheDay() async throws {
        let school = try await DoorSchool(codes: ["2024123456", "2023123456", "0024000006"])
        let pane = try pane(school, columns: 120, rows: 33)
        try pane.wait(for: "the session") { $0.text.contains("0 of 3 present") }
        try pane.send(text: "0006")
        try pane.send(keys: "Enter")
        try pane.wait(for: "the way back") {
            $0.text.contains("Press - to take it back") && $0.text.contains("1 of 3 present")
        }
        try pane.send(text: "-")
        try pane.wait(for: "nobody there") {
            $0.text.contains("Now type your own number") && $0.text.contains("0 of 3 present")
        }
        try pane.send(text: "2024123456")
        try pane.send(keys: "Enter")
        try pane.wait(for: "a card") { $0.text.contains("Press + for your day") }
        try pane.send(text: "+")
        try pane.wait(for: "the day") { $0.text.contains("My day") && $0.text.contains("present") }
    }

    @Test func aPhoneIsPairedAfterACardAndNotAfterATail() async throws {
        let school = try await DoorSchool(codes: ["2024123456", "2023777777"])
        let pane = try pane(
            school, columns: 120, rows: 40,
            environment: ["KIOSK_PUBLIC_URL": "https://k.example"])
        let seen = try pane.wait(for: "the session") { $0.text.contains("0 of 2 present") }
        let first = try #require(try Picture(seen, theme: .dark).decodedQR().first)
        #expect(first.hasPrefix("HTTPS://K.EXAMPLE/C/") && first.count == 33)
        try pane.send(text: "7777")
        try pane.send(keys: "Enter")
        try pane.wait(for: "one") { $0.text.contains("1 of 2 present") }
        try pane.send(text: "*")
        try pane.wait(for: "no phone for a tail") { $0.text.contains("Scan your card first") }
        try pane.send(text: "+")
        try pane.wait(for: "no day for a tail") { $0.text.contains("then + for your day") }
        // Else it is the same line twice.
        try pane.wait(for: "the end of the answer") { !$0.text.contains("for your day") }
        try pane.send(text: "7777")
        try pane.send(keys: "Enter")
        let again = try pane.wait(for: "the same once more") { $0.text.contains("Receipt") }
        #expect(!again.text.contains("for your day") && !again.text.contains("* for"))
        try pane.send(text: "77")
        try pane.send(keys: "Enter")
        try pane.wait(for: "how much to type") { $0.text.contains("Type the last 4") }
        try pane.send(text: "2024123456")
        try pane.send(keys: "Enter")
        try pane.wait(for: "the keys") { $0.text.contains("* for") }
        try pane.send(text: "*")
        let link = try pane.wait(for: "a link") { $0.text.contains("It works once.") }
        let read = try Picture(link, theme: .dark).decodedQR()
        #expect(read.first?.hasPrefix("HTTPS://K.EXAMPLE/S/") == true && read.first?.count == 36)
    }
}
