import Attendance
import Foundation

/// Reads a folder or a zip of OneRoster 1.1 bulk CSV files, with `periods.csv`, `meetings.csv`,
/// `exceptions.csv` and `adjustments.csv` beside them where the school has them.
///
/// The roster is nil if the report has any error; with one, every reference in it has been
/// resolved, and every term is a school year or has one above it, made where the files have none.
/// Nothing is written, and no other file of the folder is opened.
package func readOneRoster(
    at location: URL, options: OneRosterOptions = OneRosterOptions()
) -> (roster: SchoolRoster?, report: ImportReport) {
    let findings = Findings()
    let limits = CSVLimits()
    guard let opened = SchoolFiles(location, limits: limits, findings: findings) else {
        return (nil, findings.report)
    }
    var reading = OneRosterReading(
        files: opened, limits: limits, options: options, findings: findings)
    reading.readAll()
    return (findings.report.hasErrors ? nil : reading.roster.yeared(), findings.report)
}

/// One import under way: what has been read so far and what later files may refer to.
struct OneRosterReading {
    let files: SchoolFiles
    let limits: CSVLimits
    let options: OneRosterOptions
    let findings: Findings

    var roster = SchoolRoster()
    var manifest = Manifest()
    var orgs = SourceRegister()
    var terms = SourceRegister()
    var courses = SourceRegister()
    var courseCodes: [SchoolRoster.SourceID: String] = [:]
    var classes = SourceRegister()
    var users = SourceRegister()
    var codes: UserCodes
    var drafts: [UserDraft] = []
    var sections: Set<Int>?

    init(
        files: SchoolFiles, limits: CSVLimits, options: OneRosterOptions, findings: Findings
    ) {
        self.files = files
        self.limits = limits
        self.options = options
        codes = UserCodes(options.userCodeFrom)
        self.findings = findings
    }

    mutating func readAll() {
        guard readManifest() else { return }
        readOrgs()
        readTerms()
        readCourses()
        readClasses()
        readUsers()
        readEnrolments()
        settlePeople()
        readBell()
        readMeetings()
        readExceptions()
        readAdjustments()
    }

    /// Hands over every row of a file. False where rows were missed, or the file could not be read.
    func forEachRow<Column: SheetColumn>(
        of columns: Column.Type,
        prepare: (Sheet<Column>) -> Void = { _ in },
        _ body: (SheetRow<Column>) -> Void
    ) -> Bool {
        guard manifest.allowsReading(Column.file, findings),
            var sheet = Sheet(columns, in: files, limits: limits, findings: findings)
        else { return false }
        prepare(sheet)
        while let row = sheet.next() { body(row) }
        return sheet.isComplete
    }
}
