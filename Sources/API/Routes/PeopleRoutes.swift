import Attendance
import Desk
import Wire

/// `/v2p1/students`, `teachers`, `parents` and who is in which class.
enum PeopleRoutes {
    private static let base = Family.attendancePath

    static let all: [Endpoint] =
        people("students", "student", "Student", [.student])
        + people("teachers", "teacher", "Teacher", [.teacher])
        + people("parents", "parent", "Parent", [.parent]) + [
            .get(
                base + "/classes/{id}/students", .readSchool, query: Call.paging, isLong: true,
                members),
            .get(base + "/memberships", .readSchool, query: Call.paging, isLong: true) {
                call, ledger in
                let page = call.attendancePage
                let found = try ledger.memberships(on: call.desk.today, page)
                return call.list("memberships", found, page, call.attendanceShapes.membership)
            },
        ]

    private static func people(
        _ plural: String, _ one: String, _ model: String, _ roles: Set<Role>
    ) -> [Endpoint] {
        [
            .get(
                base + "/" + plural, .readSchool,
                query: Call.paging.union(["archived", "student_ids"]),
                isLong: true
            ) { call, ledger in
                let page = call.attendancePage
                let found = try ledger.people(
                    roles, archived: try call.query.flag("archived"),
                    only: roles == [.student] ? try call.studentFilter().only : nil, page)
                return call.list(plural, found, page, call.attendanceShapes.person)
            },
            .get(base + "/\(plural)/{id}", .readSchool) { call, ledger in
                let person = try call.person(model, roles, ledger)
                return .object([one: call.attendanceShapes.person(person)])
            },
        ]
    }

    private static func members(_ call: Call, _ ledger: any LedgerReading) throws -> Reply {
        let course = try call.course(ledger)
        let page = call.attendancePage
        let found = try ledger.people(in: course.id, on: call.desk.today, page)
        return .object([
            "student_ids": .array(found.items.map { JSON($0.user.id.number) }),
            "students": .array(found.items.map(call.attendanceShapes.person)),
            "meta": Call.attendanceMeta(found, page),
        ])
    }
}
