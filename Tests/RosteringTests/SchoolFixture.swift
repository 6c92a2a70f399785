import Attendance
import Foundation
import Rostering

/// A small sound school that tests spoil, write to a temporary folder and import.
struct SchoolFixture {
    /// One thing done to the files. Lines are physical, the header's is 1.
    enum Edit: Sendable {
        case cell(String, Int, String, String)
        case append(String, String)
        case header(String, String, String)
        case delete(String)
        case rename(String, String)
        case write(String, [UInt8])
        case folder(String)
    }

    private var files: [String: [[String]]] = Self.sound
    private var tails: [String: String] = [:]
    private var whole: [String: [UInt8]] = [:]
    private var names: [String: String] = [:]
    private var folders: [String] = []

    init(_ edits: [Edit] = []) {
        for edit in edits { apply(edit) }
    }

    /// Writes the folder, imports it and removes it.
    func imported(
        _ options: ImportOptions = ImportOptions()
    ) throws -> (roster: SchoolRoster?, report: ImportReport) {
        try withTemporaryFolder { folder in
            try write(to: folder)
            return readOneRoster(at: folder, options: options)
        }
    }

    /// Every file that is written, with its bytes.
    var contents: [(String, [UInt8])] {
        let texts = files.map { file, rows in
            (names[file] ?? file, [UInt8]((Self.text(rows) + (tails[file] ?? "")).utf8))
        }
        return (texts + whole.map { ($0.key, $0.value) }).sorted { $0.0 < $1.0 }
    }

    func write(to folder: URL) throws {
        for (file, bytes) in contents {
            try Data(bytes).write(to: folder.appendingPathComponent(file))
        }
        for name in folders {
            let place = folder.appendingPathComponent(name)
            try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        }
    }

    private mutating func apply(_ edit: Edit) {
        switch edit {
        case .cell(let file, let line, let column, let value):
            let index = files[file]![0].firstIndex(of: column)!
            files[file]![line - 1][index] = value
        case .append(let file, let text): tails[file, default: ""] += text
        case .header(let file, let column, let name):
            let index = files[file]![0].firstIndex(of: column)!
            files[file]![0][index] = name
        case .delete(let file): files[file] = nil
        case .rename(let file, let name): names[file] = name
        case .write(let file, let bytes):
            files[file] = nil
            whole[file] = bytes
        case .folder(let name):
            files[name] = nil
            folders.append(name)
        }
    }

    /// The bytes of a file of the sound school.
    static func bytes(of file: String) -> [UInt8]? {
        sound[file].map { [UInt8](text($0).utf8) }
    }

    private static func text(_ rows: [[String]]) -> String {
        rows.map { $0.map(escaped).joined(separator: ",") + "\r\n" }.joined()
    }

    private static func escaped(_ cell: String) -> String {
        guard cell.utf8.contains(where: { [0x22, 0x2C, 0x0D, 0x0A].contains($0) }) else {
            return cell
        }
        return "\"" + cell.replacing("\"", with: "\"\"") + "\""
    }

    private static let sound: [String: [[String]]] = texts.mapValues { text in
        text.split(separator: "\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
    }

    private static let texts = [
        "manifest.csv": """
        propertyName,value
        manifest.version,1.0
        oneroster.version,1.1
        file.academicSessions,bulk
        file.classes,bulk
        file.courses,bulk
        file.enrollments,bulk
        file.orgs,bulk
        file.users,bulk
        """,
        "orgs.csv": """
        sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId
        dis,,,Hill District,district,,
        sch,,,Hill School,school,,dis
        """,
        "academicSessions.csv": """
        sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear
        y,,,Year,schoolYear,2026-08-01,2027-07-31,,2027
        sem,,,First,semester,2026-08-31,2027-01-24,y,2027
        """,
        "courses.csv": """
        sourcedId,status,dateLastModified,schoolYearSourcedId,title,courseCode,grades,orgSourcedId,\
        subjects,subjectCodes
        math,,,y,Mathematics,MATH101,,sch,,
        """,
        "classes.csv": """
        sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,\
        schoolSourcedId,termSourcedIds,subjects,subjectCodes,periods
        c1,,,Calculus,CS 2024,math,,scheduled,5A C317,sch,sem,,,
        """,
        "users.csv": """
        sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,\
        familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password
        t1,,,true,sch,teacher,jane,,Jane,Miller,,T1,jane@example.org,,,,,
        s1,,,true,sch,student,john,{RFID:0040856634},John,Smith,,2024123456,,,,p1,CS 2024,hunter2
        s2,,,true,sch,student,mary,,Mary,Hale,,2024000002,,,,,CS 2024,
        p1,,,true,sch,guardian,pat,,Pat,Smith,,P1,,,,,,
        """,
        "enrollments.csv": """
        sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,\
        beginDate,endDate
        e1,,,c1,sch,t1,teacher,true,,
        e2,,,c1,sch,s1,student,false,2026-09-01,2026-12-01
        e3,,,c1,sch,s2,student,,,
        """,
        "periods.csv": "section,start,end\n1,08:00,08:45\n2,08:55,09:40",
        "meetings.csv": """
        classSourcedId,weekday,weeks,sections,startTime,endTime,building,room,teacherSourcedId
        c1,MON,,1-2,,,5A,C317,t1
        c1,3,1-3,,10:00,11:00,5A,C318,
        """,
        "exceptions.csv": """
        date,action,target_date
        2026-10-01,cancel,
        2026-10-02,move,2026-10-10
        """,
        "adjustments.csv": """
        userIdentifier,term,label,days
        s1,sem,Absent,-2
        s1,sem,Late,+15
        """,
    ]
}

extension ImportReport {
    /// The findings in the short form of the tables: `error users.csv 3 identifier bad_code`.
    var summary: [String] {
        entries.map { entry in
            [
                entry.severity.rawValue, entry.file, entry.line.map(String.init) ?? "-",
                entry.column ?? "-", entry.code.rawValue,
            ].joined(separator: " ")
        }
    }
}

/// A folder that is there while `body` runs.
func withTemporaryFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory
        .appendingPathComponent("school-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    // What cannot be removed is the system's to clear.
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder)
}
