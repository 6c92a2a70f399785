import ArgumentParser
import Attendance
import Desk
import Foundation
import QR
import Terminal

struct InviteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "invite",
        abstract: "Print a link, and its QR, that signs somebody in to the pages once.",
        discussion: """
            It begins with the setting public_url. Staff who open it are signed in for twelve \
            hours; a student's telephone is theirs until the term ends, and the one before it no \
            longer. `kiosk token list` shows that, `kiosk token revoke` ends it.
            """)

    @OptionGroup var school: SchoolOptions
    @Argument(help: "The code of a teacher, of the office, or of a student.") var code: String
    @Option(help: "Hours until the link runs out.") var hours = 24

    func validate() throws {
        if !(1...720).contains(hours) {
            throw ValidationError("--hours takes a number from 1 to 720.")
        }
    }

    func run() async throws {
        try await school.withSchool { school in
            let address = school.settings.text("public_url")
            if address.isEmpty {
                throw Failure(
                    .invalidInput,
                    "A link must begin with the address of the service: set public_url, such as "
                        + "https://kiosk.school.example, in kiosk.yaml.")
            }
            let user = try await school.desk.ledger.read { [code] in try $0.user(named: code) }
            guard user.role.isStaff || user.role == .student, !user.isArchived else {
                throw Failure(
                    .invalidInput, "\(user.fullName) has no pages: they are for staff and students."
                )
            }
            let text = try await school.desk.invite(
                user, forSeconds: Int64(hours) * 3_600, by: School.actor)
            let link = "\(address)/s/\(text)"
            if let size = Size(terminal: STDOUT_FILENO) { Self.draw(link, size) }
            Output.data(link)
        }
    }

    private static func draw(_ link: String, _ size: Size) {
        let look = Look.ofTerminal(cells: "auto")
        do {
            // Capitals make a smaller QR.
            let bytes = try QRText.bytes(
                try QRCode(link.uppercased()), size: size, colours: look.colours,
                halfBlocks: look.halfBlocks)
            Output.drawing(bytes)
        } catch {
            Output.say("The terminal is too narrow for its QR.")
        }
    }
}
