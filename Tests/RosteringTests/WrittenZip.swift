import CArchive
import Foundation
import Testing

/// Writes zips as they should and should not be.
struct WrittenZip {
    enum Entry {
        case file(String, [UInt8])
        case folder(String)
        case link(String, to: String)
        /// So many bytes of nothing.
        case zeros(String, Int)
    }

    var entries: [Entry]
    var password: String?

    func write(to location: URL) throws {
        let archive = try #require(archive_write_new())
        defer { archive_write_free(archive) }
        archive_write_set_format_zip(archive)
        archive_write_set_options(archive, "hdrcharset=UTF-8")
        if let password {
            archive_write_set_options(archive, "zip:encryption=zipcrypt")
            archive_write_set_passphrase(archive, password)
        }
        #expect(archive_write_open_filename(archive, location.path) == ARCHIVE_OK)
        for entry in entries { try write(entry, archive) }
        #expect(archive_write_close(archive) == ARCHIVE_OK)
    }

    private func write(_ entry: Entry, _ archive: OpaquePointer) throws {
        let header = try #require(archive_entry_new())
        defer { archive_entry_free(header) }
        archive_entry_set_perm(header, 0o644)
        switch entry {
        case .file(let name, let bytes):
            archive_entry_set_pathname(header, name)
            archive_entry_set_filetype(header, 0o100000)
            archive_entry_set_size(header, Int64(bytes.count))
            #expect(archive_write_header(archive, header) == ARCHIVE_OK)
            _ = archive_write_data(archive, bytes, bytes.count)
        case .folder(let name):
            archive_entry_set_pathname(header, name)
            archive_entry_set_filetype(header, 0o040000)
            #expect(archive_write_header(archive, header) == ARCHIVE_OK)
        case .link(let name, let target):
            archive_entry_set_pathname(header, name)
            archive_entry_set_filetype(header, 0o120000)
            archive_entry_set_symlink(header, target)
            #expect(archive_write_header(archive, header) == ARCHIVE_OK)
        case .zeros(let name, let count):
            archive_entry_set_pathname(header, name)
            archive_entry_set_filetype(header, 0o100000)
            archive_entry_set_size(header, Int64(count))
            #expect(archive_write_header(archive, header) == ARCHIVE_OK)
            let block = [UInt8](repeating: 0, count: 1_048_576)
            var left = count
            while left > 0 { left -= archive_write_data(archive, block, min(left, block.count)) }
        }
    }
}
