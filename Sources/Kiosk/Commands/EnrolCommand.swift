import ArgumentParser
import Attendance
import Desk
import Foundation
import HubSync
import LedgerSQL
import Wire

struct EnrolCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "enrol",
        abstract: "Join this door to a hub.",
        discussion: """
            At the hub `kiosk device add --room ROOM` prints a code, for once and for fifteen \
            minutes. Afterwards `kiosk run` is the door of that room: what is done is kept here \
            first and sent when the hub can be reached, and the roster comes from there.
            """)

    @OptionGroup var school: SchoolOptions
    @Argument(help: ArgumentHelp("Where the hub is: https://HOST.", valueName: "hub"))
    var hub: String
    @Argument(help: "The code that the hub printed.") var code: String
    @Flag(help: "Go on although lines of this door are not sent yet, and give them up.")
    var yes = false
    @Flag(help: "Join over plain HTTP: names and the token can be read on the way.")
    var insecureHTTP = false

    func run() async throws {
        let settings = try school.settings()
        let address = try HubAddress(hub, isInsecure: insecureHTTP)
        if settings.database != nil {
            throw Failure(.usage, "A door keeps a file of its own: leave `database` to the hub.")
        }
        guard EnrolmentCode.digest(of: code) != nil else {
            throw Failure(
                .usage, "A code has \(EnrolmentCode.length) letters and digits: \(code) has not.")
        }
        let opened = try School(settings, creating: true)
        let lock = try RunLock(
            directory: settings.dataDirectory, what: "joining a hub", deed: "join")
        if let waiting = try await opened.ledger.read({ try $0.waitingLines() }), !yes {
            throw Failure(
                .failure,
                "\(waiting.count) lines of this door are not at its hub yet, the oldest of "
                    + "\(opened.desk.zone.stamp(waiting.since)). Run it until they are, or give "
                    + "them up with --yes.")
        }
        let answer = try await HubClient.asking(address.text) { try await join($0, address) }
        let desk = opened.desk
        let link = HubLink(
            address: address.text, device: answer.device, token: answer.token, room: answer.room,
            epoch: desk.newID(at: desk.now()), file: opened.fileIdentity)
        try await opened.ledger.write { ledger in
            let classroom = try ledger.classroom(
                building: answer.building, room: answer.roomNumber)
            try ledger.name(classroom.id, as: answer.room)
            try ledger.join(link, at: desk.now())
        }
        try opened.ledger.close()
        _ = consume lock
        let room = Classroom.name(building: answer.building, room: answer.roomNumber)
        Output.say("This is the door of \(room) now. Start it with: kiosk run")
    }

    private func join(_ client: HubClient, _ address: HubAddress) async throws -> EnrolmentAnswer {
        let body: JSON = ["code": .string(code)]
        let reply = await client.ask(
            HubRequest(
                path: HubPath.enrol, body: ("application/json", body.bytes), token: "",
                mostBytes: EnrolmentAnswer.mostBytes))
        guard case .answered(let status, _, _, let bytes) = reply else {
            throw Failure(
                .failure, "\(address.text) does not answer. Check the address and the network.")
        }
        if status == 422 {
            throw Failure(
                .invalidInput,
                "The hub does not know that code: it holds once, for fifteen minutes. Make "
                    + "another there: kiosk device add --room ROOM")
        }
        do {
            if status == 200 { return try EnrolmentAnswer(parsing: bytes) }
        } catch {
            throw Failure(.failure, "What \(address.text) answers is no hub's: \(error).")
        }
        throw Failure(
            .failure,
            "\(address.text) answers \(status), which is no hub's answer. Is it the address of "
                + "`kiosk serve`?")
    }
}

extension School {
    /// Tells a copy of the school's file from the file.
    var fileIdentity: String {
        SystemBoot.identity(
            ofFile: settings.dataDirectory.appendingPathComponent("kiosk.sqlite").path)
    }
}
