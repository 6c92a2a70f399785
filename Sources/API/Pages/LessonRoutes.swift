import Attendance
import Desk
import Wire

/// `/teach/lessons/{id}`: a lesson's roster as it fills, its opening and its closing.
enum LessonRoutes {
    private static let base = "/teach/lessons/{id}"

    static let all: [Endpoint] =
        Endpoint.live(
            base, .changeRoster, query: RosterShown.names, isLong: true,
            check: { _ = try Lesson($0, for: .changeRoster, $1) }, show) + [
            .get(base + "/open", .changeSession, askToOpen),
            .post(base + "/open", .changeSession, query: RosterShown.names, open),
            .get(base + "/close", .changeSession, isLong: true, rehearse),
            .post(base + "/close", .changeSession, close),
            .get(base + "/attendance.csv", .changeRoster, isLong: true, table),
        ]

    // The roster

    private static func show(_ call: Call, _ ledger: any LedgerReading) throws -> Reply {
        let lesson = try Lesson(call, for: .changeRoster, ledger)
        let shown = RosterShown(call)
        let known = Dictionary(
            uniqueKeysWithValues: try ledger.evidence(on: lesson.held.id).map {
                ($0.user, $0.1.evidence)
            })
        let roster = try ledger.roster(of: lesson.held.id)
        func seen(_ row: RosterRow) -> LessonRow {
            LessonRow(row: row, evidence: known[row.student.id], lesson: lesson)
        }
        let listed = shown.chosen(roster)
        let page = listed.dropFirst(shown.from).prefix(RosterShown.most)
        let values: [String: Any] = [
            "show": shown.query, "counts": counts(roster, call), "expected": "\(roster.count)",
            "late": list(
                roster.map(seen).filter(\.isLateArrival).suffix(RosterShown.most)
                    .map { $0.arrival(call, isHere: page.map(\.student.id).contains) }),
            "outsiders": list(try outsiders(Set(known.keys), roster, ledger)),
            "rows": page.map { seen($0).values(call, shown) }, "isEmpty": page.isEmpty,
            "isNobody": roster.isEmpty, "home": call.token.isOffice ? "/office" : "",
            "substitute": try call.substitute(on: lesson.held, ledger),
        ]
        return call.page(
            "teach-lesson",
            values.merging(shown.pages(of: listed.count, call, lesson.path)) { $1 }
                .merging(lesson.heading(call)) { $1 }.merging(state(lesson, call)) { $1 }
                .merging(try ofCourse(lesson.held, call, ledger)) { $1 },
            live: lesson.path + "/live" + shown.query)
    }

    /// Nothing to show is no list with nothing in it: its heading goes as well.
    private static func list(_ items: [[String: Any]]) -> Any {
        items.isEmpty ? "" : ["items": items]
    }

    private static func state(_ lesson: Lesson, _ call: Call) -> [String: Any] {
        let isOpen = lesson.status == .open
        let state =
            switch lesson.status {
            case .draft: lesson.isCancelled ? "" : call.word("not_taken")
            case .open: ""
            case .closed: call.word("closed_now")
            }
        return [
            "state": state, "isOpen": isOpen, "isCancelled": lesson.isCancelled,
            "mayOpen": lesson.status == .draft && !lesson.isCancelled,
            "isMoved": lesson.held.status == .moved,
            "mayReopen": lesson.status == .closed && !lesson.isCancelled,
            "isTaken": lesson.status != .draft,
            "code": isOpen ? lesson.session?.session.code?.text ?? "" : "",
        ]
    }

    /// What a course's own teachers find of it: another lesson, and all that was taken.
    private static func ofCourse(
        _ held: Occurrence, _ call: Call, _ ledger: any LedgerReading
    ) throws -> [String: Any] {
        let own = try call.ownership(of: held.course, ledger)
        func mayDo(_ action: Action) -> Bool {
            allows(call.token.caller, action, own) == .allowed
        }
        let extra = "/teach/extra?course=\(held.course.id.number)&date=\(held.date)"
        func handout(_ name: String) -> String {
            mayDo(.changeRoster) ? CourseHandoutRoutes.path(held.course, name, on: held.date) : ""
        }
        return [
            "extra": mayDo(.changeOccurrence) ? extra : "",
            "workbook": handout("attendance.xlsx"), "register": handout("register.html"),
        ]
    }

    private static func counts(_ roster: [RosterRow], _ call: Call) -> [[String: Any]] {
        let statuses: [CheckinStatus?] = CheckinStatus.allCases + [nil]
        return statuses.map { status in
            [
                "count": "\(roster.count { $0.record?.status == status })",
                "status": status?.rawValue ?? "",
                "word": status.map { call.voice.words.status($0) } ?? call.word("roster_missing"),
            ]
        }
    }

