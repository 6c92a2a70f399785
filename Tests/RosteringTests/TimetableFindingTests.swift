import Rostering
import Testing

private let meetings = "meetings.csv"
private let periods = "periods.csv"
private let exceptions = "exceptions.csv"

private let enabledMaybe = """
    classSourcedId,weekday,weeks,sections,startTime,endTime,building,room,teacherSourcedId,enabled
    c1,TUE,,1,,,5A,C317,,maybe
    """

private let cases: [FindingCase] = [
    FindingCase(
        "a meeting of no class", [.cell(meetings, 2, "classSourcedId", "x")],
        ["error meetings.csv 2 classSourcedId unknown_class"]),
    FindingCase(
        "a meeting of a class that was passed over",
        [
            .append("classes.csv", "c2,tobedeleted,,A,,math,,scheduled,,sch,sem,,,\n"),
            .cell(meetings, 2, "classSourcedId", "c2"),
        ],
        [
            "warning classes.csv 3 status inactive_row",
            "warning meetings.csv 2 classSourcedId left_out_reference",
        ]),
    FindingCase(
        "a blank weekday", [.cell(meetings, 2, "weekday", "")],
        ["error meetings.csv 2 weekday blank_cell"]),
    FindingCase(
        "an eighth weekday", [.cell(meetings, 2, "weekday", "8")],
        ["error meetings.csv 2 weekday bad_value"]),
    FindingCase(
        "a weekday in small letters", [.cell(meetings, 2, "weekday", "tue")],
        ["warning meetings.csv 2 weekday letter_case"]),
    FindingCase(
        "rotation days in either letter case",
        [.cell(meetings, 2, "weekday", "D1"), .cell(meetings, 3, "weekday", "d20")], []),
    FindingCase(
        "a twenty-first rotation day", [.cell(meetings, 2, "weekday", "D21")],
        ["error meetings.csv 2 weekday bad_value"]),
    FindingCase(
        "weeks backwards", [.cell(meetings, 2, "weeks", "9-1")],
        ["error meetings.csv 2 weeks bad_weeks"]),
    FindingCase(
        "sections that a spreadsheet took for a date", [.cell(meetings, 2, "sections", "2-Jan")],
        ["error meetings.csv 2 sections bad_sections"]),
    FindingCase(
        "a section that the bell table lacks", [.cell(meetings, 2, "sections", "2-3")],
        ["error meetings.csv 2 sections unknown_section"]),
    FindingCase(
        "neither sections nor times", [.cell(meetings, 2, "sections", "")],
        ["error meetings.csv 2 sections no_time"]),
    FindingCase(
        "one time only", [.cell(meetings, 3, "endTime", "")],
        ["error meetings.csv 3 endTime no_time"]),
    FindingCase(
        "no times and no bell table", [.delete(periods)],
        ["error meetings.csv 2 startTime no_time"]),
    FindingCase(
        "a time that is none", [.cell(meetings, 3, "startTime", "25:00")],
        ["error meetings.csv 3 startTime bad_time"]),
    FindingCase(
        "a meeting that ends as it starts", [.cell(meetings, 3, "endTime", "10:00")],
        ["error meetings.csv 3 endTime end_before_start"]),
    FindingCase(
        "a meeting without a room", [.cell(meetings, 2, "room", "")],
        ["warning meetings.csv 2 room no_room"]),
    FindingCase(
        "a teacher who is not there", [.cell(meetings, 2, "teacherSourcedId", "t1,t9")],
        ["warning meetings.csv 2 teacherSourcedId unknown_user"]),
    FindingCase(
        "a slot that is neither enabled nor not",
        [.write(meetings, [UInt8](enabledMaybe.utf8))], ["error meetings.csv 2 enabled bad_value"]),
    FindingCase(
        "a section twice", [.append(periods, "2,10:00,10:45\n")],
        ["error periods.csv 4 section duplicate_section"]),
    FindingCase(
        "a section that is no number", [.append(periods, "first,10:00,10:45\n")],
        ["error periods.csv 4 section bad_sections"]),
    FindingCase(
        "two sections in one row of the bell table", [.append(periods, "3-4,10:00,10:45\n")],
        ["error periods.csv 4 section bad_sections"]),
    FindingCase(
        "a lesson that ends before it starts", [.append(periods, "3,10:45,10:00\n")],
        ["error periods.csv 4 end end_before_start"]),
    FindingCase(
        "a lesson without a time", [.append(periods, "3,,10:00\n")],
        ["error periods.csv 4 start blank_cell"]),
    FindingCase(
        "an action never heard of", [.cell(exceptions, 2, "action", "swap")],
        ["error exceptions.csv 2 action bad_value"]),
    FindingCase(
        "a move to nowhere", [.cell(exceptions, 3, "target_date", "")],
        ["error exceptions.csv 3 target_date blank_cell"]),
    FindingCase(
        "a move to the same day", [.cell(exceptions, 3, "target_date", "2026-10-02")],
        ["error exceptions.csv 3 target_date bad_value"]),
    FindingCase(
        "a move to a day that does not exist", [.cell(exceptions, 3, "target_date", "2026-09-31")],
        ["error exceptions.csv 3 target_date bad_date"]),
    FindingCase(
        "a target of a cancelled day", [.cell(exceptions, 2, "target_date", "2026-10-10")],
        ["warning exceptions.csv 2 target_date target_ignored"]),
    FindingCase(
        "a day twice", [.append(exceptions, "2026-10-01,cancel,\n")],
        ["error exceptions.csv 4 date duplicate_date"]),
]

@Test("A report names what is wrong with the timetable", arguments: cases)
private func timetableFindings(_ row: FindingCase) throws {
    try check(row)
}
