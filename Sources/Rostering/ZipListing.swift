/// The entries of a zip, looked at before anything is unpacked.
struct ZipListing {
    let zip: String
    let limits: ZipLimits
    let findings: Findings
    private(set) var paths: [String] = []
    private(set) var isSound = true
    private var folded: Set<String> = []
    private var count = 0

    init(zip: String, limits: ZipLimits, findings: Findings) {
        self.zip = zip
        self.limits = limits
        self.findings = findings
    }

    /// Takes an entry in, or reports why not; true where there are too many to go on.
    mutating func take(_ entry: ZipFile.Entry, isWanted: (String) -> Bool) -> Bool {
        count += 1
        guard count <= limits.entries else {
            refuse(
                .tooManyFiles,
                """
                The zip has more than \(limits.entries) entries. Zip the files to import alone.
                """)
            return true
        }
        let path = entry.path
        if Self.isUnsafe(path) {
            refuse(
                .unsafeName,
                """
                The zip has the name \(quoted(path)), which leads out of it. Make the \
                zip again from the files themselves.
                """)
            return false
        }
        if entry.isFolder || path.isEmpty || path.hasPrefix("__MACOSX/") { return false }
        guard entry.isFile else {
            refuse(
                .linkInZip,
                "\(quoted(path)) is a link, not a file. Make the zip again with the file itself.")
            return false
        }
        if path.lowercased().hasSuffix(".zip") {
            findings.add(
                .warning, .nestedZip, file: zip,
                """
                \(quoted(path)) is a zip in the zip and was not opened. Unpack the outer one, and \
                import the inner one.
                """)
            return false
        }
        let base = path.split(separator: "/").last.map(String.init) ?? path
        if entry.isEncrypted, isWanted(base) {
            refuse(
                .encrypted,
                "\(quoted(path)) is encrypted. Make the zip again without a password.")
            return false
        }
        guard folded.insert(path.lowercased()).inserted else {
            refuse(
                .duplicateFile,
                """
                The zip has \(quoted(path)) twice. Make it again with one of the two, the right \
                one.
                """)
            return false
        }
        paths.append(path)
        return false
    }

    /// A path that is absolute or climbs. Backslashes have become slashes in libarchive.
    static func isUnsafe(_ path: String) -> Bool {
        // Byte by byte, as a system reads it: a slash with an accent upon it is one all the same.
        let bytes = Array(path.utf8)
        let slash = UInt8(ascii: "/")
        return bytes.first == slash || bytes.dropFirst().first == UInt8(ascii: ":")
            || bytes.split(separator: slash).contains { $0.elementsEqual("..".utf8) }
    }

    /// Each reason is said once: a zip made wrongly is wrong in all its entries.
    private mutating func refuse(_ code: ImportCode, _ message: String) {
        isSound = false
        if findings.isNews("zip \(code)") {
            findings.add(.error, code, file: zip, message)
        }
    }
}
