import ArgumentParser
import Attendance
import Desk

// How arguments name things: by id, by code, by date.

extension SchoolDate: ExpressibleByArgument {
    package init?(argument: String) {
        self.init(argument)
    }
}

extension TimeOfDay: ExpressibleByArgument {
    package init?(argument: String) {
        self.init(argument)
    }
}

extension Role: ExpressibleByArgument {}

extension LedgerReading {
    /// By id, or by session code.
    func session(named text: String) throws -> SessionDetail {
        let found =
            if let number = Int64(text) {
                try session(CheckinSessionID(number))
            } else {
                try SessionCode(text).flatMap { try session(code: $0) }
            }
        guard let found else {
            throw Failure(
                .notFound, "There is no session \(text). See: kiosk session list --date DATE")
        }
        return found
    }

    /// By id, or by a course code that only one course has.
    func course(named text: String) throws -> Course {
        if let number = Int64(text), let course = try course(CourseID(number)) { return course }
        let found = try courses().filter { $0.code.lowercased() == text.lowercased() }
        if found.count == 1 { return found[0] }
        if found.isEmpty {
            throw Failure(.notFound, "There is no course \(text). See: kiosk course list")
        }
        let list = found.map { "\($0.id.number) (\($0.className))" }.joined(separator: ", ")
        throw Failure(.notFound, "\(text) is the code of several courses: say which of \(list).")
    }

    func user(named text: String) throws -> User {
        guard let user = try UserCode(text).flatMap({ try user(code: $0) }) else {
            throw Failure(
                .notFound,
                "There is nobody with the code \(text.debugDescription). See: kiosk user list")
        }
        return user
    }
}
