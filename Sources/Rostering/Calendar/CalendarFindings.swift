import Attendance

extension CalendarsUnderWay {
    /// Reports what has been counted: what fits no course or several, whole days, other years.
    func sayWhatWasLeftOut() {
        let inOrder = said.sorted {
            ($0.value.file, $0.value.line ?? 0) < ($1.value.file, $1.value.line ?? 0)
        }
        for (taken, seen) in inOrder {
            let name = quoted(taken.summary) + (seen.count > 1 ? ", \(seen.count) events," : "")
            switch taken.match {
            case .course, .leftOut: break
            case .none:
                findings.add(
                    .warning, .noCourse, file: seen.file, line: seen.line, column: "SUMMARY",
                    """
                    \(name) fits no course and was left out. If it is a lesson, give it a course \
                    with a rule: --rules.
                    """)
            case .several(let ids, _):
                findings.add(
                    .error, .severalCourses, file: seen.file, line: seen.line, column: "SUMMARY",
                    """
                    \(name) fits several courses: \(courses.listed(ids)). Say which with a rule \
                    (--rules), by its code or its number here.
                    """)
            }
        }
        if allDay.count > 0 {
            findings.add(
                .warning, .allDay, file: allDay.file, line: allDay.line,
                """
                Events of whole days were left out, as they are no lessons: \(allDay.count) in \
                all, of which this is the first.
                """)
        }
        if outside.count > 0 {
            findings.add(
                .warning, .outsideTerms, file: outside.file, line: outside.line,
                """
                Events outside every term of the school were left out: \(outside.count) in all, of \
                which this is the first.
                """)
        }
    }

    /// By course, with what needs an eye first.
    func mapping() -> [CalendarMapping] {
        said.map { taken, seen in
            var mapping = CalendarMapping(
                summary: taken.summary, kind: .none, course: nil, by: "", events: seen.count)
            switch taken.match {
            case .course(let id, let by):
                (mapping.kind, mapping.course, mapping.by) = (.course, courses[id], by)
            case .leftOut(let by): (mapping.kind, mapping.by) = (.leftOut, by)
            case .none: break
            case .several(let ids, _):
                (mapping.kind, mapping.by) = (.several, courses.listed(ids))
            }
            return mapping
        }.sorted { $0.order < $1.order }
    }
}

extension CalendarMapping {
    fileprivate var order: [String] {
        let place =
            switch kind {
            case .several: "0"
            case .none: "1"
            case .course: "2"
            case .leftOut: "3"
            }
        return [place, course?.code ?? "", summary, by]
    }
}

extension [String] {
    fileprivate static func < (left: [String], right: [String]) -> Bool {
        left.lexicographicallyPrecedes(right)
    }
}
