import Attendance
import Foundation
import Rostering
import Testing

private func read(
    _ bytes: [UInt8], map: String? = nil, course: String? = nil
) throws -> TableReading {
    try withTemporaryFolder { folder in
        let file = folder.appendingPathComponent("list.csv")
        try Data(bytes).write(to: file)
        return readTable(at: file, map: map, course: course)
    }
}

private func read(_ text: String, map: String? = nil, course: String? = nil) throws -> TableReading
{
    try read([UInt8](text.utf8), map: map, course: course)
}

private let languages: [(String, String)] = [
    ("Student No,Full Name,Class,E-mail", "user_code full_name class email"),
    (
        "Schüler-Nr.;Nachname;Vorname;Klasse;Geburtsdatum",
        "user_code family_name given_name class -"
    ),
    ("Schülernummer;Name;Vorname;Kurs", "user_code family_name given_name course"),
    ("Matricule;Nom;Prénom;Classe;Courriel", "user_code family_name given_name class email"),
    ("Matrícula,Apellidos,Nombre,Grupo,Correo", "user_code family_name given_name class email"),
    ("学号,姓名,班级,课程,身份证号", "user_code full_name class course -"),
    ("ID,Name,Password,Card No", "user_code full_name - card"),
]

@Test("Headers are recognised in five languages", arguments: languages)
private func headers(line: String, fields: String) throws {
    let sign: Character = line.contains(";") ? ";" : ","
    let width = line.count { $0 == sign } + 1
    let cells = ["2024000001", "Hale", "Mary", "7b", "x"].prefix(width)
    let mapping = try #require(
        try read(line + "\n" + cells.joined(separator: String(sign)) + "\n").mapping)
    #expect(mapping.columns.map { $0.field?.rawValue ?? "?" }.joined(separator: " ") == fields)
    #expect(mapping.columns.allSatisfy { $0.certainty == .sure })
    // What is not read is not shown either.
    for column in mapping.columns where column.field?.rawValue == "-" {
        #expect(column.example.isEmpty)
    }
}

@Test("A proposal says how sure it is, and gives the argument that accepts it")
private func proposal() throws {
    let text = "Our pupil names,Their No.,A\nMary Hale,2024000001,m@example.org\n"
    let mapping = try #require(try read(text).mapping)
    #expect(mapping.columns.map(\.certainty) == [.likely, .guess, .guess])
    #expect(mapping.columns[2].field == .email && mapping.columns[2].certainty == .guess)
    #expect(mapping.columns[1].field == .code && mapping.columns[1].example == "2024000001")
    let accepted = try read(text, map: mapping.argument)
    #expect(accepted.result.roster?.people.map(\.code) == ["2024000001"])
    #expect(accepted.result.roster?.people.map(\.familyName) == ["Hale"])
}

private let mappings: [(String, ImportCode)] = [
    ("Name", .badMapping), ("Name=king", .badMapping), ("Shoe=user_code", .badMapping),
    ("No=user_code,Name=user_code", .badMapping), ("#9=user_code", .badMapping),
    ("Name=full_name", .missingColumn), ("No=user_code", .missingColumn),
]

@Test("A mapping that does not fit says what to write", arguments: mappings)
private func badMappings(map: String, code: ImportCode) throws {
    let report = try read("No,Name\n1001,Mary Hale\n", map: map).result.report
    #expect(report.entries.first?.code == code)
    #expect(report.hasErrors)
}

@Test("Everybody on a list is enrolled by column, or in the course that was named")
private func coursesOfAList() throws {
    let text = """
        No,Name,Course,Course
        1001,"Hale, Mary",MATH101;PHYS101,ART
        1002,John Smith,math101,
        1001,Mary Hale,BIO,
        """
    let roster = try #require(try read(text, course: "HOME").result.roster)
    #expect(roster.people.map(\.code) == ["1001", "1002"])
    #expect(roster.courses.map(\.code) == ["HOME", "MATH101", "PHYS101", "ART", "BIO"])
    #expect(roster.enrolments.count == 2 + 3 + 1 + 1)
    #expect(roster.isAddition)
}

