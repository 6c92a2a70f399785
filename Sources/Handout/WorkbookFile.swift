import CXLSXWriter
import Glibc

/// Why a workbook cannot be made. What was written of it is no workbook.
package enum WorkbookRefusal: Error, Equatable, Sendable {
    case tooManyLessons(course: String, count: Int, most: Int)
    case tooManyStudents(course: String, count: Int, most: Int)
    case tooManyCourses(most: Int)
    /// The system opens no more files; each sheet is one until the workbook is done.
    case tooManyFiles(sheets: Int)
    /// In the words of the system.
    case unwritable(String)
}

/// How much a workbook holds: Excel's own limits, but that of sheets, which are a file each.
package struct WorkbookLimits: Equatable, Sendable {
    package var rows = 1_048_576
    package var columns = 16_384
    package var sheets = 1_000

    package init() {}
}

/// libxlsxwriter's workbook in constant memory: a row is on the disk once the next one begins.
final class WorkbookFile {
    private let workbook: UnsafeMutablePointer<lxw_workbook>
    private let temporary: String
    private let limits: WorkbookLimits
    private var names = SheetNames()
    private var sheets: [Sheet] = []
    private var isClosed = false

    typealias Format = UnsafeMutablePointer<lxw_format>

    /// `path` is written over; `temporary` is a directory for what is not done yet, in files that
    /// have no names.
    init(path: String, temporary: String, limits: WorkbookLimits) throws(WorkbookRefusal) {
        let directory = strdup(temporary)
        defer { free(directory) }
        var options = lxw_workbook_options()
        options.constant_memory = 1
        options.tmpdir = directory
        options.use_zip64 = 0
        guard let workbook = workbook_new_opt(path, &options) else {
            throw .unwritable("there is no memory")
        }
        self.workbook = workbook
        self.temporary = temporary
        self.limits = limits
    }

    deinit { if !isClosed { lxw_workbook_free(workbook) } }

    /// A new sheet, by the first of the names of which Excel leaves anything.
    func sheet(_ name: String, _ otherwise: String) throws(WorkbookRefusal) -> Sheet {
        if sheets.count >= limits.sheets { throw .tooManyCourses(most: limits.sheets - 1) }
        let name = names.name(for: name, otherwise)
        guard let sheet = workbook_add_worksheet(workbook, name) else {
            throw .tooManyFiles(sheets: sheets.count)
        }
        let added = Sheet(sheet: sheet, name: name)
        sheets.append(added)
        return added
    }

    func format(_ make: (Format) -> Void) -> Format {
        guard let format = workbook_add_format(workbook) else {
            preconditionFailure("there is no memory")
        }
        format_set_align(format, UInt8(LXW_ALIGN_VERTICAL_CENTER.rawValue))
        make(format)
        return format
    }

    func chart(_ kind: lxw_chart_type) -> UnsafeMutablePointer<lxw_chart> {
        guard let chart = workbook_add_chart(workbook, UInt8(kind.rawValue)) else {
            preconditionFailure("there is no memory")
        }
        return chart
    }

    /// `made` is the only moment that the file tells.
    func describe(title: String, seconds made: Int64) {
        let text = strdup(CellText.harmless(title))
        defer { free(text) }
        var properties = lxw_doc_properties()
        properties.title = text
        properties.created = time_t(made)
        workbook_set_properties(workbook, &properties)
    }

    /// Puts the file together, which is whole after that.
    ///
    /// NB: the library looks at no failure of its temporary files. What is written so far is looked
    /// at here, and there must be room for the rest.
    func close() throws(WorkbookRefusal) {
        var written = 0
        for sheet in sheets { written += try sheet.finish() }
        var disk = statvfs()
        if statvfs(temporary, &disk) == 0,
            UInt64(disk.f_bavail) * UInt64(disk.f_frsize) < 2 * UInt64(written)
        {
            throw .unwritable(String(cString: strerror(ENOSPC)))
        }
        isClosed = true
        let result = workbook_close(workbook)
        guard result == LXW_NO_ERROR else { throw .unwritable(Self.text(of: result)) }
    }

    static func text(of error: lxw_error) -> String {
        lxw_strerror(error).map { String(cString: $0) } ?? "error \(error.rawValue)"
    }
}

/// A sheet, written from its first row to its last.
struct Sheet {
    let sheet: UnsafeMutablePointer<lxw_worksheet>
    let name: String

    func write(
        _ text: String, _ row: Int, _ column: Int, _ format: WorkbookFile.Format? = nil
    ) throws(WorkbookRefusal) {
        let harmless = CellText.harmless(text)
        try check(
            harmless.isEmpty
                ? worksheet_write_blank(sheet, UInt32(row), UInt16(column), format)
                : worksheet_write_string(sheet, UInt32(row), UInt16(column), harmless, format))
    }

    func write(
        _ number: Double, _ row: Int, _ column: Int, _ format: WorkbookFile.Format
    ) throws(WorkbookRefusal) {
        try check(
            worksheet_write_number(sheet, UInt32(row), UInt16(column), number, format))
    }

    func write(
        _ number: Int, _ row: Int, _ column: Int, _ format: WorkbookFile.Format
    ) throws(WorkbookRefusal) {
        try write(Double(number), row, column, format)
    }

    /// Rows, and where the sheet's name is short so many of the first columns, that stand on every
    /// printed page.
    ///
    /// NB: the library cuts what it writes of both at 128 bytes, within a character if need be. The
    /// name is in it once for rows, which always has room, and once for columns.
    func repeatOnPages(rows: ClosedRange<Int>, columns: Int) {
        worksheet_repeat_rows(sheet, UInt32(rows.lowerBound), UInt32(rows.upperBound))
        let quoted = name.replacing("'", with: "''").utf8.count
        let mostForBoth = 48
        if columns > 0, quoted <= mostForBoth {
            worksheet_repeat_columns(sheet, 0, UInt16(columns - 1))
        }
    }

    func check(_ result: lxw_error) throws(WorkbookRefusal) {
        if result != LXW_NO_ERROR { throw .unwritable(WorkbookFile.text(of: result)) }
    }

    /// How many bytes the rows are; throws where they did not reach the disk.
    fileprivate func finish() throws(WorkbookRefusal) -> Int {
        guard let file = sheet.pointee.optimize_tmpfile else { return 0 }
        if fflush(file) != 0 || ferror(file) != 0 {
            throw .unwritable(String(cString: strerror(errno)))
        }
        return max(0, ftell(file))
    }
}
