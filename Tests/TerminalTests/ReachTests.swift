import Foundation
import QR
import TestKit
import Testing

@testable import Terminal

/// From how far a screen can be read, and what is drawn for it.
@Suite struct ReachTests {
    @Test(
        "Lengths are read as people write them",
        arguments: [
            ("10m", 10.0), ("2.5 m", 2.5), ("80cm", 0.8), ("450mm", 0.45), ("43in", 1.0922),
            ("10 M", 10), ("0m", nil), ("-1m", nil), ("10", nil), ("m", nil), ("ten m", nil),
            ("nanm", nil), ("infm", nil), ("1e9m", nil), ("", nil),
        ])
    func lengths(text: String, metres: Double?) {
        let length = Length(text)
        #expect((length == nil) == (metres == nil))
        if let length, let metres { #expect(abs(length.metres - metres) < 1e-9) }
    }

    @Test("A length never says more than there is")
    func texts() {
        #expect(Length(metres: 7.849).text == "7.84 m")
        #expect(Length(metres: 2).text == "2 m")
        #expect(Length(metres: 12.99).text == "12 m")
        #expect(Length("43in")?.text == "1.09 m")
    }

    /// ABC123 is version 1, 21 modules, at every level; a module of 2 columns, one of 80, on 2 m:
    /// 21 * 2 * 2 m / 80 = 1.05 m, which reads from 10.5 m.
    @Test("Ten times the symbol, two hundred times the letter")
    func rules() throws {
        let room = RoomDepth(Length(metres: 5), screenWidth: Length(metres: 2))
        let reach = try #require(room.reach(symbol: 42, of: 80))
        #expect(abs(reach.metres - 10.5) < 1e-9)
        // Seven rows of cells twice as high as 2 m / 80: 0.35 m.
        let letters = try #require(room.reach(letterRows: 7, of: 80))
        #expect(abs(letters.metres - 70) < 1e-9)
        #expect(abs(room.screenWidthNeeded(symbol: 42, of: 80).metres - 20.0 / 21) < 1e-9)
    }

    private static let payload = "HTTPS://KIOSK.EXAMPLE.EDU/C/ABC123"

    /// Every level's own reach, from the code's size alone.
    private func reaches(_ size: Size, _ width: Double) throws -> [(QRCode.Level, Double)] {
        try QRCode.Level.allCases.compactMap { level in
            let code = try QRCode(Self.payload, level: level)
            let side = code.size + 8
            // Half a row is as wide as a column is taken to be; odd modules need half blocks.
            let module = min(size.columns / side, size.rows * 2 / side)
            guard module > 0 else { return nil }
            return (level, 10 * width * Double(code.size * module) / Double(size.columns))
        }
    }

    @Test("The highest level that reaches is taken, else the one that reaches farthest")
    func levels() throws {
        var chosen: Set<QRCode.Level> = []
        for (columns, rows) in [(80, 24), (120, 40), (160, 50), (240, 67)] {
            let size = Size(columns: columns, rows: rows)
            for tenths in 1...150 {
                let depth = Double(tenths) / 5
                let look = Look(
                    room: RoomDepth(Length(metres: depth), screenWidth: Length(metres: 2)))
                let code = try #require(ReadableCode(Self.payload, in: size, look: look))
                let all = try reaches(size, 2)
                let enough = all.last { $0.1 >= depth }
                let farthest = all.map(\.1).max() ?? 0
                let own = all.first { $0.0 == code.level }?.1 ?? 0
                #expect(enough == nil ? own == farthest : code.level == enough?.0, "\(depth)")
                let report = code.report(try #require(look.room), columns: columns)
                #expect(
                    report.isEnough == (enough != nil) && (report.cure == nil) == (enough != nil))
                chosen.insert(code.level)
            }
        }
        #expect(chosen.count > 1, "the depth decides")
    }

    @Test("Without a depth, or without a width, the largest modules are taken")
    func unknown() throws {
        let size = Size(columns: 120, rows: 40)
        let plain = try #require(ReadableCode(Self.payload, in: size, look: Look()))
        #expect(plain.level == .m || plain.level == .l)
        let room = RoomDepth(Length(metres: 10), screenWidth: nil)
        let code = try #require(ReadableCode(Self.payload, in: size, look: Look(room: room)))
        let report = code.report(room, columns: 120)
        #expect(report.isEnough == nil && report.text.contains("--screen-width"))
    }

    @Test("What a door says of its reach", arguments: ScreenStyle.allCases)
    func reports(style: ScreenStyle) throws {
        func report(_ depth: String, _ width: String?, _ size: Size) -> ReachReport? {
            let room = RoomDepth(Length(depth)!, screenWidth: width.flatMap { Length($0) })
            return ReachReport(style: style, size: size, look: Look(room: room))
        }
        let size = Size(columns: 120, rows: 40)
        // Modules of two columns: 21 * 2 / 120 of 2 m is 0.7 m.
        let near = try #require(report("5m", "2m", size))
        #expect(near.isEnough == true && near.text.contains("can be read from 7 m, the letters"))
        #expect(near.text.contains("version 1, level H, blanks") && near.text.hasSuffix("5 m."))
        let far = try #require(report("10m", "2m", size))
        #expect(far.isEnough == false && far.text.contains("not from 10 m"))
        // 10 m asks for a symbol of 1 m, which is 42 of 120 columns: 2.86 m.
        #expect(far.text.contains("a screen of 2.9 m"))
        #expect(report("10m", nil, size)?.text.contains("one of 2.9 m") == true)
        let small = try #require(report("1m", "2m", Size(columns: 20, rows: 6)))
        #expect(small.isEnough == false && small.text.contains("No QR fits"))
        #expect(ReachReport(style: style, size: size, look: Look()) == nil)
    }

    @Test("The depth is said when a code first stands there", arguments: ScreenStyle.allCases)
    func said(style: ScreenStyle) async throws {
        let door = try await TestFace {
            $0.style = style
            $0.look.room = RoomDepth(Length("5m")!, screenWidth: Length("2m")!)
        }
        func text(_ frame: Frame) -> String {
            frame.cells.map { $0.text.isEmpty ? "" : $0.text }.joined()
        }
        #expect(text(door.frame("08:01")).contains("On a screen 2 m wide"))
        door.face.banner = nil
        #expect(!text(door.frame("08:01")).contains("On a screen"), "and once")
    }

    @Test("The width of a screen is what it says of itself, if it is the only one")
    func edid() throws {
        var edid: [UInt8] = [0, 255, 255, 255, 255, 255, 255, 0] + Array(repeating: 0, count: 120)
        #expect(screenWidth(edid: edid) == nil, "a projector")
        (edid[21], edid[22]) = (53, 30)
        #expect(screenWidth(edid: edid) == Length(metres: 0.53))
        #expect(screenWidth(edid: Array(edid.dropLast())) == nil)
        edid[22] = 0
        #expect(screenWidth(edid: edid) == nil, "a ratio")
        edid[22] = 30
        #expect(screenWidth(edid: [1] + edid.dropFirst()) == nil)

        let folder = try TemporaryDirectory()
        func add(_ name: String, _ status: String, _ bytes: [UInt8]) throws {
            let path = folder.url.appendingPathComponent(name)
            try FileManager.default.createDirectory(at: path, withIntermediateDirectories: true)
            try Data(status.utf8).write(to: path.appendingPathComponent("status"))
            try Data(bytes).write(to: path.appendingPathComponent("edid"))
        }
        #expect(connectedScreenWidth(in: folder.path) == nil)
        try add("card0", "", [])
        try add("card0-HDMI-A-2", "disconnected\n", edid)
        #expect(connectedScreenWidth(in: folder.path) == nil)
        try add("card0-HDMI-A-1", "connected\n", edid)
        #expect(connectedScreenWidth(in: folder.path) == Length(metres: 0.53))
        try add("card0-DP-1", "connected\n", edid)
        #expect(connectedScreenWidth(in: folder.path) == nil, "which of them?")
        #expect(connectedScreenWidth(in: folder.path + "/none") == nil)
    }
}
