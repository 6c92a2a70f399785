import Attendance
import Desk
import TestKit
import Testing
import Wire

/// The teacher's pages as markup: nothing from outside is any, a reader's software finds its way,
/// and a class is no burden to a telephone.
@Suite struct TeachMarkupTests {
    typealias Room = TeachTests.Room

    static let corpus = [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='alert(1)",
        "\" autofocus onfocus=\"alert(1)", "</textarea><svg onload=alert(1)>",
        "</main><main data-live=\"//evil.example\">", "</style><style>*{display:none}</style>",
        "{{w.back}} {{{style}}} {{>layout}}", "<!--", "&lt;b&gt; &#x3C;i>", "javascript:alert(1)",
        // To a person one character each, and to a browser a mark and an accent upon it.
        "\"\u{301} autofocus onfocus=\"\u{301}alert(1)", "<\u{301}img src=x>&\u{301}lt;",
    ]

    static let tags: Set<String> = [
        "html", "body", "main", "nav", "header", "div", "section", "h1", "h2", "p", "b", "bdi",
        "span",
        "a", "ul",
        "li", "form", "button", "input", "label", "textarea", "select", "option", "details",
        "summary", "table", "tbody", "tr", "th", "td", "dl", "dt", "dd", "datalist",
    ]
    static let attributes: Set<String> = [
        "id", "class", "href", "action", "method", "name", "value", "type", "role", "for", "rows",
        "scope", "required", "maxlength", "autocomplete", "autocapitalize", "download", "data-live",
        "data-leaves", "list", "aria-label", "aria-labelledby", "aria-pressed", "aria-current",
    ]

    @Test(arguments: corpus)
    func whatComesFromOutsideIsText(_ text: String) async throws {
        let room = try await Room(isOpen: false)
        var roster = TestSchool.roster
        roster.courses[0].title = text
        roster.courses[0].className = text
        roster.people[0].familyName = text
        _ = try await room.school.desk.apply(roster, source: "test").get()
        _ = try await room.school.open()
        try await room.school.present("2024123456")
        let id = try await room.school.user("2024123456").id
        let session = try #require(try await room.session()).session.id
        _ = try await room.school.desk.act(
            .mark(.init(value: .status(.late), remark: text)), on: id, in: session,
            by: TestSchool.office
        ).get()
        try await room.school.present("2024888888")
        let record = try #require(try await room.record()).id.number
        let extra = "/teach/extra?course=\(room.lesson.course.id.number)&date=2026-03-09"
        let there = try await room.post("/walk-ins", "code=2024123456")
        let pages = [
            try await room.visitor.get("/teach", cookie: room.cookie), try await room.page(),
            try await room.page("/close"), there, try await room.page("/change"),
            try await room.page("/change?room=C318"), try await room.page("/cancel"),
            try await room.page("/teachers?q=o"),
            try await room.visitor.get(extra, cookie: room.cookie),
            try await room.visitor.get(extra + "&start=10:30&end=11:00", cookie: room.cookie),
            try await room.visitor.get("/teach/extra", cookie: room.cookie),
            try await room.visitor.get("/teach/records/\(record)", cookie: room.cookie),
        ]
        for page in pages {
            let markup = Markup(page.text)
            let tags = Set(markup.tags.map { $0.name.replacing("/", with: "") })
            #expect(tags.isSubset(of: Self.tags))
            let attributes = Set(markup.tags.flatMap(\.attributes.keys))
            #expect(attributes.isSubset(of: Self.attributes))
            let links = markup.tags.compactMap { $0.attributes["href"] ?? $0.attributes["action"] }
            #expect(links.allSatisfy { $0.hasPrefix("/") || $0.hasPrefix("#") })
            if text.utf8.contains(where: "<>&\"'".utf8.contains) {
                #expect(!page.text.utf8.contains(text.utf8), "as it came")
            }
            #expect(page.text.components(separatedBy: "<main").count == 2)
            #expect(page.text.components(separatedBy: "<style").count == 2)
        }
        // Escaped once, and all of it there.
        let escaped = text.replacing(scalar: "&", with: "&amp;")
            .replacing(scalar: "<", with: "&lt;").replacing(scalar: ">", with: "&gt;")
            .replacing(scalar: "\"", with: "&quot;").replacing(scalar: "'", with: "&#39;")
        #expect(pages[1].text.utf8.contains(escaped.utf8))
    }

