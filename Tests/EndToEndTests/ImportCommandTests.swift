import Foundation
import TestKit
import Testing

/// The other systems' files, in the real program.
@Suite struct ImportCommandTests {
    let directory: TemporaryDirectory
    var data: String { directory.path + "/data" }

    init() throws {
        directory = try TemporaryDirectory()
    }

    private func file(_ name: String, _ text: String) throws -> String {
        let path = directory.path + "/" + name
        try FileManager.default.createDirectory(
            atPath: URL(fileURLWithPath: path).deletingLastPathComponent().path,
            withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        return path
    }

    private func kiosk(_ arguments: String...) throws -> Finished {
        try KioskProgram.run(arguments + ["--data", data])
    }

    private func query(_ sql: String) throws -> String {
        try run("sqlite3", [data + "/kiosk.sqlite", sql]).text
    }

    @Test func schoolDataSyncIsReadAsWhatItIs() throws {
        _ = try file("sds/School.csv", "SIS ID,Name\ns1,North\n")
        _ = try file(
            "sds/Section.csv", "SIS ID,School SIS ID,Section Name\nc1,s1,Calculus\n")
        _ = try file(
            "sds/Student.csv",
            "SIS ID,School SIS ID,First Name,Last Name,Username\n2024123456,s1,John,Smith,js\n")
        _ = try file(
            "sds/Teacher.csv",
            "SIS ID,School SIS ID,First Name,Last Name,Username\nT1,s1,Jane,Miller,jm\n")
        _ = try file("sds/StudentEnrollment.csv", "Section SIS ID,SIS ID\nc1,2024123456\n")
        _ = try file("sds/TeacherRoster.csv", "Section SIS ID,SIS ID\nc1,T1\n")
        let done = try kiosk("import", "sds", directory.path + "/sds")
        #expect(done.status == 0, "\(done.errorText)")
        #expect(done.errorText.contains("Read as School Data Sync 1"))
        #expect(!done.errorText.contains("\r"), "no progress in a pipe")
        #expect(
            try query("SELECT role, full_name FROM user ORDER BY role")
                == "student|John Smith\nteacher|Jane Miller\n")
        #expect(try query("SELECT is_teacher FROM enrolment ORDER BY 1") == "0\n1\n")
    }

    @Test func canvasSectionsAreWhatMeets() throws {
        _ = try file(
            "canvas/users.csv",
            """
            user_id,login_id,first_name,last_name,status
            u1,2024123456,John,Smith,active
            u2,T1,Jane,Miller,active

            """)
        _ = try file(
            "canvas/courses.csv",
            "course_id,short_name,long_name,status\nm,MATH101,Calculus,active\n")
        _ = try file(
            "canvas/sections.csv", "section_id,course_id,name,status\nm-1,m,Calculus A,active\n")
        _ = try file(
            "canvas/enrollments.csv",
            """
            course_id,user_id,role,section_id,status
            m,u1,student,m-1,active
            m,u2,teacher,m-1,active

            """)
        let done = try kiosk("import", "canvas", directory.path + "/canvas", "--json")
        #expect(done.status == 0, "\(done.errorText)")
        #expect(done.text.contains(#""dialect":"Canvas SIS CSV""#))
        #expect(try query("SELECT name, course_code FROM course") == "Calculus|MATH101\n")
        #expect(try query("SELECT count(*) FROM enrolment") == "2\n")
    }

    @Test(arguments: ["periods", "meetings", "exceptions", "adjustments"])
    func theColumnsOfAFileBesideAreThoseThatTheHelpNames(_ name: String) throws {
        let file = KioskProgram.root.appendingPathComponent("assets/demo-school/\(name).csv")
        let header = try #require(
            String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline).first)
        let help = try KioskProgram.run(["import", "oneroster", "--help"]).text
        let unbroken = help.filter { !$0.isWhitespace }
        #expect(unbroken.contains("\(name).csv:\(header)"), "\(help)")
    }

    @Test func moodlesUsersComeWithTheirCourses() throws {
        let path = try file(
            "moodle.csv",
            """
            username,password,firstname,lastname,email,idnumber,course1
            jsmith,Xyzzy-9,John,Smith,js@example.org,2024123456,MATH101

            """)
        let done = try kiosk("import", "moodle", path)
        #expect(done.status == 0, "\(done.errorText)")
        #expect(try query("SELECT code, full_name FROM user") == "2024123456|John Smith\n")
        #expect(try query("SELECT course_code FROM course") == "MATH101\n")
        let dump = try run("sqlite3", [data + "/kiosk.sqlite", ".dump"]).text
        #expect(!dump.contains("Xyzzy-9"))
    }

    @Test func aFilesNameIsOneWordOfTheCommandThatIsProposed() throws {
        let path = try file("it'\u{301} s.csv", "Student No;Surname;First name\n1001;Smith;Ann\n")
        let proposed = try kiosk("import", "table", path, "--course", "MATH101")
        #expect(proposed.status == 0, "\(proposed.errorText)")
        let line = try #require(
            (proposed.text + proposed.errorText).split(separator: "\n").first {
                $0.contains("kiosk import table")
            })
        let words = try run("bash", ["-c", "printf '%s\n' \(line)"])
        #expect(words.text.split(separator: "\n").contains(Substring(path)), "\(line)")
    }

    @Test func aListIsProposedAndThenImported() throws {
        let path = try file(
            "list.csv", "Student No;Surname;First name;Notes\n2024123456;Smith;John;x\n")
        let proposed = try kiosk("import", "table", path, "--course", "MATH101")
        #expect(proposed.status == 0 && proposed.errorText.contains("Nothing was written"))
        #expect(proposed.text.contains("user_code") && proposed.text.contains("(not read)"))
        #expect(!FileManager.default.fileExists(atPath: data), "no school was made")
        let done = try kiosk("import", "table", path, "--course", "MATH101", "--yes")
        #expect(done.status == 0, "\(done.errorText)")
        #expect(try query("SELECT code, full_name FROM user") == "2024123456|John Smith\n")
        #expect(try query("SELECT count(*) FROM enrolment") == "1\n")
    }
}
