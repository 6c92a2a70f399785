import Foundation

/// The files that are ever opened. What is not named here (`demographics.csv` above all) stays
/// unread, whatever a folder or a manifest says.
package enum SchoolFile: String, CaseIterable, Sendable {
    case manifest = "manifest.csv"
    case orgs = "orgs.csv"
    case academicSessions = "academicSessions.csv"
    case courses = "courses.csv"
    case classes = "classes.csv"
    case users = "users.csv"
    case enrollments = "enrollments.csv"
    case periods = "periods.csv"
    case meetings = "meetings.csv"
    case exceptions = "exceptions.csv"
    case adjustments = "adjustments.csv"

    /// The files that a OneRoster package lists in its manifest and that an import needs.
    static let listed: [SchoolFile] = [
        .orgs, .academicSessions, .courses, .classes, .users, .enrollments,
    ]

    /// The manifest's property for the file: `file.users`.
    var property: String { "file." + rawValue.dropLast(4) }
}

/// A folder with a school's files: the one place where files are opened.
struct SchoolFolder {
    private let folder: URL
    private let names: Set<String>
    private let limits: CSVLimits
    private let findings: Findings

    /// Nil, with the reason reported, where the folder is missing or cannot be listed.
    init?(_ folder: URL, limits: CSVLimits, findings: Findings) {
        let name = withoutHiddenCharacters(folder.lastPathComponent) ?? folder.lastPathComponent
        let shown = quoted(name)
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder) else {
            findings.add(
                .error, .missingFolder, file: name,
                "There is no folder \(shown). Check the path for a spelling mistake.")
            return nil
        }
        guard isFolder.boolValue else {
            findings.add(
                .error, .missingFolder, file: name,
                "\(shown) is not a folder. Unpack it if it is a zip file, and name the folder.")
            return nil
        }
        // Why it cannot be opened changes nothing about the cure.
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path) else {
            findings.add(
                .error, .unreadableFile, file: name,
                "The folder \(shown) cannot be opened. Ask for the right to read it.")
            return nil
        }
        self.folder = folder
        self.names = Set(names)
        self.limits = limits
        self.findings = findings
    }

    /// True if the folder has the file, in whatever letter case its name is written.
    func holds(_ file: SchoolFile) -> Bool {
        actualName(of: file) != nil
    }

    /// The file's bytes; nil, with the reason reported, where it is missing or cannot be read.
    func bytes(of file: SchoolFile) -> [UInt8]? {
        guard let name = actualName(of: file) else {
            findings.add(
                .error, .missingFile, file: file.rawValue,
                """
                \(file.rawValue) is missing. Export again with this file included, and put all \
                files directly into the folder, not into a folder inside it.
                """)
            return nil
        }
        if name != file.rawValue {
            findings.add(
                .warning, .fileNameCase, file: file.rawValue,
                "The file is named \(quoted(name)). Rename it to \(file.rawValue).")
        }
        return contents(of: folder.appendingPathComponent(name), file)
    }

    private func actualName(of file: SchoolFile) -> String? {
        if names.contains(file.rawValue) { return file.rawValue }
        let folded = file.rawValue.lowercased()
        return names.filter { $0.lowercased() == folded }.min()
    }

    private func contents(of location: URL, _ file: SchoolFile) -> [UInt8]? {
        let path = location.resolvingSymlinksInPath().path
        // Why it cannot be read changes nothing about the cure, which `unreadable` tells.
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: path),
            attributes[.type] as? FileAttributeType == .typeRegular,
            let size = (attributes[.size] as? NSNumber)?.intValue
        else { return unreadable(file) }
        guard size <= limits.fileBytes else {
            findings.add(
                .error, .fileTooLarge, file: file.rawValue,
                """
                The file is larger than \(limits.fileBytes / 1_048_576) MB. Export one school or \
                one year at a time.
                """)
            return nil
        }
        // As above.
        guard let data = try? Data(contentsOf: URL(fileURLWithPath: path)) else {
            return unreadable(file)
        }
        return [UInt8](data)
    }

    private func unreadable(_ file: SchoolFile) -> [UInt8]? {
        findings.add(
            .error, .unreadableFile, file: file.rawValue,
            """
            \(file.rawValue) cannot be read. Close it in other programs, check that it is a file \
            and that you may read it, and try again.
            """)
        return nil
    }
}
