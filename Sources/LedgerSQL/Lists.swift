import Attendance
import Desk

extension SQLTransaction {
    package func sessions(_ filter: SessionFilter) throws -> Page<SessionDetail> {
        let tables =
            "\(SessionDetail.tables) WHERE (?1 IS NULL OR o.course_id = ?1) "
            + "AND (?2 IS NULL OR o.classroom_id = ?2) AND (?3 IS NULL OR s.status = ?3) "
            + "AND (?4 IS NULL OR o.date >= ?4) AND (?5 IS NULL OR o.date <= ?5) "
            + "AND (?6 IS NULL OR \(Self.isTaught(by: "?6", on: "?7")))"
            + " AND (?8 IS NULL OR o.classroom_id = ?8)"
        let arguments: SQLArguments = [
            filter.course?.number, filter.classroom?.number, filter.status?.rawValue,
            filter.from?.description, filter.to?.description, filter.teacher?.user.number,
            filter.teacher?.today.description, filter.within?.number,
        ]
        let items = try all(
            """
            SELECT \(SessionDetail.columns) FROM \(tables)
            ORDER BY o.date DESC, o.start_minute DESC, s.id DESC LIMIT ?9 OFFSET ?10
            """, arguments + [filter.page.perPage, filter.page.offset], SessionDetail.init)
        return Page(items: items, total: try count(tables, arguments))
    }

    func count(_ tables: String, _ arguments: SQLArguments) throws -> Int {
        try first("SELECT count(*) FROM \(tables)", arguments) { try $0.take(Int.self) } ?? 0
    }

    package func records(_ filter: RecordFilter) throws -> Page<RecordDetail> {
        let numbers = filter.status.map { status in
            AttendanceNumber.allCases.filter { $0.status == status }.map { String($0.rawValue) }
        }
        // Each condition only where it is asked for, so that its index is used.
        var conditions = ["k.number IS NOT NULL"]
        var arguments: [(any SQLConvertible)?] = []
        func add(_ condition: String, _ value: (any SQLConvertible)?) {
            guard let value else { return }
            arguments.append(value)
            conditions.append(condition + " ?\(arguments.count)")
        }
        add("s.id =", filter.session?.number)
        add("k.user_id =", filter.student?.number)
        add("k.user_id =", filter.only?.number)
        add("o.course_id =", filter.course?.number)
        add("o.date >=", filter.from?.description)
        add("o.date <=", filter.to?.description)
        if let numbers { conditions.append("k.number IN (\(numbers.joined(separator: ",")))") }
        if let teacher = filter.teacher {
            arguments += [teacher.user.number, teacher.today.description]
            let user = "?\(arguments.count - 1)"
            conditions.append(Self.isTaught(by: user, on: "?\(arguments.count)"))
        }
        let all = RecordDetail.tables + " WHERE " + conditions.joined(separator: " AND ")
        let total = try count(all, SQLArguments(arguments))
        add("k.id >", filter.after?.number)
        let items = try self.all(
            """
            SELECT \(RecordDetail.columns) FROM \(RecordDetail.tables)
            WHERE \(conditions.joined(separator: " AND "))
            ORDER BY k.id LIMIT ?\(arguments.count + 1) OFFSET ?\(arguments.count + 2)
            """,
            SQLArguments(arguments + [filter.page.perPage, filter.page.offset]),
            RecordDetail.init)
        return Page(items: items, total: total)
    }

    package func record(_ id: RecordID) throws -> RecordDetail? {
        try first(
            """
            SELECT \(RecordDetail.columns) FROM \(RecordDetail.tables)
            WHERE k.id = ? AND k.number IS NOT NULL
            """, [id.number], RecordDetail.init)
    }
}

extension RecordDetail {
    static let columns =
        "\(AttendanceRecord.columns), \(User.columns), k.occurrence_id, s.id"
    static let tables =
        "record k JOIN user u ON u.id = k.user_id JOIN occurrence o ON o.id = k.occurrence_id "
        + "JOIN course c ON c.id = o.course_id "
        + "LEFT JOIN checkin_session s ON s.occurrence_id = o.id"

    init(_ columns: inout Columns) throws {
        guard let record = try AttendanceRecord.ifAny(&columns) else { throw Columns.incomplete }
        self.init(
            record: record, student: try User(&columns), occurrence: try columns.takeID(),
            session: columns.takeIDIf())
    }
}
