import Attendance
import Desk
import Wire

/// Why a request was not carried out: a value, to be answered. The codes are those of the check-in
/// API's document.
struct Problem: Error {
    var status: Int
    var code: Int64
    /// A sentence that a person can act on.
    var message: String
    /// Which fields, and what is wrong with each.
    var errors: [(pointer: String, detail: String)] = []
    var data: JSON = .null
    /// Header fields beside the usual ones.
    var fields: [(String, String)] = []

    init(_ status: Int, _ code: Int64, _ message: String) {
        self.status = status
        self.code = code
        self.message = message
    }

    init(_ status: Int, _ code: Int64, _ pointer: String, _ detail: String) {
        self.init(status, code, "\(pointer.isEmpty ? "The body" : pointer) \(detail).")
        errors = [(pointer, detail)]
    }

    static func notJSON(_ why: String) -> Problem {
        Problem(400, 40_001, "The body is not acceptable JSON: \(why).")
    }

    static func wrongType(_ pointer: String, _ wanted: String) -> Problem {
        Problem(400, 40_001, pointer, "must be \(wanted)")
    }

    static func badRequest(_ message: String) -> Problem { Problem(400, 40_001, message) }

    static func invalid(_ pointer: String, _ detail: String) -> Problem {
        Problem(422, 42_201, pointer, detail)
    }

    static let noToken: Problem = {
        var problem = Problem(
            401, 40_101, "A valid token is needed: send `Authorization: Bearer TOKEN`.")
        problem.fields = [("WWW-Authenticate", "Bearer realm=\"kiosk\"")]
        return problem
    }()

    static let forbidden = Problem(403, 40_301, "Your role may not do this.")
    static let notFound = Problem(404, 40_401, "There is no such thing here.")

    static func wrongMethod(allowed: String) -> Problem {
        var problem = Problem(405, 40_501, "This path takes \(allowed).")
        problem.fields = [("Allow", allowed)]
        return problem
    }

    static func sessionIs(_ reason: SessionChange.Reason) -> Problem {
        let cure =
            switch reason {
            case .draft: "The session is a draft: open it first."
            case .closedBefore: "The session is closed: open it with {\"reopen\": true}."
            case .cancelled: "The occurrence is cancelled."
            }
        var problem = Problem(409, 40_901, cure)
        problem.data = ["status": .string(reason.rawValue)]
        return problem
    }

    static let stillRunning = Problem(
        409, 40_903, "A request with this Idempotency-Key is still running.")
    static let preconditionFailed = Problem(
        412, 41_201, "The roster has changed since you read it: read it again.")

    static func tooLarge(most: Int) -> Problem {
        Problem(413, 41_301, "The body is too large: at most \(most) bytes.")
    }

    static func wrongContentType(_ type: String) -> Problem {
        Problem(415, 41_501, "The body must be JSON: send `Content-Type: \(type)`.")
    }

    static let notOnRoster = Problem(
        422, 42_202, "That student is not on this session's roster.")
    static let staleProof = Problem(
        422, 42_203, "The code is no longer valid: scan the one that is shown now.")

    static func tooMany(retryAfterSeconds seconds: Int) -> Problem {
        var problem = Problem(429, 42_901, "Too many requests: wait \(seconds) s.")
        problem.fields = [("Retry-After", "\(seconds)")]
        return problem
    }

    static func unavailable(_ message: String, afterSeconds seconds: Int = 2) -> Problem {
        var problem = Problem(503, 50_301, message)
        problem.fields = [("Retry-After", "\(seconds)")]
        return problem
    }

    static let failed = Problem(
        500, 50_001, "The service failed, and has logged why. Tell the office.")

    init(_ refusal: DeskRefusal) {
        switch refusal {
        case .notFound: self = .notFound
        case .sessionIs(let reason): self = .sessionIs(reason)
        case .notOnRoster: self = .notOnRoster
        case .nothingToTakeBack: self = Problem(422, 42_201, "There is nothing to take back.")
        case .flagNotRaised: self = .invalid("/flag", "is not raised for this student")
        case .alreadyThere(let what): self = Problem(422, 42_201, "There is already \(what).")
        case .notStaff: self = .invalid("/teacher", "is no member of the staff")
        case .notCancelled: self = Problem(422, 42_201, "The occurrence is not cancelled.")
        case .notLinked, .excusal, .codesTaken, .severalCourses, .massRemoval, .onHold:
            self = .failed
        }
    }

    /// A fault of the storage: its reason is logged, and not for everybody.
    init(_ fault: LedgerFault) {
        switch fault.kind {
        case .tooMany, .locked: self = .unavailable("The service is busy. Try again.")
        case .away: self = .unavailable("The service cannot reach its database. Try again.")
        case .full, .readOnly: self = .unavailable("Nothing can be saved now. Tell the office.")
        case .missing, .notOurs, .newer, .broken, .notDurable, .failed: self = .failed
        }
    }
}

extension Result where Failure == DeskRefusal {
    func orProblem() throws -> Success {
        switch self {
        case .success(let value): return value
        case .failure(let refusal): throw Problem(refusal)
        }
    }
}
