import Attendance
import Testing
import Wire

/// What a hub says of a room's people and lessons, written and read.
@Suite struct FedShapesTests {
    private static func uid(_ number: UInt64) -> UniqueID { UniqueID(high: 0x8000, low: number) }

    private static let user = FedUser(
        code: UserCode("2024123456")!, givenName: "Jo", familyName: "Smith", fullName: "Jo Smith",
        role: .student, studentClass: "CS 2024",
        aliases: [.init(number: UserCode("0040856634")!, isBlocked: true)], isArchived: true)
    private static let pin = FedPIN(
        salt: Array(0..<16), hash: Array(200...231), cost: 15)
    private static let room = FedRoom(
        building: "5A", roomNumber: "C317", key: [UInt8](repeating: 255, count: 32))
    private static let course = FedCourse(
        name: "Calculus", code: "MATH101", className: "CS 2024", teacher: uid(1),
        graceMinutes: 10, isArchived: false)
    private static let enrolment = FedEnrolment(
        course: uid(1), user: uid(2),
        spans: [
            .init(isTeacher: false, begin: SchoolDate("2026-03-01"), end: nil),
            .init(isTeacher: true, begin: nil, end: SchoolDate("2026-06-28")),
        ])
    private static let excusal = FedExcusal(
        student: uid(3),
        excusal: Excusal(start: SchoolDate("2026-03-09")!, end: SchoolDate("2026-03-11")!)!)
    private static let lesson = FedLesson(
        course: uid(1), room: uid(2), date: SchoolDate("2026-03-09")!, start: TimeOfDay("08:00")!,
        end: TimeOfDay("24:00")!, sections: [1, 2], status: .moved, source: .manual,
        teachers: [uid(4)], walkIns: [uid(5), uid(6)])

    @Test func whatIsWrittenIsReadAsTheSame() throws {
        #expect(try FedUser(Self.sent(Self.user.body)) == Self.user)
        #expect(try FedPIN(Self.sent(Self.pin.body)) == Self.pin)
        #expect(try FedRoom(Self.sent(Self.room.body)) == Self.room)
        #expect(try FedCourse(Self.sent(Self.course.body)) == Self.course)
        #expect(try FedEnrolment(Self.sent(Self.enrolment.body)) == Self.enrolment)
        #expect(try FedExcusal(Self.sent(Self.excusal.body)) == Self.excusal)
        #expect(try FedLesson(Self.sent(Self.lesson.body)) == Self.lesson)
    }

    private static func sent(_ body: JSON) throws -> JSON { try JSON(parsing: body.bytes) }

    /// A member, a value that it may not have, and where the fault is.
    @Test(
        arguments: [
            ("user", "code", "with a space"), ("user", "code", ""), ("user", "role", "king"),
            ("user", "full_name", "bell \u{7}"), ("pin", "salt", "00"), ("pin", "hash", "zz"),
            ("room", "key", "é"), ("course", "teacher", "nobody"),
            ("excusal", "start", "2026-02-30"),
            ("excusal", "end", "2026-03-08"), ("excusal", "end", "2026-03-21"),
            ("lesson", "date", "9.3.2026"), ("lesson", "status", "held"), ("lesson", "end", 480),
            ("lesson", "end", 1_441), ("lesson", "start", -1), ("lesson", "sections", []),
            ("lesson", "sections", [2, 1]), ("lesson", "sections", ["1"]), ("lesson", "room", nil),
            ("lesson", "walk_ins", ["x"]), ("course", "grace_minutes", 1_441), ("pin", "cost", 21),
            ("enrolment", "spans", [["begin": "x"]]),
        ] as [(String, String, JSON)])
    func whatCannotBeIsNamed(_ shape: String, _ member: String, _ value: JSON) {
        let fault = #expect(throws: SyncFault.self) { try Self.read(shape, member, value) }
        guard case .field(let pointer, _) = fault else {
            Issue.record("\(String(describing: fault)) names no member")
            return
        }
        #expect(pointer.hasPrefix("/\(member)"))
    }

    private static func read(_ shape: String, _ member: String, _ value: JSON) throws {
        func changed(_ body: JSON) -> JSON {
            guard case .object(let members) = body else { return body }
            return .object(members.filter { $0.0 != member } + [(member, value)])
        }
        switch shape {
        case "user": _ = try FedUser(changed(user.body))
        case "pin": _ = try FedPIN(changed(pin.body))
        case "room": _ = try FedRoom(changed(room.body))
        case "course": _ = try FedCourse(changed(course.body))
        case "enrolment": _ = try FedEnrolment(changed(enrolment.body))
        case "excusal": _ = try FedExcusal(changed(excusal.body))
        default: _ = try FedLesson(changed(lesson.body))
        }
    }
}
