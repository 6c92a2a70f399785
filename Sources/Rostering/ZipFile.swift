import CArchive
import Foundation

/// How much a zip may hold and unpack to. Sizes are counted while unpacking; what a zip says of
/// itself is not believed.
struct ZipLimits: Sendable {
    /// Files and folders, of any kind.
    var entries = 1_000
    /// Bytes of all that is unpacked in one import.
    var bytes = 536_870_912
    /// Bytes unpacked for one byte of the zip.
    var ratio = 200
    /// Bytes that any zip may unpack to, however small it is.
    var unquestioned = 16_777_216

    /// What a zip of so many bytes may unpack to in all.
    func allowance(ofSize size: Int) -> Int {
        min(bytes, max(unquestioned, size.multipliedReportingOverflow(by: ratio).partialValue))
    }
}

/// A zip on the disk. Only the files that are asked for are unpacked, one at a time.
final class ZipFile {
    private static let block = 262_144

    private let location: URL
    private let allowance: Int
    private let limits: ZipLimits
    private var unpacked = 0

    init(_ location: URL, limits: ZipLimits = ZipLimits()) {
        self.location = location
        self.limits = limits
        // Without a size nothing more than what is unquestioned is unpacked.
        let attributes = try? FileManager.default.attributesOfItem(
            atPath: location.resolvingSymlinksInPath().path)
        allowance = limits.allowance(ofSize: (attributes?[.size] as? NSNumber)?.intValue ?? 0)
    }

    /// What an archive's listing says of one entry.
    struct Entry {
        let path: String
        let isFolder: Bool
        let isFile: Bool
        let isEncrypted: Bool
    }

    /// Hands over every entry until `body` is done. False where the zip cannot be read, or not to
    /// its end.
    func forEachEntry(_ body: (Entry, OpaquePointer) -> Bool) -> Bool {
        guard let archive = archive_read_new() else { return false }
        defer { archive_read_free(archive) }
        archive_read_support_format_zip_seekable(archive)
        guard archive_read_open_filename(archive, location.path, Self.block) == ARCHIVE_OK else {
            return false
        }
        var entry: OpaquePointer?
        while true {
            let status = archive_read_next_header(archive, &entry)
            if status == ARCHIVE_EOF { return true }
            guard status == ARCHIVE_OK || status == ARCHIVE_WARN, let entry else { return false }
            // A name in no known letters is none of those that are looked for.
            let name = archive_entry_pathname_utf8(entry) ?? archive_entry_pathname(entry)
            let kind = archive_entry_filetype(entry)
            let found = Entry(
                path: name.map { String(cString: $0) } ?? "",
                isFolder: kind == 0o040000, isFile: kind == 0o100000 || kind == 0,
                isEncrypted: archive_entry_is_encrypted(entry) != 0)
            if body(found, archive) { return true }
        }
    }

    /// The bytes of one file, at most so many, unpacked a block at a time.
    func bytes(of path: String, most: Int) -> Result<[UInt8], FileTrouble> {
        var result: Result<[UInt8], FileTrouble> = .failure(.damaged)
        _ = forEachEntry { entry, archive in
            guard entry.path == path, entry.isFile else { return false }
            result = unpack(archive, most: most)
            return true
        }
        return result
    }

    private func unpack(_ archive: OpaquePointer, most: Int) -> Result<[UInt8], FileTrouble> {
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: Self.block)
        while true {
            let count = archive_read_data(archive, &block, block.count)
            if count == 0 { return .success(bytes) }
            guard count > 0 else { return .failure(.damaged) }
            unpacked += count
            if unpacked > allowance { return .failure(.bomb) }
            if bytes.count + count > most { return .failure(.tooLarge) }
            bytes += block[..<count]
        }
    }

    /// The paths of all files that may be read; nil, with the reason reported, where the zip is
    /// none, is damaged, or holds what no honest zip of school files does.
    func list(
        named name: String, isWanted: (String) -> Bool, _ findings: Findings
    ) -> [String]? {
        var listing = ZipListing(zip: name, limits: limits, findings: findings)
        let isWhole = forEachEntry { entry, _ in listing.take(entry, isWanted: isWanted) }
        if !isWhole {
            findings.add(
                .error, .badZip, file: name,
                """
                \(quoted(name)) is no zip, or a damaged one. Make it again, or unpack it and name \
                the folder.
                """)
        }
        return isWhole && listing.isSound ? listing.paths : nil
    }
}
