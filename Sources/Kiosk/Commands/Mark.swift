import ArgumentParser
import Attendance
import Desk

struct Mark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mark",
        abstract: "Mark a student, or take a mark or the scans back.")

    enum Change: String, ExpressibleByArgument, CaseIterable {
        case present, late, absent, leave, retract, void
    }

    @OptionGroup var school: SchoolOptions
    @Argument(help: "The student's code.") var code: String
    @Argument(help: "present, late, absent, leave; retract (the latest mark), void (the scans).")
    var status: Change
    @Option(help: ArgumentHelp("The session's id or code.", valueName: "id")) var session: String
    @Option(help: "A remark; empty clears it.") var remark: String?

    func run() async throws {
        try await school.withSchool { school in
            let (user, session) = try await school.desk.ledger.read { [session] ledger in
                (try ledger.user(named: code), try ledger.session(named: session).session.id)
            }
            let act: StaffAct
            switch status {
            case .retract: act = .retract
            case .void: act = .void
            case .present, .late, .absent, .leave:
                guard let status = CheckinStatus(rawValue: status.rawValue) else {
                    preconditionFailure("the four statuses have the same names")
                }
                act = .mark(.init(value: .status(status), remark: remark))
            }
            let row = try await school.desk.act(
                act, on: user.id, in: session, by: School.actor
            ).orFail()
            school.show([row])
        }
    }
}