    /// Who scanned here and is not on the list.
    private static func outsiders(
        _ known: Set<UserID>, _ roster: [RosterRow], _ ledger: any LedgerReading
    ) throws -> [[String: Any]] {
        let others = known.subtracting(roster.map(\.student.id))
        return try others.sorted { $0.number < $1.number }.compactMap { id in
            guard let user = try ledger.user(id), !user.isArchived else { return nil }
            return [
                "id": "\(id.number)", "name": user.fullName, "code": user.code.text,
                "class": user.studentClass,
            ]
        }
    }

    // Opening and closing

    /// Of a lesson that is not now: whoever slips would make a whole class absent.
    private static func askToOpen(_ call: Call, _ ledger: any LedgerReading) throws -> Reply {
        let lesson = try Lesson(call, for: .changeSession, ledger)
        return call.page("teach-open", lesson.heading(call))
    }

    private static func open(_ call: Call, _ ledger: any LedgerWriting) throws -> Reply {
        let lesson = try Lesson(call, for: .changeSession, ledger)
        let form = call.form(["reopen", "sure"])
        if lesson.status == .draft, form["sure"] != "1", !lesson.isAbout(call) {
            return .go(to: lesson.path + "/open")
        }
        // Before a draft is made that nobody could open.
        if lesson.isCancelled {
            return call.refused(.sessionIs(.cancelled), back: lesson.path)
        }
        let actor = call.token.actor
        let made = try call.desk.createSession(
            on: lesson.held.id, remark: "", by: actor, in: ledger
        ).orProblem()
        let opened = try call.desk.open(
            made.session.session.id, reopening: form["reopen"] == "1", by: actor,
            in: ledger)
        if case .failure(let refusal) = opened { return call.refused(refusal, back: lesson.path) }
        return .go(to: lesson.path + RosterShown(call).query)
    }

    /// Who would become what; nothing changes.
    private static func rehearse(_ call: Call, _ ledger: any LedgerReading) throws -> Reply {
        let lesson = try Lesson(call, for: .changeSession, ledger)
        guard let session = lesson.session, lesson.status == .open else {
            return .go(to: lesson.path)
        }
        let changes = try call.desk.rehearseClosing(session.session.id, in: ledger).orProblem()
        let groups = CheckinStatus.allCases.compactMap { status -> [String: Any]? in
            let names = changes.filter { $0.status == status }.map(\.student.fullName)
            if names.isEmpty { return nil }
            let title = call.word(
                "close_become",
                ["count": "\(names.count)", "status": call.voice.words.status(status)])
            return ["status": status.rawValue, "title": title, "names": names.map { ["name": $0] }]
        }
        return call.page(
            "teach-close",
            lesson.heading(call).merging([
                "ask": call.word("close_ask", ["course": lesson.held.course.name]),
                "groups": groups, "isEmpty": groups.isEmpty,
                "isEarly": !lesson.hasBegun(call),
            ]) { $1 })
    }

    private static func close(_ call: Call, _ ledger: any LedgerWriting) throws -> Reply {
        let lesson = try Lesson(call, for: .changeSession, ledger)
        guard let session = lesson.session else {
            return call.refused(.sessionIs(.draft), back: lesson.path)
        }
        let closed = try call.desk.close(session.session.id, by: call.token.actor, in: ledger)
        if case .failure(let refusal) = closed { return call.refused(refusal, back: lesson.path) }
        return .go(to: lesson.path)
    }

    // Handing out

    private static func table(_ call: Call, _ ledger: any LedgerReading) throws -> Reply {
        let held = try Lesson(call, for: .changeRoster, ledger).held
        var filter = LessonFilter(from: held.date, to: held.date)
        filter.course = held.course.id
        let lessons = try ledger.lessons(on: held.date, filter)
        guard let lesson = lessons.first(where: { $0.occurrence.id == held.id }) else {
            throw Problem.notFound
        }
        var table = LessonTable(zone: call.desk.zone, labels: call.service.attendanceShapes.labels)
        var text = CSVLine(LessonTable.columns).bytes + [UInt8(ascii: "\n")]
        _ = try table.write(lesson, to: &text) { try ledger.user($0) }
        var reply = Reply(contentType: "text/csv; charset=utf-8; header=present", body: text)
        let start = "\(held.start)".filter { $0 != ":" }
        let name = held.course.fileName("\(held.date)", start)
        reply.fields = Reply.named(name + ".csv", isShown: false)
        return reply
    }
}
