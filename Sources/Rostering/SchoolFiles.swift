import Foundation

/// A folder or a zip with a school's files: the one place where files are opened.
struct SchoolFiles {
    private enum Place {
        case folder(URL)
        case zip(ZipFile, inside: String)
    }

    private let place: Place
    private let names: Set<String>
    private let limits: CSVLimits
    private let findings: Findings

    /// Nil, with the reason reported, where there is neither a folder nor a zip, or it cannot be
    /// listed. The files may stand at its root, or, with a warning, all in its one sub-folder.
    init?(_ location: URL, limits: CSVLimits, findings: Findings) {
        let name = withoutHiddenCharacters(location.lastPathComponent) ?? location.lastPathComponent
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: location.path, isDirectory: &isFolder) else {
            findings.add(
                .error, .missingFolder, file: name,
                """
                There is no folder and no zip \(quoted(name)). Check the path for a spelling \
                mistake.
                """)
            return nil
        }
        let listed =
            isFolder.boolValue
            ? Self.folder(location, name, findings) : Self.zip(location, name, findings)
        guard let (place, names, sub) = listed else { return nil }
        if let sub {
            findings.add(
                .warning, .subFolder, file: name,
                """
                The files stand in the folder \(quoted(sub)) inside. They were read there; put \
                them at the root.
                """)
        }
        self.place = place
        self.names = names
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
        let read =
            switch place {
            case .folder(let folder):
                fileBytes(at: folder.appendingPathComponent(name), most: limits.fileBytes)
            case .zip(let zip, let inside): zip.bytes(of: inside + name, most: limits.fileBytes)
            }
        switch read {
        case .success(let bytes): return bytes
        case .failure(let trouble):
            let (code, message) = trouble.voice(file.rawValue, limits)
            // A zip that was given up is given up for all its files.
            if code != .zipTooLarge || findings.isNews("\(code)") {
                findings.add(.error, code, file: file.rawValue, message)
            }
            return nil
        }
    }

    private func actualName(of file: SchoolFile) -> String? {
        if names.contains(file.rawValue) { return file.rawValue }
        let folded = file.rawValue.lowercased()
        return names.filter { $0.lowercased() == folded }.min()
    }
}

extension SchoolFiles {
    private typealias Listing = (place: Place, names: Set<String>, sub: String?)

    private static func folder(_ folder: URL, _ name: String, _ findings: Findings) -> Listing? {
        // Why it cannot be opened changes nothing about the cure.
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path) else {
            findings.add(
                .error, .unreadableFile, file: name,
                "The folder \(quoted(name)) cannot be opened. Ask for the right to read it.")
            return nil
        }
        if !names.contains(where: SchoolFile.isKnown) {
            let within = names.compactMap { sub -> (String, [String])? in
                let path = folder.appendingPathComponent(sub).path
                // What cannot be listed is no folder with files.
                let inner = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
                return inner.contains(where: SchoolFile.isKnown) ? (sub, inner) : nil
            }
            if within.count == 1, let (sub, inner) = within.first {
                return (.folder(folder.appendingPathComponent(sub)), Set(inner), sub)
            }
        }
        return (.folder(folder), Set(names), nil)
    }

    private static func zip(_ location: URL, _ name: String, _ findings: Findings) -> Listing? {
        let zip = ZipFile(location)
        guard let paths = zip.list(named: name, findings) else { return nil }
        // The folder of every path, "" for the root, with the names in it.
        var folders: [String: Set<String>] = [:]
        for path in paths {
            let start = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
            folders[String(path[..<start]), default: []].insert(String(path[start...]))
        }
        let root = folders[""] ?? []
        let within = folders.filter { $0.value.contains(where: SchoolFile.isKnown) }
        if within[""] == nil, within.count == 1, let (sub, inner) = within.first {
            return (.zip(zip, inside: sub), inner, String(sub.dropLast()))
        }
        return (.zip(zip, inside: ""), root, nil)
    }
}
