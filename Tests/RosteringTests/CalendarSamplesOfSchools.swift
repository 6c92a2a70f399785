extension CalendarSample {
    /// Every lesson an event of its own, in UTC.
    static let untis = CalendarSample(
        name: "like Untis", zone: "Europe/Berlin",
        bytes: [UInt8](
            """
            BEGIN:VCALENDAR
            PRODID:-//Untis//iCal4j 1.0//EN
            VERSION:2.0
            CALSCALE:GREGORIAN
            BEGIN:VEVENT
            DTSTAMP:20260905T101500Z
            DTSTART:20261023T060000Z
            DTEND:20261023T064500Z
            SUMMARY:MATH101 CS2024
            LOCATION:C317
            DESCRIPTION:Miller
            UID:2210-101-20261023
            END:VEVENT
            BEGIN:VEVENT
            DTSTAMP:20260905T101500Z
            DTSTART:20261026T070000Z
            DTEND:20261026T074500Z
            SUMMARY:MATH101 CS2024
            LOCATION:C317
            UID:2210-101-20261026
            END:VEVENT
            BEGIN:VEVENT
            DTSTAMP:20260905T101500Z
            DTSTART:20261026T075500Z
            DTEND:20261026T084000Z
            SUMMARY:Pausenaufsicht
            LOCATION:Hof
            UID:2210-999-20261026
            END:VEVENT
            BEGIN:VEVENT
            DTSTAMP:20260905T101500Z
            DTSTART:20270809T060000Z
            DTEND:20270809T064500Z
            SUMMARY:ART1 CS2024
            LOCATION:C318
            UID:2210-102-20270809
            END:VEVENT
            END:VCALENDAR

            """.utf8),
        lessons: ["1 2026-10-23 08:00-08:45 C317", "1 2026-10-26 08:00-08:45 C317"],
        warnings: [
            "warning plan.ics 26 SUMMARY no_course", "warning plan.ics 30 - outside_terms",
        ])

    /// The course is a category, and what is due is an event without a length.
    static let moodle = CalendarSample(
        name: "like Moodle", zone: "Asia/Shanghai",
        bytes: [UInt8](
            """
            BEGIN:VCALENDAR
            METHOD:PUBLISH
            PRODID:-//Moodle Pty Ltd//NONSGML Moodle Version 2022041900//EN
            VERSION:2.0
            BEGIN:VEVENT
            UID:6512@campus.example.org
            SUMMARY:Lecture 1
            DESCRIPTION:Bring the book\\, please.\\n\\nRoom as always
            CLASS:PUBLIC
            LAST-MODIFIED:20260801T020304Z
            DTSTAMP:20260901T101112Z
            DTSTART:20260909T020000Z
            DTEND:20260909T034000Z
            CATEGORIES:MATH101
            END:VEVENT
            BEGIN:VEVENT
            UID:6513@campus.example.org
            SUMMARY:Exercise 1 is due
            DESCRIPTION:
            CLASS:PUBLIC
            DTSTAMP:20260901T101112Z
            DTSTART:20260913T155900Z
            DTEND:20260913T155900Z
            CATEGORIES:MATH101
            END:VEVENT
            END:VCALENDAR

            """.replacing("\n", with: "\r\n").utf8),
        lessons: ["1 2026-09-09 10:00-11:40"],
        rules: "field,pattern,course\nsummary,* is due,-\n")

    private static let scutText = """
        BEGIN:VCALENDAR
        VERSION:2.0
        PRODID:课程表
        BEGIN:VEVENT
        UID:高等数学-周一-1
        SUMMARY:高等数学MATH101课
        DESCRIPTION:7-8节 1-6周
        LOCATION:大学城校区 A1102
        DTSTART;VALUE=DATE-TIME:20260907T080000
        DTEND;VALUE=DATE-TIME:20260907T094000
        RRULE:FREQ=WEEKLY;UNTIL=20261019T080000;INTERVAL=2
        END:VEVENT
        BEGIN:VEVENT
        UID:绘画-周三-1
        SUMMARY:Drawing
        LOCATION:大学城校区 A1102
        DTSTART;VALUE=DATE-TIME:20260909T100000
        DURATION:PT1H40M
        RRULE:FREQ=WEEKLY;UNTIL=20260923;BYDAY=WE
        EXDATE:20260916T100000
        RDATE;VALUE=DATE-TIME:20260920T100000,20260922T140000
        END:VEVENT
        END:VCALENDAR

        """

    private static let scutLessons = [
        "1 2026-09-07 08:00-09:40 大学城校区 A1102", "2 2026-09-09 10:00-11:40 大学城校区 A1102",
        "2 2026-09-20 10:00-11:40 大学城校区 A1102", "1 2026-09-21 08:00-09:40 大学城校区 A1102",
        "2 2026-09-22 14:00-15:40 大学城校区 A1102", "2 2026-09-23 10:00-11:40 大学城校区 A1102",
        "1 2026-10-05 08:00-09:40 大学城校区 A1102", "1 2026-10-19 08:00-09:40 大学城校区 A1102",
    ]

    /// A mark, LF, no DTSTAMP, times in no zone, UNTIL in local time and as a date.
    static let scut = CalendarSample(
        name: "like SCUT's", zone: "Asia/Shanghai", bytes: [0xEF, 0xBB, 0xBF] + scutText.utf8,
        lessons: scutLessons)

    /// 大学城校区 and the others, as Windows in China saves them.
    static let scutInGB18030 = CalendarSample(
        name: "like SCUT's, in GB18030", zone: "Asia/Shanghai", bytes: inGB18030(scutText),
        lessons: scutLessons)

    private static let letters: [Character: [UInt8]] = [
        "课": [0xBF, 0xCE], "程": [0xB3, 0xCC], "表": [0xB1, 0xED], "高": [0xB8, 0xDF],
        "等": [0xB5, 0xC8], "数": [0xCA, 0xFD], "学": [0xD1, 0xA7], "周": [0xD6, 0xDC],
        "一": [0xD2, 0xBB], "节": [0xBD, 0xDA], "大": [0xB4, 0xF3], "城": [0xB3, 0xC7],
        "校": [0xD0, 0xA3], "区": [0xC7, 0xF8], "绘": [0xBB, 0xE6], "画": [0xBB, 0xAD],
        "三": [0xC8, 0xFD],
    ]

    private static func inGB18030(_ text: String) -> [UInt8] {
        text.flatMap { letters[$0] ?? Array(String($0).utf8) }
    }
}
