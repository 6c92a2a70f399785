import Attendance
import Foundation

/// Whose files they are.
package enum RosterFormat: Sendable {
    /// OneRoster 1.1 or 1.2, as the manifest says.
    case oneRoster
    /// School Data Sync 1, 2 or 2.1, as the files and headers say.
    case schoolDataSync
    case canvas
}

/// What came of reading a school's files.
package struct SchoolImport: Sendable {
    /// Nil if the report has any error.
    package var roster: SchoolRoster?
    package var report: ImportReport
    /// How the files are written, “OneRoster 1.1”; nil where that could not be told.
    package var dialect: String?
}

/// Reads a folder or a zip of CSV files, with `periods.csv`, `meetings.csv`, `exceptions.csv` and
/// `adjustments.csv` beside them where the school has them.
///
/// The roster is nil if the report has any error; without one, every reference in it has been
/// resolved, and every term is a school year or has one above it, made where the files have none.
/// Nothing is written, and no other file there is opened.
package func readSchool(
    _ format: RosterFormat, at location: URL, options: ImportOptions = ImportOptions()
) -> SchoolImport {
    let findings = Findings()
    let limits = CSVLimits()
    guard let files = SchoolFiles(location, limits: limits, findings: findings) else {
        return SchoolImport(report: findings.report)
    }
    var reading = RosterReading(
        files: files, dialect: .oneRoster11, limits: limits, options: options, findings: findings)
    let isKnown =
        switch format {
        case .oneRoster: reading.readManifest()
        case .canvas: reading.take(.canvas(files))
        case .schoolDataSync: reading.take(.schoolDataSync(files, findings))
        }
    if isKnown { reading.readAll() }
    return SchoolImport(
        roster: findings.report.hasErrors ? nil : reading.roster.yeared(),
        report: findings.report, dialect: isKnown ? reading.dialect.name : nil)
}

/// OneRoster 1.1 or 1.2, read as `readSchool` does.
package func readOneRoster(
    at location: URL, options: ImportOptions = ImportOptions()
) -> (roster: SchoolRoster?, report: ImportReport) {
    let read = readSchool(.oneRoster, at: location, options: options)
    return (read.roster, read.report)
}
