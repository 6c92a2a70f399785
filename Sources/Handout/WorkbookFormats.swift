import Attendance
import CXLSXWriter
import Wire

/// How the cells of an attendance workbook look, each made once.
struct WorkbookFormats {
    typealias Format = WorkbookFile.Format

    let title: Format
    let note: Format
    let head: Format
    /// Written upwards, as the head of a narrow column.
    let upright: Format
    let date: Format
    /// What is typed over it stays text.
    let text: Format
    let number: Format
    let rate: Format
    let total: (text: Format, number: Format, rate: Format)
    /// An empty cell of a lesson that was taken, and of one that was not.
    let empty: Format
    let untaken: Format
    private let marks: [CheckinStatus: Format]

    private static let line = (head: 0xE6_E9EE as UInt32, cell: 0xB0_B6C0 as UInt32)

    init(_ file: WorkbookFile) {
        func bordered(_ format: Format) {
            format_set_border(format, UInt8(LXW_BORDER_THIN.rawValue))
            format_set_border_color(format, Self.line.cell)
        }
        func headed(_ format: Format) {
            format_set_bold(format)
            format_set_bg_color(format, Self.line.head)
            bordered(format)
        }
        func upright(_ format: Format) {
            headed(format)
            format_set_rotation(format, 90)
            format_set_align(format, UInt8(LXW_ALIGN_CENTER.rawValue))
        }
        func percent(_ format: Format) { format_set_num_format(format, "0.0%") }
        func plain(_ format: Format) {
            // Excel's own format for text.
            format_set_num_format_index(format, 49)
            bordered(format)
        }
        title = file.format {
            format_set_bold($0)
            format_set_font_size($0, 14)
        }
        note = file.format { format_set_font_color($0, 0x4A_5160) }
        head = file.format { format in
            headed(format)
            format_set_text_wrap(format)
        }
        self.upright = file.format(upright)
        date = file.format { format in
            upright(format)
            format_set_num_format(format, "yyyy-mm-dd")
        }
        text = file.format(plain)
        number = file.format(bordered)
        rate = file.format { format in
            bordered(format)
            percent(format)
        }
        total = (
            text: file.format(headed), number: file.format(headed),
            rate: file.format { format in
                headed(format)
                percent(format)
            }
        )
        empty = file.format(bordered)
        untaken = file.format { format in
            bordered(format)
            format_set_pattern(format, UInt8(LXW_PATTERN_LIGHT_UP.rawValue))
            format_set_fg_color(format, Self.line.cell)
            format_set_bg_color(format, 0xFF_FFFF)
        }
        marks = Dictionary(
            uniqueKeysWithValues: CheckinStatus.allCases.map { status in
                (
                    status,
                    file.format { format in
                        plain(format)
                        format_set_align(format, UInt8(LXW_ALIGN_CENTER.rawValue))
                        let tint = status.tint
                        format_set_bg_color(
                            format,
                            UInt32(tint.red) << 16 | UInt32(tint.green) << 8 | UInt32(tint.blue))
                    }
                )
            })
    }

    func mark(_ status: CheckinStatus) -> Format {
        guard let format = marks[status] else { preconditionFailure("each status has a format") }
        return format
    }
}
