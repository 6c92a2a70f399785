import ArgumentParser
import Attendance
import Desk
import Wire

struct ReceiptCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "receipt",
        abstract: "Confirm a check code that a door showed somebody.",
        discussion: """
            Says who checked in, when and where, what was recorded then, and what stands now: a \
            code is good after a correction and after a restore.
            """)

    @OptionGroup var school: SchoolOptions
    @Argument(help: "The six characters; spaces and hyphens do not matter.") var code: String
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        guard let text = SessionCode(code)?.text else {
            throw Failure(.invalidInput, "A check code is six letters and digits.")
        }
        try await school.withSchool { school in
            let found = try await school.desk.ledger.read { try $0.receipts(text) }
            if found.isEmpty {
                throw Failure(
                    .notFound, "No check-in here has the code \(text): nothing can be confirmed.")
            }
            if json {
                let shapes = Shapes(zone: school.settings.zone)
                Output.json(.array(found.map(shapes.receipt)))
                return
            }
            for receipt in found { Output.data(school.sentence(receipt)) }
        }
    }
}

extension School {
    fileprivate func sentence(_ receipt: Receipt) -> String {
        let zone = settings.zone
        let course = receipt.occurrence.course
        let room = receipt.occurrence.classroom.map { " in \($0.name)" } ?? ""
        let now = receipt.now?.status.map { "\($0.rawValue)" } ?? "no record"
        return "\(receipt.code): \(receipt.student.fullName) (\(receipt.student.code.text)) at "
            + "\(zone.date(of: receipt.moment)) \(zone.time(of: receipt.moment)) for "
            + "\(course.name)\(room). Recorded then: \(receipt.then.status.rawValue). "
            + "Stands now: \(now)."
    }
}
