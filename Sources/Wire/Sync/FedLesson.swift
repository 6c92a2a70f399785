import Attendance

/// A room, and the secret that the proofs shown in it are made with.
package struct FedRoom: Equatable, Sendable {
    static let longestName = 200
    static let keyBytes = 32

    package var building: String
    package var roomNumber: String
    package var key: [UInt8]

    package init(building: String, roomNumber: String, key: [UInt8]) {
        self.building = building
        self.roomNumber = roomNumber
        self.key = key
    }

    package init(_ body: JSON) throws(SyncFault) {
        let fields = try SyncFields(body)
        self.init(
            building: try fields.textIf("building", most: Self.longestName) ?? "",
            roomNumber: try fields.text("room", most: Self.longestName),
            key: try fields.bytes("key", count: Self.keyBytes))
    }

    package var body: JSON {
        [
            "building": .string(building), "room": .string(roomNumber), "key": JSON(hex: key),
        ]
    }
}

/// What is taught, without who is enrolled.
package struct FedCourse: Equatable, Sendable {
    static let longestName = 1_000
    static let graceMinutes: ClosedRange<Int64> = 0...1_440

    package var name: String
    package var code: String
    package var className: String
    package var teacher: UniqueID?
    /// As the hub counts it, also where the course says nothing.
    package var graceMinutes: Int
    package var isArchived: Bool

    package init(
        name: String, code: String, className: String, teacher: UniqueID?, graceMinutes: Int,
        isArchived: Bool
    ) {
        self.name = name
        self.code = code
        self.className = className
        self.teacher = teacher
        self.graceMinutes = graceMinutes
        self.isArchived = isArchived
    }

    package init(_ body: JSON) throws(SyncFault) {
        let fields = try SyncFields(body)
        self.init(
            name: try fields.text("name", most: Self.longestName),
            code: try fields.textIf("code", most: Self.longestName) ?? "",
            className: try fields.textIf("class", most: Self.longestName) ?? "",
            teacher: try fields.idIf("teacher"),
            graceMinutes: Int(try fields.whole("grace_minutes", in: Self.graceMinutes)),
            isArchived: try fields.flag("archived"))
    }

    package var body: JSON {
        .present([
            ("name", .string(name)), ("code", .string(code)), ("class", .string(className)),
            ("teacher", teacher.map { JSON($0) } ?? .null), ("grace_minutes", JSON(graceMinutes)),
            ("archived", isArchived ? .bool(true) : .null),
        ])
    }
}

/// Somebody's times in a course.
package struct FedEnrolment: Equatable, Sendable {
    package struct Span: Equatable, Sendable {
        package var isTeacher: Bool
        /// Both ends counted; nil is open.
        package var begin: SchoolDate?
        package var end: SchoolDate?

        package init(isTeacher: Bool, begin: SchoolDate?, end: SchoolDate?) {
            self.isTeacher = isTeacher
            self.begin = begin
            self.end = end
        }
    }

    package static let mostSpans = 100

    package var course: UniqueID
    package var user: UniqueID
    package var spans: [Span]

    package init(course: UniqueID, user: UniqueID, spans: [Span]) {
        self.course = course
        self.user = user
        self.spans = spans
    }

    package var key: String { "\(course)/\(user)" }

    package init(_ body: JSON) throws(SyncFault) {
        let fields = try SyncFields(body)
        var spans: [Span] = []
        for span in try fields.list("spans", most: Self.mostSpans) {
            spans.append(
                Span(
                    isTeacher: try span.flag("teacher"), begin: try span.dateIf("begin"),
                    end: try span.dateIf("end")))
        }
        self.init(
            course: try fields.id("course"), user: try fields.id("user"), spans: spans)
    }

    package var body: JSON {
        let spans = spans.map { span -> JSON in
            .present([
                ("teacher", span.isTeacher ? .bool(true) : .null),
                ("begin", JSON(span.begin?.description)), ("end", JSON(span.end?.description)),
            ])
        }
        return ["course": JSON(course), "user": JSON(user), "spans": .array(spans)]
    }
}

/// One meeting of a course in a room.
package struct FedLesson: Equatable, Sendable {
    package static let mostTeachers = 100
    package static let mostWalkIns = 1_000
    static let mostSections = 50

    package var course: UniqueID
    package var room: UniqueID
    package var date: SchoolDate
    package var start: TimeOfDay
    package var end: TimeOfDay
    /// Ascending, at least one.
    package var sections: [Int]
    package var status: OccurrenceStatus
    package var source: OccurrenceSource
    /// Those named on the lesson itself.
    package var teachers: [UniqueID]
    package var walkIns: [UniqueID]

    package init(
        course: UniqueID, room: UniqueID, date: SchoolDate, start: TimeOfDay, end: TimeOfDay,
        sections: [Int], status: OccurrenceStatus, source: OccurrenceSource,
        teachers: [UniqueID] = [], walkIns: [UniqueID] = []
    ) {
        self.course = course
        self.room = room
        self.date = date
        self.start = start
        self.end = end
        self.sections = sections
        self.status = status
        self.source = source
        self.teachers = teachers
        self.walkIns = walkIns
    }

    package init(_ body: JSON) throws(SyncFault) {
        let fields = try SyncFields(body)
        let start = try fields.time("start")
        let end = try fields.time("end")
        if end <= start { throw fields.fault("end", "must be after the start") }
        self.init(
            course: try fields.id("course"), room: try fields.id("room"),
            date: try fields.date("date"), start: start, end: end,
            sections: try Self.sections(fields), status: try fields.value("status"),
            source: try fields.value("source"),
            teachers: try fields.ids("teachers", most: Self.mostTeachers),
            walkIns: try fields.ids("walk_ins", most: Self.mostWalkIns))
    }

    private static func sections(_ fields: SyncFields) throws(SyncFault) -> [Int] {
        var sections: [Int] = []
        for value in try fields.arrayIf("sections", most: mostSections) ?? [] {
            guard case .int(let section) = value, (1...999).contains(section),
                Int(section) > sections.last ?? 0
            else { throw fields.fault("sections", "must rise, from 1 to 999") }
            sections.append(Int(section))
        }
        if sections.isEmpty { throw fields.fault("sections", "must name at least one") }
        return sections
    }

    package var body: JSON {
        .present([
            ("course", JSON(course)), ("room", JSON(room)), ("date", .string(date.description)),
            ("start", JSON(start.minutes)), ("end", JSON(end.minutes)),
            ("sections", .array(sections.map { JSON($0) })),
            ("status", .string(status.rawValue)), ("source", .string(source.rawValue)),
            ("teachers", teachers.isEmpty ? .null : JSON(teachers)),
            ("walk_ins", walkIns.isEmpty ? .null : JSON(walkIns)),
        ])
    }
}
