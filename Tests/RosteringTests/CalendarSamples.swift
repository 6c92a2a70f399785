/// Calendars as programs export them, with the lessons that are in them.
///
/// The dates are worked out by hand: 2026-09-07 is a Monday; clocks go back on 2026-10-25 in Europe
/// and on 2026-11-01 in America, and forward on 2027-03-28 and 2027-03-14.
struct CalendarSample: Sendable {
    let name: String
    let zone: String
    let bytes: [UInt8]
    let lessons: [String]
    var warnings: [String] = []
    var rules: String?

    static let all = [outlook, outlookElsewhere, google, untis, moodle, scut, scutInGB18030]

    static let outlook = CalendarSample(
        name: "Outlook", zone: "Europe/Berlin", bytes: [UInt8](outlookText.utf8),
        lessons: [
            "1 2026-10-19 08:00-09:40 5A C317", "1 2026-10-26 08:00-09:40 5A C317",
            "1 2026-10-29 10:00-11:40 5A C400 moved from 2026-10-28",
            "1 2026-11-02 08:00-09:40 5A C317", "1 2026-11-04 08:00-09:40 5A C317",
            "1 2026-11-11 08:00-09:40 5A C317",
        ])

    /// Berlin is six hours behind Shanghai in summer, and seven in winter.
    static let outlookElsewhere = CalendarSample(
        name: "Outlook, in another zone", zone: "Asia/Shanghai", bytes: [UInt8](outlookText.utf8),
        lessons: [
            "1 2026-10-19 14:00-15:40 5A C317", "1 2026-10-26 15:00-16:40 5A C317",
            "1 2026-10-29 17:00-18:40 5A C400 moved from 2026-10-28",
            "1 2026-11-02 15:00-16:40 5A C317", "1 2026-11-04 15:00-16:40 5A C317",
            "1 2026-11-11 15:00-16:40 5A C317",
        ])

    private static let outlookText = """
        BEGIN:VCALENDAR
        PRODID:-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN
        VERSION:2.0
        METHOD:PUBLISH
        X-MS-OLK-FORCEINSPECTOROPEN:TRUE
        BEGIN:VTIMEZONE
        TZID:W. Europe Standard Time
        BEGIN:STANDARD
        DTSTART:16011028T030000
        RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
        TZOFFSETFROM:+0200
        TZOFFSETTO:+0100
        END:STANDARD
        BEGIN:DAYLIGHT
        DTSTART:16010325T020000
        RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
        TZOFFSETFROM:+0100
        TZOFFSETTO:+0200
        END:DAYLIGHT
        END:VTIMEZONE
        BEGIN:VEVENT
        CLASS:PUBLIC
        CREATED:20260801T070000Z
        DESCRIPTION:Kurs MATH101\\n
        DTEND;TZID="W. Europe Standard Time":20261019T094000
        DTSTAMP:20260801T070000Z
        DTSTART;TZID="W. Europe Standard Time":20261019T080000
        EXDATE;TZID="W. Europe Standard Time":20261021T080000,20261109T080000
        LOCATION:5A C317
        PRIORITY:5
        RRULE:FREQ=WEEKLY;UNTIL=20261111T070000Z;BYDAY=MO,WE
        SEQUENCE:2
        SUMMARY;LANGUAGE=de:Analysis
        TRANSP:OPAQUE
        UID:040000008200E00074C5B7101A82E00800000000A0
        X-ALT-DESC;FMTTYPE=text/html:<html><body>Kurs ART1 steht hier nur in einem Text, d
         en niemand liest</body></html>
        BEGIN:VALARM
        TRIGGER:-PT15M
        ACTION:DISPLAY
        DESCRIPTION:Reminder
        END:VALARM
        END:VEVENT
        BEGIN:VEVENT
        DESCRIPTION:Kurs MATH101\\n
        DTEND;TZID="W. Europe Standard Time":20261029T114000
        DTSTAMP:20260901T070000Z
        DTSTART;TZID="W. Europe Standard Time":20261029T100000
        LOCATION:5A C400
        RECURRENCE-ID;TZID="W. Europe Standard Time":20261028T080000
        SEQUENCE:3
        SUMMARY;LANGUAGE=de:Analysis
        UID:040000008200E00074C5B7101A82E00800000000A0
        END:VEVENT
        END:VCALENDAR

        """.replacing("\n", with: "\r\n")

