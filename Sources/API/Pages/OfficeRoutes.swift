import Attendance
import Desk
import Wire

/// The office's page: the day of the whole school.
enum OfficeRoutes {
    static let all: [Endpoint] =
        Endpoint.live(
            "/office", .listSessions, query: ["date", "show"], pause: .seconds(2), isLong: true,
            day)
        + [
            .post("/office/import", .importRoster, beginImport),
            .get("/office/tokens", .manageTokens, query: ["kind"], tokens),
            .post("/office/tokens/{id}/revoke", .manageTokens, revoke),
        ]

    private enum Shown: String, CaseIterable {
        case untaken, open, all
    }

    private static func day(_ call: Call, _ ledger: any LedgerReading) throws -> Reply {
        // What all is, is the office's alone.
        try call.require(.listSessions, .anothers)
        let today = call.desk.today
        let date = call.query["date"].flatMap { SchoolDate($0) } ?? today
        let shown = call.query["show"].flatMap(Shown.init) ?? .untaken
        let rows = try ledger.daily(OccurrenceFilter(from: date, to: date))
        var values = summary(of: rows, on: date, call)
        let wanted = rows.filter { row in
            switch shown {
            case .all: true
            case .open: row.session?.session.status == .open
            case .untaken: call.desk.isUntaken(row)
            }
        }
        values["lessons"] = try wanted.map { try lesson($0, call, ledger) }
        values["isEmpty"] = wanted.isEmpty
        values["isToday"] = date == today
        values["date"] = "\(date)"
        values["weekday"] = call.voice.words(weekday: date.weekday)
        values["filters"] = Shown.allCases.map { filter -> [String: Any] in
            [
                "link": "/office?date=\(date)&show=\(filter)", "isShown": filter == shown,
                "word": call.word("office_\(filter)"),
            ]
        }
        values["before"] = "/office?date=\(date.adding(days: -1))&show=\(shown)"
        values["after"] = "/office?date=\(date.adding(days: 1))&show=\(shown)"
        values.merge(try doors(call, ledger)) { $1 }
        values["checks"] = call.service.checks()
        values["mayImport"] = allows(call.token.caller, .importRoster, .anothers) == .allowed
        values["mayRevoke"] = allows(call.token.caller, .manageTokens, .anothers) == .allowed
        values["mayFind"] = allows(call.token.caller, .manageUsers, .anothers) == .allowed
        values.merge(imports(call)) { $1 }
        return call.page("office", values, live: "/office/live?date=\(date)&show=\(shown)")
    }

    private static func summary(
        of rows: [DailyRow], on date: SchoolDate, _ call: Call
    ) -> [String: Any] {
        let held = rows.filter { $0.occurrence.status != .cancelled }
        let open = held.filter { $0.session?.session.status == .open }
        let there = held.reduce(0) { $0 + $1.counts.present + $1.counts.late }
        let expected = held.filter { ($0.session?.session.status ?? .draft) != .draft }
            .reduce(0) { $0 + $1.counts.expected - $1.counts.leave }
        return [
            "total": "\(held.count)", "open": "\(open.count)",
            "untaken": "\(held.count(where: call.desk.isUntaken))",
            "there": call.voice.words(
                .counts, ["present": "\(there)", "expected": "\(expected)"]),
        ]
    }

    private static func lesson(
        _ row: DailyRow, _ call: Call, _ ledger: any LedgerReading
    ) throws -> [String: Any] {
        let held = row.occurrence
        let session = row.session?.session
        let state =
            switch session?.status {
            case _ where held.status == .cancelled: ""
            case nil, .draft: call.word("not_taken")
            case .open: call.word("open_now", ["code": session?.code?.text ?? ""])
            case .closed: call.word("closed_now")
            }
        return [
            "id": "\(held.id.number)", "time": "\(held.start)-\(held.end)",
            "room": held.classroom?.name ?? "", "course": held.course.name,
            "class": held.course.className, "teacher": held.course.teacherName ?? "",
            "substitute": try call.substitute(on: held, ledger), "state": held.said(state, call),
            "counts": session == nil
                ? ""
                : call.voice.words(
                    .counts,
                    [
                        "present": "\(row.counts.present + row.counts.late)",
                        "expected": "\(row.counts.expected)",
                    ]),
        ]
    }

