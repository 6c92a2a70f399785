/// What `manifest.csv` says: which version the files are in, and which of them are there.
struct Manifest {
    private var properties: [String: (value: String, line: Int)] = [:]
    /// False where there is no manifest to go by.
    private var isRead = false

    /// True if the file is to be read; otherwise the reason has been reported.
    func allowsReading(
        _ file: SchoolFile, listed: [SchoolFile], isKnown: Bool, _ findings: Findings
    ) -> Bool {
        guard isRead, listed.contains(file) else { return true }
        let manifest = SchoolFile.manifest.rawValue
        guard let mode = properties[file.property.lowercased()] else {
            findings.add(
                .warning, .notInManifest, file: manifest,
                "There is no line \(file.property). Add “\(file.property),bulk”.")
            return true
        }
        let word = mode.value.lowercased()
        if ["bulk", "delta"].contains(word), mode.value != word {
            findings.add(
                .warning, .letterCase, file: manifest, line: mode.line, column: "value",
                "\(quoted(mode.value)) is read as \(word). Write it \(word).")
        }
        switch word {
        case "bulk": return true
        case "delta" where isKnown: return true
        case "delta":
            findings.add(
                .error, .delta, file: manifest, line: mode.line, column: "value",
                """
                \(file.rawValue) holds changes only (delta), and nothing from this source is there \
                to change. Import the whole files (bulk) once, under the same --source.
                """)
        case "absent" where hasDelta: return false
        case "absent":
            findings.add(
                .error, .absentFile, file: manifest, line: mode.line, column: "value",
                "\(file.rawValue) is needed and marked absent. Export again with this file.")
        default:
            findings.add(
                .error, .badValue, file: manifest, line: mode.line, column: "value",
                "\(quoted(mode.value)) is not known here. Write bulk.")
        }
        return false
    }

    /// True where some file holds changes only.
    var hasDelta: Bool { properties.contains { isFile($0.key, "delta") } }

    /// True where the file holds changes only, or none beside others that do.
    func isPartial(_ file: SchoolFile) -> Bool {
        let key = file.property.lowercased()
        return isFile(key, "delta") || hasDelta && isFile(key, "absent")
    }

    func isAbsent(_ file: SchoolFile) -> Bool { isFile(file.property.lowercased(), "absent") }

    private func isFile(_ property: String, _ mode: String) -> Bool {
        property.hasPrefix("file.") && properties[property]?.value.lowercased() == mode
    }

    /// Keeps a line; the line of an earlier one for the same property.
    mutating func keep(_ property: String, _ value: String, line: Int) -> Int? {
        isRead = true
        let key = property.lowercased()
        if let earlier = properties[key] { return earlier.line }
        properties[key] = (value, line)
        return nil
    }

    /// How the files are written; nil, with the reason reported, where that is no version that is
    /// read.
    func dialect(_ findings: Findings) -> Dialect? {
        let version = properties["oneroster.version"]
        let message: String
        switch version?.value {
        case "1.1": return .oneRoster11
        case "1.2": return .oneRoster12
        case let other?:
            message = "\(quoted(other)) is not read. Export as OneRoster 1.1 or 1.2 CSV."
        case nil: message = "The line “oneroster.version,1.1” is missing. Add it, or export again."
        }
        findings.add(
            .error, .version, file: SchoolFile.manifest.rawValue, line: version?.line,
            column: version == nil ? nil : "value", message)
        return nil
    }
}

extension RosterReading {
    /// False if the other files cannot be understood. A folder without a manifest is read on, so
    /// that the rest of its faults are reported with the missing file.
    mutating func readManifest() -> Bool {
        var manifest = Manifest()
        let isComplete = forEachRow(in: SheetForm<ManifestColumn>()) { row in
            let property = row.text(.propertyName)
            guard row.isSound,
                let earlier = manifest.keep(property, row.text(.value), line: row.line)
            else { return }
            row.error(
                .duplicateProperty, .propertyName,
                "\(quoted(property)) stands in line \(earlier) already. Delete one of the two.")
        }
        guard isComplete else { return !files.holds(.manifest) }
        self.manifest = manifest
        guard let dialect = manifest.dialect(findings) else { return false }
        return take(dialect)
    }
}