    static let google = CalendarSample(
        name: "Google", zone: "America/New_York", bytes: [UInt8](googleText.utf8),
        lessons: [
            "1 2026-10-27 09:00-09:50 5A C317 by 7", "1 2026-10-29 09:00-09:50 5A C317 by 7",
            "2 2026-11-02 09:30-10:20", "1 2026-11-03 09:00-09:50 5A C317 by 7 cancelled",
            "1 2026-11-05 09:00-09:50 5A C317 by 8", "1 2026-11-10 09:00-09:50 5A C317 by 7",
        ],
        warnings: ["warning plan.ics 54 - all_day"])

    private static let googleText = """
        BEGIN:VCALENDAR
        PRODID:-//Google Inc//Google Calendar 70.9054//EN
        VERSION:2.0
        CALSCALE:GREGORIAN
        METHOD:PUBLISH
        X-WR-CALNAME:Autumn
        X-WR-TIMEZONE:America/New_York
        BEGIN:VTIMEZONE
        TZID:America/New_York
        X-LIC-LOCATION:America/New_York
        BEGIN:DAYLIGHT
        TZOFFSETFROM:-0500
        TZOFFSETTO:-0400
        TZNAME:EDT
        DTSTART:19700308T020000
        RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU
        END:DAYLIGHT
        BEGIN:STANDARD
        TZOFFSETFROM:-0400
        TZOFFSETTO:-0500
        TZNAME:EST
        DTSTART:19701101T020000
        RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU
        END:STANDARD
        END:VTIMEZONE
        BEGIN:VEVENT
        DTSTART;TZID=America/New_York:20261027T090000
        DTEND;TZID=America/New_York:20261027T095000
        RRULE:FREQ=WEEKLY;WKST=SU;COUNT=5;BYDAY=TU,TH
        DTSTAMP:20260820T120000Z
        ORGANIZER;CN=Jane Miller:mailto:Jane@Example.org
        UID:4f1c8l0v0b@google.com
        LOCATION:5A C317
        STATUS:CONFIRMED
        SUMMARY:MATH101 Calculus
        END:VEVENT
        BEGIN:VEVENT
        DTSTART;TZID=America/New_York:20261103T090000
        DTEND;TZID=America/New_York:20261103T095000
        DTSTAMP:20260820T120000Z
        ORGANIZER;CN=Jane Miller:mailto:jane@example.org
        UID:4f1c8l0v0b@google.com
        RECURRENCE-ID;TZID=America/New_York:20261103T090000
        LOCATION:5A C317
        STATUS:CANCELLED
        SUMMARY:MATH101 Calculus
        END:VEVENT
        BEGIN:VEVENT
        DTSTART:20261102T143000Z
        DTEND:20261102T152000Z
        UID:7a2@google.com
        SUMMARY:Drawing
        END:VEVENT
        BEGIN:VEVENT
        DTSTART;VALUE=DATE:20261126
        DTEND;VALUE=DATE:20261127
        UID:9b3@google.com
        SUMMARY:Thanksgiving
        END:VEVENT
        BEGIN:VEVENT
        DTSTART;TZID=America/New_York:20261105T090000
        DTEND;TZID=America/New_York:20261105T095000
        ORGANIZER;CN=Jane Miller:mailto:jane@example.org
        ATTENDEE;PARTSTAT=DECLINED:mailto:jane@example.org
        ATTENDEE;PARTSTAT=ACCEPTED:mailto:pat@example.org
        UID:4f1c8l0v0b@google.com
        RECURRENCE-ID:20261105T140000Z
        LOCATION:5A C317
        SUMMARY:MATH101 Calculus
        END:VEVENT
        END:VCALENDAR

        """.replacing("\n", with: "\r\n")
}