    private static func doors(
        _ call: Call, _ ledger: any LedgerReading
    ) throws -> [String: Any] {
        let zone = call.desk.zone
        func time(_ moment: Moment) -> String {
            let day = zone.date(of: moment)
            return (day == call.desk.today ? "" : "\(day) ") + "\(zone.time(of: moment))"
        }
        let midnight = zone.moment(call.desk.today, TimeOfDay(minutes: 0)!)
        let doors = try ledger.doors(since: midnight)
        var values: [String: Any] = [:]
        values["doors"] = doors.map { door -> [String: Any] in
            let waiting = door.contact.map { "\($0.waiting)" }
            let aside = door.contact.map { "\($0.quarantined)" }
            return [
                "name": door.isOwn ? call.word("this_door") : door.name,
                "room": door.classroom ?? "",
                "attempts": "\(door.attempts)", "refused": "\(door.refused)",
                "last": door.last.map { "\(zone.time(of: $0))" } ?? call.word("nothing_today"),
                "heard": door.contact.map { time($0.last) } ?? "",
                "waiting": waiting ?? "", "aside": aside ?? "",
            ]
        }
        values["isHub"] = doors.contains { $0.contact != nil }
        values["notSent"] = try ledger.waitingLines().map { waiting in
            call.word(
                "not_sent_here", ["count": "\(waiting.count)", "since": time(waiting.since)])
        }
        return values
    }

    private static func imports(_ call: Call) -> [String: Any] {
        let imports = call.service.imports
        var values: [String: Any] = [
            "canImport": imports.begin != nil, "isImporting": imports.isRunning(),
        ]
        guard let last = imports.last() else { return values }
        let zone = call.desk.zone
        values["import"] =
            [
                "at": "\(zone.date(of: last.at)) \(zone.time(of: last.at))", "from": last.from,
                "isDone": last.isDone, "said": last.said,
                "counts": last.counts.map { count in
                    [
                        "what": call.kind(count.what), "created": "\(count.created)",
                        "updated": "\(count.updated)", "removed": "\(count.removed)",
                    ]
                },
                "findings": last.findings.map { finding in
                    [
                        "place": finding.place, "message": finding.message,
                        "kind": call.word(finding.isError ? "is_error" : "is_warning"),
                    ]
                },
            ] as [String: Any]
        return values
    }

    private static func beginImport(_ call: Call, _ ledger: any LedgerWriting) throws -> Reply {
        switch call.service.imports.begin?() {
        case .begun, .runsAlready, nil: .go(to: "/office#roster")
        case .waitsForFiles: call.refused("import_waits", status: 409, back: "/office")
        }
    }

    private static let mostTokens = 200

    private static func tokens(_ call: Call, _ ledger: any LedgerReading) throws -> Reply {
        let held = try ledger.tokens().filter {
            isInForce(revoked: $0.revokedAt, expires: $0.expiresAt, at: call.asked.moment)
        }
        let kinds = TokenRow.Kind.allCases.filter { kind in held.contains { $0.kind == kind } }
        let shown = kinds.first { $0.rawValue == call.query["kind"] }
        let rows = held.filter { shown == nil || $0.kind == shown }
        let tabs = [nil] + kinds.map { Optional($0) }
        return call.page(
            "office-tokens",
            [
                "rows": try rows.prefix(mostTokens).map { try TokenRow($0, call, ledger).values },
                "isEmpty": rows.isEmpty,
                "more": rows.count > mostTokens
                    ? call.word("more_tokens", ["count": "\(rows.count - mostTokens)"]) : "",
                "kinds": tabs.map { kind -> [String: Any] in
                    [
                        "link": "/office/tokens" + (kind.map { "?kind=\($0.rawValue)" } ?? ""),
                        "word": call.word(kind.map { "token_\($0.rawValue)" } ?? "office_all"),
                        "isShown": kind == shown,
                    ]
                },
            ])
    }

    private static func revoke(_ call: Call, _ ledger: any LedgerWriting) throws -> Reply {
        guard
            try ledger.revokeToken(try call.id(), at: call.asked.moment, by: call.token.actor)
        else { throw Problem.notFound }
        return .go(to: "/office/tokens")
    }
}

extension Call {
    /// What an import counts, in the reader's language.
    fileprivate func kind(_ name: String) -> String {
        let known = [
            "users", "courses", "classrooms", "enrolments", "terms", "occurrences",
        ]
        return known.contains(name) ? word("kind_\(name)") : name
    }
}
