import Attendance
import Desk

/// What the attendance API tells of years, classes and people. An import makes one program.
extension AttendanceShapes {
    private static let program: [(String, JSON)] = [
        ("program", "Default"), ("program_code", "default"),
    ]

    package func years(_ years: [AcademicYear], on today: SchoolDate) -> JSON {
        let list = years.map { year -> JSON in
            .object(
                members(of: year.year, today) + [
                    ("academic_terms", .array(year.terms.map { term($0, on: today) }))
                ])
        }
        return ["academic_years": ["default": ["academic_years": .array(list)]]]
    }

    private func members(of term: AcademicTerm, _ today: SchoolDate) -> [(String, JSON)] {
        [
            ("id", JSON(term.id.number)), ("name", .string(term.name)),
            ("active", .bool(term.contains(today))),
            ("starts_on", .string(term.start.description)),
            ("ends_on", .string(term.end.description)),
        ]
    }

    package func term(_ term: AcademicTerm, on today: SchoolDate) -> JSON {
        .object(members(of: term, today))
    }

    package func yearGroup(_ group: YearGroup) -> JSON {
        let number = gradeNumber(group.grade)
        return .present(
            [
                ("id", JSON(group.id.number)),
                ("name", .string(yearGroupName(ofGrade: group.grade))),
                ("short_name", .string(number.map { "G\($0)" } ?? group.grade)),
            ] + Self.program + [
                ("grade", .string(yearGroupName(ofGrade: group.grade))),
                ("archived", .bool(group.students.isEmpty)), ("grade_number", JSON(number)),
                ("student_ids", .array(group.students.map { JSON($0.number) })),
            ])
    }

    package func schoolClass(_ detail: CourseDetail) -> JSON {
        let course = detail.course
        let last = detail.terms.max { ($0.end, $1.start) < ($1.end, $0.start) }
        return .present(
            [
                ("id", JSON(course.id.number)), ("name", .string(course.name)),
                ("start_term_id", JSON(detail.terms.first?.id.number)),
                ("end_term_id", JSON(last?.id.number)),
                ("grade", .string(yearGroupName(ofGrade: course.className))),
                ("grade_number", JSON(gradeNumber(course.className))),
                ("archived", .bool(course.isArchived)),
            ] + Self.program + [
                (
                    "teachers",
                    .array(
                        detail.teachers.map {
                            ["teacher_id": JSON($0.number), "show_on_reports": true]
                        })
                )
            ])
    }

    /// Each year's slots; a class is in the years of its terms.
    package func timetable(of years: [AcademicYear], _ slots: [Slot]) -> JSON {
        let rows = slots.map { slot -> JSON in
            .present([
                ("day", JSON(slot.day)), ("period", JSON(slot.period)),
                ("location", JSON(slot.location)), ("enabled", .bool(slot.isEnabled)),
            ])
        }
        let list = years.map { year -> JSON in
            [
                "id": JSON(year.year.id.number), "name": .string(year.year.name),
                "start_date": .string(year.year.start.description),
                "end_date": .string(year.year.end.description), "slots": .array(rows),
            ]
        }
        return [
            "timetable": [
                "period_starts_count_from": JSON(periodsCountFrom),
                "academic_years": .array(list),
            ]
        ]
    }

    package func untaken(_ untaken: UntakenClass) -> JSON {
        [
            "id": JSON(untaken.course.number), "name": .string(untaken.name),
            "periods": .array(untaken.periods.map { JSON($0) }),
            "teacher_ids": .array(untaken.teachers.map { JSON($0.number) }),
        ]
    }

    package func person(_ person: Person) -> JSON {
        let user = person.user
        let linked = JSON.array(person.linked.map { JSON($0.number) })
        var members: [(String, JSON)] = [
            ("id", JSON(user.id.number)), ("email", JSON(person.email)),
            ("first_name", .string(user.givenName)), ("last_name", .string(user.familyName)),
            ("archived", .bool(user.isArchived)),
        ]
        switch user.role {
        case .student:
            let grade = user.studentClass.split(separator: ",").first.map(String.init)
            members += [
                ("student_id", .string(user.code.text)),
                ("class_grade", JSON(grade.map(yearGroupName(ofGrade:)))),
                ("year_group_id", JSON(person.yearGroup?.number)), ("parent_ids", linked),
            ]
        case .parent: members.append(("child_ids", linked))
        case .teacher, .assistant, .secretary, .superadmin: break
        }
        return .present(members)
    }

    package func membership(_ membership: Membership) -> JSON {
        [
            "id": JSON(membership.id), "user_id": JSON(membership.user.number),
            "class_id": JSON(membership.course.number),
            "role": membership.isTeacher ? "Teacher" : "Student",
        ]
    }
}
