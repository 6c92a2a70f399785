import ArgumentParser
import Attendance
import Desk
import Foundation

struct PINCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pin",
        abstract: "Set the PIN with which staff open and close sessions at a door.",
        discussion: """
            After their card the door asks for it: four to eight digits. Five wrong ones in a row \
            lock it until a new one is set. Asked for twice and not shown; in a pipe it is read \
            as one line.
            """)

    @OptionGroup var school: SchoolOptions
    @Argument(help: "The code of a teacher, or of the office.") var code: String
    @Flag(help: "Make one by chance, and print it once.") var generate = false
    @Flag(help: "Take it away.") var remove = false

    func validate() throws {
        if generate, remove { throw ValidationError("Either --generate or --remove.") }
    }

    func run() async throws {
        try await school.withSchool { school in
            let user = try await school.desk.ledger.read { [code] in try $0.user(named: code) }
            guard user.role.isStaff, !user.isArchived else {
                throw Failure(.invalidInput, "\(user.fullName) is not of the staff: no door asks.")
            }
            let pin = remove ? nil : try generate ? Self.make(for: user.code) : Self.ask(user.code)
            try await school.desk.setPIN(pin, of: user.id, by: School.actor)
            switch (pin, generate) {
            case (nil, _): Output.data("\(user.fullName) has no PIN any more.")
            case (let pin?, true): Output.data(pin.digits)
            case (_, false): Output.data("\(user.fullName) has a new PIN.")
            }
        }
    }

    private static func make(for code: UserCode) -> PIN {
        var random = SystemRandomNumberGenerator()
        while true {
            let digits = (0..<6).map { _ in String(Int.random(in: 0...9, using: &random)) }
            if let pin = PIN(digits.joined()), pin.weakness(of: code) == nil { return pin }
        }
    }

    private static func ask(_ code: UserCode) throws -> PIN {
        let text = try Secret.read("PIN, four to eight digits: ")
        guard let pin = PIN(text) else {
            throw Failure(.invalidInput, "A PIN is four to eight digits.")
        }
        switch pin.weakness(of: code) {
        case .pattern:
            throw Failure(
                .invalidInput, "That is among the first that anybody tries: choose another.")
        case .partOfCode:
            throw Failure(.invalidInput, "That stands on the card: choose another.")
        case nil: break
        }
        if isatty(STDIN_FILENO) == 1, try Secret.read("The same again: ") != text {
            throw Failure(.invalidInput, "The two are not the same: nothing was changed.")
        }
        return pin
    }
}

/// Something that must not show while it is typed.
private enum Secret {
    /// One line of standard input; on a terminal it is asked for, and not echoed.
    static func read(_ question: String) throws -> String {
        guard isatty(STDIN_FILENO) == 1 else { return readLine() ?? "" }
        var before = termios()
        tcgetattr(STDIN_FILENO, &before)
        var silent = before
        silent.c_lflag &= ~tcflag_t(ECHO)
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent)
        defer {
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &before)
            FileHandle.standardError.write(Data("\n".utf8))
        }
        FileHandle.standardError.write(Data(question.utf8))
        return readLine() ?? ""
    }
}
