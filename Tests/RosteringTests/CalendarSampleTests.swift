import Attendance
import Rostering
import Testing

@Test(
    "Calendars of every exporter become the lessons in them", arguments: CalendarSample.all.indices)
private func samples(index: Int) throws {
    let sample = CalendarSample.all[index]
    var school = CalendarSchool(zone: sample.zone)
    school.terms = [("2026-08-31", "2027-07-11")]
    let reading = try school.read(sample.bytes, rules: sample.rules)
    #expect(reading.lessons == sample.lessons, "\(sample.name)")
    #expect(reading.report.summary == sample.warnings, "\(sample.name)")
}

@Test("The mapping tells what each event is taken for, and why")
private func mapping() throws {
    let reading = try CalendarSchool(zone: "America/New_York").read(CalendarSample.google.bytes)
    #expect(
        reading.matches == ["Drawing 1: course 2 title", "MATH101 Calculus 3: course 1 summary"])
    let untis = try CalendarSchool(zone: "Europe/Berlin").read(CalendarSample.untis.bytes)
    #expect(
        untis.matches == [
            "Pausenaufsicht 1: none", "ART1 CS2024 1: course 2 summary",
            "MATH101 CS2024 2: course 1 summary",
        ])
}
