import Attendance
import Desk
import Glibc

/// Exit codes: what a script may rely on.
enum ExitStatus: Int32 {
    case failure = 1
    case done = 0
    case partly = 3
    case invalidInput = 4
    case notFound = 5
    case database = 6
    case usage = 64
    case partMissing = 69
    case permission = 77
}

/// Why a command ends without having done what was asked, in words with a cure.
struct Failure: Error {
    let status: ExitStatus
    let message: String

    init(_ status: ExitStatus, _ message: String) {
        self.status = status
        self.message = message
    }

    /// Says it and leaves.
    func end() -> Never {
        Output.complain(message)
        exit(status.rawValue)
    }

    init(_ fault: LedgerFault) {
        message = fault.message
        switch fault.kind {
        case .missing: status = .notFound
        case .notOurs: status = .invalidInput
        case .away, .newer, .locked, .broken, .notDurable: status = .database
        case .readOnly: status = .permission
        case .full, .tooMany, .failed: status = .failure
        }
    }

    init(_ refusal: DeskRefusal) {
        switch refusal {
        case .notFound(let what):
            self.init(.notFound, "There is no \(what).")
        case .sessionIs(.draft):
            self.init(.failure, "The session is a draft. Open it first: `kiosk session open ID`.")
        case .sessionIs(.closedBefore):
            self.init(
                .failure, "The session is closed. Open it again with `kiosk session reopen ID`.")
        case .sessionIs(.cancelled):
            self.init(
                .failure,
                "The occurrence is cancelled. Make an extra lesson with `kiosk occurrence create`.")
        case .notOnRoster:
            self.init(
                .failure,
                "That student is not on the session's roster. Enrol them: `kiosk course enrol`.")
        case .nothingToTakeBack:
            self.init(.failure, "There is nothing to take back for that student.")
        case .flagNotRaised:
            self.init(.failure, "That flag is not raised for that student.")
        case .alreadyThere(let what):
            self.init(.failure, "There is already \(what).")
        case .notStaff(let code):
            self.init(
                .invalidInput,
                "\(code) is no member of the staff, so they cannot teach. "
                    + "See: kiosk user list --role teacher")
        case .notCancelled:
            self.init(.failure, "The occurrence is not cancelled, so there is nothing to restore.")
        case .codesTaken(let codes):
            let most = 10
            let more = codes.count > most ? ", and \(codes.count - most) more" : ""
            self.init(
                .invalidInput,
                "Nothing was imported: these codes belong to people of another source: "
                    + codes.prefix(most).joined(separator: ", ") + more
                    + ". Import under that source's name (--source), or correct the codes.")
        case .notLinked: self.init(.failure, "That parent is not linked to that student.")
        case .excusal(.duration):
            self.init(
                .invalidInput, "An excusal lasts 1 to \(Excusal.longestDays) days.")
        case .excusal(.overlap(let days)):
            self.init(
                .failure, "Another excusal begins after \(days) days. Shorten this one.")
        case .onHold(let hold):
            let until = hold.until.map { "until \($0)" } ?? "until it is released"
            self.init(
                .failure,
                "Their records must be kept \(until): \(hold.reason). Nothing was erased. When "
                    + "that is over: kiosk user hold CODE --release")
        case .severalCourses(let code):
            self.init(
                .failure,
                "Nothing was imported: more than one course has the code \(code). Give them codes "
                    + "of their own, or name another.")
        case .massRemoval(let what, let removed, let of):
            self.init(
                .failure,
                "Nothing was imported: \(removed) of \(of) \(what) would be removed. If the files "
                    + "are complete and that is meant, add --allow-mass-removal.")
        }
    }
}

extension Result where Failure == DeskRefusal {
    /// The value, or a failure that ends the command.
    func orFail() throws -> Success {
        switch self {
        case .success(let value): return value
        case .failure(let refusal): throw Kiosk.Failure(refusal)
        }
    }
}
