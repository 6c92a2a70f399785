import Attendance
import Desk
import Wire

/// What clients of the attendance API ask before they reach attendance: years, classes, themselves.
enum SchoolRoutes {
    private static let base = Family.attendancePath

    static let all: [Endpoint] = [
        .get(base + "/ping", .readSchool) { _, _ in .object(["pong": "ok"]) },
        .get(base + "/auth/permissions", .readSchool, permissions),
        .get(base + "/school/academic-years", .readSchool) { call, ledger in
            .object(call.attendanceShapes.years(try ledger.academicYears(), on: call.desk.today))
        },
        .get(base + "/school/academic-years/{id}/attendance_categories", .readSchool) {
            call, ledger in
            _ = try call.year(ledger)
            return .object(["categories": call.attendanceShapes.categories])
        },
        .get(base + "/year-groups", .readSchool, query: Call.paging, isLong: true) {
            call, ledger in
            let page = call.attendancePage
            let found = try ledger.yearGroups(page)
            return call.list("year_groups", found, page, call.attendanceShapes.yearGroup)
        },
        .get(
            base + "/classes", .readSchool, query: Call.paging.union(["archived"]), isLong: true
        ) { call, ledger in
            let page = call.attendancePage
            let found = try ledger.courses(
                archived: try call.query.flag("archived"), on: call.desk.today, page)
            return call.list("classes", found, page, call.attendanceShapes.schoolClass)
        },
        .get(base + "/classes/{id}", .readSchool) { call, ledger in
            let course = try call.course(ledger)
            guard let detail = try ledger.courseDetail(course.id, on: call.desk.today) else {
                throw Problem.missing("Class", call.parameter(0))
            }
            return .object(["class": call.attendanceShapes.schoolClass(detail)])
        },
        .get(base + "/classes/{id}/terms", .readSchool) { call, ledger in
            let terms = try ledger.terms(of: try call.course(ledger).id)
            return .object([
                "terms": .array(
                    terms.map { call.attendanceShapes.term($0, on: call.desk.today) })
            ])
        },
    ]

    private static func permissions(_ call: Call, _ ledger: any LedgerReading) throws -> Reply {
        guard case .integration(_, let scopes) = call.token.holder else {
            throw Problem.forbidden
        }
        return .object(["permissions": .array(scopes.map(\.rawValue).sorted().map(JSON.string))])
    }
}