    @Test func whoeverReadsByEarOrKeysFindsTheirWay() async throws {
        let room = try await Room()
        room.school.clock.set("08:15")
        for code in ["2024123456", "2024888888"] { try await room.school.present(code) }
        try await room.press("absent", "0024000006")
        room.school.clock.set("08:20")
        try await room.school.present("0024000006")
        for page in [
            try await room.page(), try await room.page("?show=missing"),
            try await room.visitor.get("/teach", cookie: room.cookie),
            try await room.page("/close"), try await room.page("/change"),
            try await room.page("/change?start=10:30&end=11:00"), try await room.page("/cancel"),
            try await room.page("/teachers?q=o"),
            try await room.visitor.get("/teach/extra", cookie: room.cookie),
        ] {
            let markup = Markup(page.text)
            #expect(Set(markup.ids).count == markup.ids.count, "ids are of one element each")
            let headings = markup.all("h1", "h2").map(\.name)
            #expect(headings.first == "h1" && headings.count { $0 == "h1" } == 1)
            for list in markup.all("ul") {
                #expect(list.attributes["role"] == "list", "Safari forgets an unmarked list's")
            }
            for field in markup.all("textarea", "select", "nav") {
                let name = field.attributes["aria-label"] ?? field.attributes["aria-labelledby"]
                #expect(name?.isEmpty == false)
            }
            for part in markup.tags.compactMap({ $0.attributes["aria-labelledby"] }) {
                #expect(markup.ids.contains(part))
            }
            #expect(!page.text.contains(" style=") && !page.text.contains("tabindex"))
        }
    }

    @Test func everyButtonOfARowSaysWhomItIsAboutAndCanBeFoundAgain() async throws {
        let room = try await Room()
        try await room.school.present("2024123456")
        try await room.press("absent")
        room.school.clock.set("08:20")
        try await room.school.present("2024123456")
        let id = try await room.school.user("2024123456").id.number
        let written = try await room.page("?row=\(id)").text
        let rest = written[try #require(written.range(of: "<li id=\"s\(id)\"")).lowerBound...]
        let row = String(rest[..<(try #require(rest.range(of: "</li>")).upperBound)])
        let buttons = Markup(row).all("button", "textarea")
        #expect(buttons.count == 10, "four, undo, void, two for the flag, and the remark's two")
        for button in buttons {
            let name = try #require(button.attributes["aria-label"])
            #expect(name.hasSuffix(": John Smith") && button.attributes["id"] != nil)
            // What is seen is what is heard first.
            let seen = button.text.trimmingPrefix { $0.isWhitespace }
            #expect(button.name == "textarea" || name.hasPrefix(seen), "\(name)")
        }
    }

    @Test(arguments: [
        ("de", "Dem Raum zeigen"), ("fr", "Montrer à la salle"), ("es", "Mostrar al aula"),
        ("zh", "在教室投屏"),
    ])
    func itSpeaksTheReadersLanguage(_ language: String, _ text: String) async throws {
        let room = try await Room()
        let page = try await room.page(language: language)
        #expect(page.text.contains(text) && page.text.contains("<html lang=\"\(language)\">"))
    }

    /// Students of Calculus besides the four that are there.
    private func enrol(_ count: Int, _ room: Room) async throws {
        let course = room.lesson.course.id
        let now = room.school.clock.now
        try await room.school.ledger.write { ledger in
            for number in 0..<count {
                let new = NewUser(
                    code: UserCode("2025\(100_000 + number)")!,
                    fullName: "Maximiliane Mustermann \(number)", role: .student)
                let user = try ledger.addUser(new, at: now, by: TestSchool.office)
                try ledger.enrol(
                    user.id, in: course, asTeacher: false, from: TestSchool.day, at: now,
                    by: TestSchool.office)
            }
        }
    }

    @Test func aClassOfThirtyWeighsAtMostSixtyKilobytes() async throws {
        let room = try await Room()
        try await enrol(26, room)
        for number in 0..<26 {
            try await room.school.present("2025\(100_000 + number)")
            try await room.press("late", "2025\(100_000 + number)")
        }
        for language in ["en", "de", "fr", "es", "zh"] {
            let page = try await room.page(language: language)
            #expect(page.text.components(separatedBy: "<li id=\"s").count == 31)
            #expect(page.body.count <= 60_000, "\(language): \(page.body.count)")
        }
        let missing = try await room.page("?show=missing")
        #expect(missing.text.components(separatedBy: "<li id=\"s").count == 5)
    }

    @Test func fiveHundredAreOnPagesWithinTheWeight() async throws {
        let room = try await Room()
        try await enrol(496, room)
        for number in 0..<80 { try await room.school.present("2025\(100_000 + number)") }
        var seen: [String] = []
        var next: String? = ""
        while let query = next {
            let page = try await room.page(query)
            #expect(page.body.count <= 60_000, "\(query): \(page.body.count)")
            #expect(Set(Markup(page.text).ids).count == Markup(page.text).ids.count)
            seen += page.text.matches(of: /<li id="(s\d+)"/).map { String($0.1) }
            next = page.text.firstMatch(of: /id="next" href="[^"?]*(\?from=\d+)"/)
                .map { String($0.1) }
        }
        #expect(seen.count == 500 && Set(seen).count == 500)
        let found = try await room.page("?find=mustermann+417")
        #expect(found.text.components(separatedBy: "<li id=\"s").count == 2)
    }
}