private let findings: [(String, [String])] = [
    ("No,Name\n1001,Mary\n1001,John\n", ["error list.csv 3 No duplicate_code"]),
    ("No,Name\n,Mary\n", ["error list.csv 2 No bad_code"]),
    ("No,Name\n2.02E+09,Mary\n", ["error list.csv 2 No bad_code"]),
    ("No,Name\n1001,\n", ["error list.csv 2 Name blank_cell"]),
    ("No,Name,Role\n1001,Mary,king\n", ["error list.csv 2 Role bad_value"]),
    ("No,Name\n1001,Mary,x\n", ["error list.csv 2 - too_many_cells"]),
    ("No,Name\n1001,Ma\"ry\n", ["error list.csv 2 - bad_quote"]),
    ("No,Name,Card\n1,Mary,A1\n2,John,a1\n", ["warning list.csv 3 Card duplicate_alias"]),
    ("No,Name\n1001,Ma\u{202E}ry\n", ["warning list.csv 2 - hidden_characters"]),
    ("No,Name\n", ["error list.csv 1 - empty_file"]), ("", ["error list.csv - - empty_file"]),
]

@Test("A list's findings name line and header", arguments: findings)
private func listFindings(text: String, summary: [String]) throws {
    let result = try read(text).result
    #expect(result.report.summary == summary)
    #expect((result.roster == nil) == result.report.hasErrors)
}

private let german = "Nummer;Name;Klasse\r\n1001;Jürgen Größer;7ä\r\n"
private let chinese = "学号,姓名,班级\r\n1001,欧阳小明,计算机2024\r\n"
private let chineseGB: [UInt8] =
    [0xD1, 0xA7, 0xBA, 0xC5, 0x2C, 0xD0, 0xD5, 0xC3, 0xFB, 0x0A] + [UInt8]("1001,".utf8)
    + [0xC0, 0xEE, 0xC3, 0xF7, 0x0A]

private func utf16(_ text: String, isBig: Bool, mark: Bool) -> [UInt8] {
    ((mark ? "\u{FEFF}" : "") + text).utf16.flatMap { unit in
        let pair = [UInt8(unit & 0xFF), UInt8(unit >> 8)]
        return isBig ? pair.reversed() : pair
    }
}

private let encoded: [([UInt8], String, String)] = [
    ([UInt8](german.utf8), "UTF-8", "Größer"),
    ([0xEF, 0xBB, 0xBF] + german.utf8, "UTF-8", "Größer"),
    (utf16(german, isBig: false, mark: true), "UTF-16 LE", "Größer"),
    (utf16(german, isBig: true, mark: true), "UTF-16 BE", "Größer"),
    (utf16(german, isBig: false, mark: false), "UTF-16 LE", "Größer"),
    (utf16(german, isBig: true, mark: false), "UTF-16 BE", "Größer"),
    (german.unicodeScalars.map { UInt8($0.value) }, "Windows-1252", "Größer"),
    ([UInt8](chinese.utf8), "UTF-8", "欧阳"), (chineseGB, "GB18030", "李"),
    (utf16(chinese, isBig: false, mark: true), "UTF-16 LE", "欧阳"),
]

@Test("The encoding is recognised and said", arguments: encoded.indices)
private func encodings(index: Int) throws {
    let (bytes, name, family) = encoded[index]
    let reading = try read(bytes)
    #expect(reading.written?.hasPrefix(name + ",") == true, "\(reading.written ?? "")")
    #expect(reading.result.roster?.people.map(\.familyName) == [family], "\(reading.result.report)")
}

@Test("Bytes that are no text are a finding")
private func noText() throws {
    for bytes in [[0, 1, 2, 0, 0, 0, 9], [0xD0, 0xCF, 0x11, 0xE0], [0xFF, 0xFE, 0x00, 0xD8]] {
        #expect(
            try read(bytes.map { UInt8($0) }).result.report.entries.map(\.code) == [.badEncoding])
    }
}

@Test("A title above the header is passed over, and lines keep their numbers")
private func titleAbove() throws {
    let result = try read("Class list 2026\n\nNo,Name\n1001,Mary Hale\n1002,\n").result
    #expect(result.report.summary == ["error list.csv 5 Name blank_cell"])
}
