import ArgumentParser
import Attendance
import Desk
import Foundation
import HubSync
import Wire

struct DeviceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "device", abstract: "Doors elsewhere that have this school as their hub.",
        subcommands: [Add.self, List.self, Revoke.self, Quarantine.self])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "add",
            abstract: "Print a code that a door joins with: kiosk enrol HUB CODE.",
            discussion: """
                The code holds once, for fifteen minutes. A door of the same name joins again: \
                what it was given before holds no longer.
                """)

        @OptionGroup var school: SchoolOptions
        @Option(help: ArgumentHelp("The classroom it stands in.", valueName: "room"))
        var room: String
        @Option(help: "What the door is called (the room's name).") var name: String?
        @Flag(help: "Print JSON.") var json = false

        func run() async throws {
            try await school.withSchool { school in
                let classroom = try await school.classroom(named: room)
                let called = name ?? classroom.name
                let code = try await school.desk.addDoor(
                    named: called, in: classroom.id, by: School.actor)
                if json {
                    Output.json(["name": .string(called), "code": .string(code)])
                    return
                }
                Output.data(code)
                Self.say(code, at: school.settings.text("public_url"))
            }
        }

        /// Where this service listens is no address that another machine could use.
        private static func say(_ code: String, at address: String) {
            let named = address.isEmpty ? "ADDRESS" : address
            let more = address.hasPrefix("http://") ? " --insecure-http" : ""
            Output.say(
                "At the door, within fifteen minutes: kiosk enrol \(named) \(code)\(more)")
            if !address.isEmpty { return }
            Output.say(
                "ADDRESS is where doors reach this hub, such as https://kiosk.school.example. Set "
                    + "public_url in kiosk.yaml, and it stands here.")
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List doors, when they were heard of, and what waits there.")

        @OptionGroup var school: SchoolOptions
        @Flag(help: "Print JSON.") var json = false

        func run() async throws {
            try await school.withSchool { school in
                let zone = school.desk.zone
                let since = school.desk.now().adding(seconds: -86_400)
                let doors = try await school.desk.ledger.read { ledger in
                    try ledger.doors(since: since).filter { !$0.isOwn }
                }
                if json {
                    Output.json(.array(doors.map(Self.shape)))
                    return
                }
                Output.table(
                    ["id", "name", "room", "heard of", "waiting", "kept aside", "attempts, 24 h"],
                    doors.map { door in
                        [
                            "\(door.device.number)", door.name, door.classroom ?? "-",
                            door.contact.map { zone.stamp($0.last) } ?? "-",
                            door.contact.map { "\($0.waiting)" } ?? "-",
                            door.contact.map { "\($0.quarantined)" } ?? "-", "\(door.attempts)",
                        ]
                    }, none: "No door has joined. Add one: kiosk device add --room ROOM")
            }
        }

        private static func shape(_ door: DoorHealth) -> JSON {
            [
                "id": .int(door.device.number), "name": .string(door.name),
                "room": door.classroom.map(JSON.string) ?? .null,
                "contact_at": door.contact.map { .string($0.last.utc) } ?? .null,
                "waiting": door.contact.map { .int($0.waiting) } ?? .null,
                "quarantined": door.contact.map { JSON($0.quarantined) } ?? .null,
                "attempts": JSON(door.attempts),
            ]
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "revoke",
            abstract: "Take no more from a door, at once; what it keeps waits there.")

        @OptionGroup var school: SchoolOptions
        @Argument(help: "The door's id, as `kiosk device list` shows it.") var id: Int64

        func run() async throws {
            try await school.withSchool { school in
                let isRevoked = try await school.desk.revokeDoor(
                    DeviceID(id), by: School.actor)
                if !isRevoked {
                    throw Failure(
                        .notFound,
                        "There is no door \(id) that may send. See: kiosk device list")
                }
            }
        }
    }

    struct Quarantine: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "quarantine",
            abstract: "Show the lines of a door's that could not be taken, and why.",
            discussion: """
                With --apply they are tried again: once a roster was imported that names whom they \
                are about, or the program is of the door's version.
                """)

        @OptionGroup var school: SchoolOptions
        @Argument(help: "The door's id, as `kiosk device list` shows it.") var id: Int64
        @Flag(help: "Try them again.") var apply = false

        func run() async throws {
            try await school.withSchool { school in
                if apply {
                    let (taken, left) = try await school.desk.retryQuarantine(of: DeviceID(id))
                    Output.say("\(taken) taken, \(left) still kept aside.")
                }
                let lines = try await school.desk.ledger.write {
                    try $0.quarantined(of: DeviceID(id)).map(\.line)
                }
                Output.table(
                    ["line", "reason", "as it came"],
                    lines.map {
                        [
                            "\($0.seq)", $0.reason,
                            String(decoding: $0.line.prefix(200), as: UTF8.self),
                        ]
                    }, none: "Nothing of this door is kept aside.")
            }
        }
    }
}
