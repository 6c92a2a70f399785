import Foundation

/// A folder or a zip with a school's files.
struct SchoolFiles {
    private let place: FilePlace
    private let limits: CSVLimits
    private let findings: Findings

    /// Nil, with the reason reported, where there is neither a folder nor a zip, or it cannot be
    /// listed. The files may stand at its root, or, with a warning, all in its one sub-folder.
    init?(_ location: URL, limits: CSVLimits, findings: Findings) {
        guard let place = FilePlace(location, isWanted: SchoolFile.isKnown, findings: findings)
        else { return nil }
        self.place = place
        self.limits = limits
        self.findings = findings
    }

    /// True if the file is there, in whatever letter case its name is written.
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
                files directly into the folder or zip, not into a folder inside it.
                """)
            return nil
        }
        if name != file.rawValue {
            findings.add(
                .warning, .fileNameCase, file: file.rawValue,
                "The file is named \(quoted(name)). Rename it to \(file.rawValue).")
        }
        return place.bytes(of: name, named: file.rawValue, most: limits.fileBytes)
    }

    private func actualName(of file: SchoolFile) -> String? {
        if place.names.contains(file.rawValue) { return file.rawValue }
        let folded = file.rawValue.lowercased()
        return place.names.filter { $0.lowercased() == folded }.min()
    }
}
