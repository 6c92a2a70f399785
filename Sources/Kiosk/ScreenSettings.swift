import ArgumentParser
import Foundation
import Terminal

extension Setting {
    /// Whose door it is, and how its screen is drawn.
    static let screen = [
        Setting(
            name: "room",
            help: "the classroom of this machine's door, such as 5A C317 (a hub's door knows it)",
            builtIn: { "" }, complaint: { _ in nil }),
        Setting(
            name: "style", help: "for whom the screen is: door, or projector (nobody is named)",
            builtIn: { ScreenStyle.door.rawValue },
            complaint: {
                ScreenStyle(rawValue: $0) == nil ? "must be door or projector" : nil
            }),
        Setting(
            name: "cells", help: "what a QR is drawn with: auto, half (blocks), block (spaces)",
            builtIn: { "auto" },
            complaint: {
                ["auto", "half", "block"].contains($0) ? nil : "must be auto, half or block"
            }),
        Setting(
            name: "room_depth", help: "from how far the QR is to be read, such as 10m",
            builtIn: { "" }, complaint: lengthComplaint),
        Setting(
            name: "screen_width", help: "how wide the screen is, such as 2m, 80cm or 43in",
            builtIn: { "" }, complaint: lengthComplaint),
    ]

    private static let lengthComplaint: @Sendable (String) -> String? = {
        $0.isEmpty || Length($0) != nil ? nil : "must be a length such as 10m, 80cm, 450mm or 43in"
    }
}

extension Settings {
    /// Nil where it has not been said.
    var room: String? { text("room").isEmpty ? nil : text("room") }
    var cells: String { text("cells") }
    var style: ScreenStyle { ScreenStyle(rawValue: text("style"))! }

    /// How far the screen is to be read; nil where it has not been said.
    var roomDepth: RoomDepth? {
        Length(text("room_depth")).map { .ofTerminal($0, width: Length(text("screen_width"))) }
    }
}

extension RoomDepth {
    /// A screen whose width has not been said is asked, unless the terminal is far from it.
    static func ofTerminal(_ depth: Length, width: Length?) -> RoomDepth {
        let isRemote = ProcessInfo.processInfo.environment["SSH_CONNECTION"] != nil
        return RoomDepth(
            depth, screenWidth: width ?? (isRemote ? nil : connectedScreenWidth()))
    }
}

/// How far a screen is to be read.
struct RoomOptions: ParsableArguments {
    @Option(help: ArgumentHelp("From how far the QR is to be read.", valueName: "10m"))
    var roomDepth: String?

    @Option(
        help: ArgumentHelp(
            "How wide the screen is; without it the screen is asked.", valueName: "2m"))
    var screenWidth: String?

    var flags: [String: String] {
        [("room_depth", roomDepth), ("screen_width", screenWidth)]
            .reduce(into: [:]) { $0[$1.0] = $1.1 }
    }

    /// Nil where no depth has been said.
    func room() throws -> RoomDepth? {
        func length(_ text: String?, _ option: String) throws -> Length? {
            guard let text else { return nil }
            guard let length = Length(text) else {
                throw ValidationError(
                    "\(option) takes a length such as 10m, 80cm, 450mm or 43in.")
            }
            return length
        }
        let width = try length(screenWidth, "--screen-width")
        return try length(roomDepth, "--room-depth").map { .ofTerminal($0, width: width) }
    }
}

extension ScreenStyle: ExpressibleByArgument {}
