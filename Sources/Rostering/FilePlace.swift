import Foundation

/// A folder or a zip of files to import: the one place where files of several are opened.
struct FilePlace {
    private enum Place {
        case folder(URL)
        case zip(ZipFile, inside: String)
    }

    private typealias Listing = (place: Place, names: Set<String>, sub: String?)

    private let place: Place
    /// Of all files that stand there, wanted or not.
    let names: Set<String>
    private let findings: Findings

    /// Nil, with the reason reported, where there is neither a folder nor a zip, or it cannot be
    /// listed. The wanted files may stand at its root, or, with a warning, all in its one
    /// sub-folder.
    init?(_ location: URL, isWanted: (String) -> Bool, findings: Findings) {
        let name = withoutHiddenCharacters(location.lastPathComponent) ?? location.lastPathComponent
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: location.path, isDirectory: &isFolder) else {
            findings.addMissing(.missingFolder, location, what: "folder and no zip")
            return nil
        }
        let listed =
            isFolder.boolValue
            ? Self.folder(location, name, isWanted, findings)
            : Self.zip(location, name, isWanted, findings)
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
        self.findings = findings
    }

    /// A file's bytes, at most so many; nil, with the reason reported under the name that people
    /// know it by, where it cannot be read.
    func bytes(of name: String, named shown: String, most: Int) -> [UInt8]? {
        let read =
            switch place {
            case .folder(let folder): fileBytes(at: folder.appendingPathComponent(name), most: most)
            case .zip(let zip, let inside): zip.bytes(of: inside + name, most: most)
            }
        switch read {
        case .success(let bytes): return bytes
        case .failure(let trouble):
            let (code, message) = trouble.voice(shown, most: most)
            // A zip that was given up is given up for all its files.
            if code != .zipTooLarge || findings.isNews("\(code)") {
                findings.add(.error, code, file: shown, message)
            }
            return nil
        }
    }

    private static func folder(
        _ folder: URL, _ name: String, _ isWanted: (String) -> Bool, _ findings: Findings
    ) -> Listing? {
        // Why it cannot be opened changes nothing about the cure.
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path) else {
            findings.add(
                .error, .unreadableFile, file: name,
                "The folder \(quoted(name)) cannot be opened. Ask for the right to read it.")
            return nil
        }
        if !names.contains(where: isWanted) {
            let within = names.compactMap { sub -> (String, [String])? in
                let path = folder.appendingPathComponent(sub).path
                // What cannot be listed is no folder with files.
                let inner = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
                return inner.contains(where: isWanted) ? (sub, inner) : nil
            }
            if within.count == 1, let (sub, inner) = within.first {
                return (.folder(folder.appendingPathComponent(sub)), Set(inner), sub)
            }
        }
        return (.folder(folder), Set(names), nil)
    }

    private static func zip(
        _ location: URL, _ name: String, _ isWanted: (String) -> Bool, _ findings: Findings
    ) -> Listing? {
        let zip = ZipFile(location)
        guard let paths = zip.list(named: name, isWanted: isWanted, findings) else { return nil }
        // The folder of every path, "" for the root, with the names in it.
        var folders: [String: Set<String>] = [:]
        for path in paths {
            let start = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
            folders[String(path[..<start]), default: []].insert(String(path[start...]))
        }
        let root = folders[""] ?? []
        let within = folders.filter { $0.value.contains(where: isWanted) }
        if within[""] == nil, within.count == 1, let (sub, inner) = within.first {
            return (.zip(zip, inside: sub), inner, String(sub.dropLast()))
        }
        return (.zip(zip, inside: ""), root, nil)
    }
}
