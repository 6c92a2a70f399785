import Attendance
import Desk
import Wire

/// What the attendance API's requests name: paths and queries in its own manner.
extension Call {
    var attendanceShapes: AttendanceShapes { service.attendanceShapes }

    /// The path's parameter as it was given.
    func parameter(_ position: Int) -> String { asked.parameters[position] }

    /// Nil where what was given is no positive number.
    private func number<Entity>(_ position: Int) -> ID<Entity>? {
        let text = parameter(position)
        guard text.utf8.allSatisfy({ (48...57).contains($0) }), let number = Int64(text),
            number > 0
        else { return nil }
        return ID(number)
    }

    /// What the parameter names; throws `Problem` 404 with the model's name.
    private func find<Entity, Value>(
        _ model: String, _ position: Int, _ look: (ID<Entity>) throws -> Value?
    ) throws -> Value {
        guard let id: ID<Entity> = number(position), let found = try look(id) else {
            throw Problem.missing(model, parameter(position))
        }
        return found
    }

    func course(_ ledger: any LedgerReading) throws -> Course {
        try find("Class", 0, ledger.course)
    }

    func term(_ ledger: any LedgerReading) throws -> AcademicTerm {
        try find("AcademicTerm", 1, ledger.term)
    }

    /// A class and a term that it is held in, by one look-up; throws `Problem` for the first of
    /// the two that there is not.
    func termOfClass(_ ledger: any LedgerReading) throws -> (course: CourseID, term: AcademicTerm) {
        if let course: CourseID = number(0), let id: TermID = number(1),
            let term = try ledger.term(id, of: course)
        {
            return (course, term)
        }
        _ = try course(ledger)
        throw Problem.missing("AcademicTerm", parameter(1))
    }

    func year(_ ledger: any LedgerReading) throws -> AcademicYear {
        let years = try ledger.academicYears()
        return try find("AcademicYear", 0) { id in years.first { $0.year.id == id } }
    }

    func yearGroup(_ ledger: any LedgerReading) throws -> YearGroupID {
        try find("YearGroup", 0) { try ledger.hasYearGroup($0) ? $0 : nil }
    }

    func person(
        _ model: String, _ roles: Set<Role>, _ ledger: any LedgerReading
    ) throws -> Person {
        try find(model, 0) { id in
            try ledger.person(id).flatMap { roles.contains($0.user.role) ? $0 : nil }
        }
    }

    func studentInPath(_ ledger: any LedgerReading) throws -> UserID {
        try find("Student", 0) { id in
            try ledger.user(id).flatMap { $0.role == .student ? $0.id : nil }
        }
    }

    /// An excusal of the student that the path names.
    func excusal(of student: UserID, _ ledger: any LedgerReading) throws -> KeptExcusal {
        try find("Excusal", 1) { id in
            try ledger.excusal(id).flatMap { $0.student == student ? $0 : nil }
        }
    }

    func date(_ position: Int) throws -> SchoolDate {
        try Self.date(parameter(position), "date")
    }

    private static func date(_ text: String, _ name: String) throws -> SchoolDate {
        guard let date = SchoolDate(text) else {
            throw Problem.attendance(
                400, "Invalid \(name) parameter: '\(text.prefix(64))' is not a valid date.")
        }
        return date
    }

    /// A date of the query; nil where it is left out.
    func queryDate(_ name: String) throws -> SchoolDate? {
        try query[name].map { try Self.date($0, name) }
    }

    private static let mostDays = 366

    /// `start_date` and `end_date`, both counted.
    func dateRange() throws -> (first: SchoolDate, last: SchoolDate) {
        guard let first = try queryDate("start_date"), let last = try queryDate("end_date") else {
            throw Problem.attendance(400, "start_date and end_date are needed, as yyyy-mm-dd.")
        }
        guard first <= last, last.days - first.days < Self.mostDays else {
            throw Problem.attendance(
                400,
                "end_date must be on or after start_date, and within \(Self.mostDays) days of it.")
        }
        return (first, last)
    }

    private static let mostStudents = 500

    /// `student_ids`, and with `archived` whether those who left are asked for too.
    func studentFilter(archived: Bool = false) throws -> StudentFilter {
        var filter = StudentFilter()
        if archived {
            let isAsked = try query.flag("archived_students")
            filter.includesArchived = try query.flag("include_archived_students") || isAsked
        }
        guard let text = query["student_ids"] else { return filter }
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        let ids = parts.compactMap { Int64($0.trimming(" ")) }.filter { $0 > 0 }
        guard ids.count == parts.count, ids.count <= Self.mostStudents else {
            throw Problem.attendance(
                400,
                "Invalid student_ids parameter: '\(text.prefix(64))' is not a list of ids.")
        }
        filter.only = Set(ids.map(UserID.init))
        return filter
    }

    static let paging: Set<String> = ["page", "per_page"]

    /// Whatever is asked for, as far as it goes: clients send 9999.
    var attendancePage: PageRequest {
        let number = whole("page") ?? 1
        let perPage = whole("per_page") ?? 100
        return PageRequest(
            number: min(max(1, number), Query.largestPage), perPage: max(1, perPage), most: 500)
    }

    /// What is too large to be counted is the largest; nil where it is no number.
    private func whole(_ name: String) -> Int? {
        guard let text = query[name] else { return nil }
        let isNumber = !text.isEmpty && text.utf8.allSatisfy { (48...57).contains($0) }
        return Int(text) ?? (isNumber ? .max : nil)
    }

    /// A page of a list, under its name, with `meta`.
    func list<Item>(
        _ name: String, _ page: Page<Item>, _ request: PageRequest, _ shape: (Item) -> JSON
    ) -> Reply {
        .object([
            name: .array(page.items.map(shape)), "meta": Self.attendanceMeta(page, request),
        ])
    }

    /// `total_pages` is 1 where there is nothing: clients count from 1 to it.
    static func attendanceMeta<Item>(_ page: Page<Item>, _ request: PageRequest) -> JSON {
        let pages = max(1, (page.total + request.perPage - 1) / request.perPage)
        return [
            "current_page": JSON(request.number), "total_pages": JSON(pages),
            "total_count": JSON(page.total), "per_page": JSON(request.perPage),
        ]
    }
}

extension Query {
    /// `true false 1 0`; false where it is left out.
    func flag(_ name: String) throws -> Bool {
        switch self[name] {
        case nil, "false", "0": return false
        case "true", "1": return true
        case let other?:
            throw Problem.attendance(
                400, "Invalid \(name) parameter: '\(other.prefix(64))' is not true or false.")
        }
    }
}

extension Reply {
    /// The attendance API's answers have no envelope. Reads carry a validator.
    static func object(_ json: JSON, status: Int = 200) -> Reply {
        bytes(json.bytes, status: status)
    }

    static func bytes(_ body: [UInt8], status: Int = 200) -> Reply {
        Reply(status: status, contentType: json, body: body).tagged()
    }
}

extension Substring {
    fileprivate func trimming(_ blank: Character) -> Substring {
        let start = drop { $0 == blank }
        return start.last == blank ? start.dropLast().trimming(blank) : start
    }
}
