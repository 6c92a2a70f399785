/// The kinds of finding in an `ImportReport`; the raw value is what reports and `--json` print.
package enum ImportCode: String, CaseIterable, Sendable {
    // Folder, zip, files and manifest.
    case missingFolder = "missing_folder"
    case missingFile = "missing_file"
    case unreadableFile = "unreadable_file"
    case fileTooLarge = "file_too_large"
    case badZip = "bad_zip"
    case zipTooLarge = "zip_too_large"
    case tooManyFiles = "too_many_files"
    case unsafeName = "unsafe_name"
    case linkInZip = "link_in_zip"
    case nestedZip = "nested_zip"
    case encrypted
    case duplicateFile = "duplicate_file"
    case subFolder = "sub_folder"
    case emptyFile = "empty_file"
    case fileNameCase = "file_name_case"
    case version
    case delta
    case absentFile = "absent_file"
    case notInManifest = "not_in_manifest"

    // CSV.
    case notUTF8 = "not_utf8"
    case nul
    case badQuote = "bad_quote"
    case cellTooLong = "cell_too_long"
    case tooManyCells = "too_many_cells"
    case tooFewCells = "too_few_cells"
    case wrongSeparator = "wrong_separator"

    case badEncoding = "bad_encoding"
    case badWorkbook = "bad_workbook"
    case unknownSheet = "unknown_sheet"
    case badMapping = "bad_mapping"

    // Calendars.
    case noCalendar = "no_calendar"
    case lineTooLong = "line_too_long"
    case truncated
    case tooDeep = "too_deep"
    case tooManyEvents = "too_many_events"
    case tooManyProperties = "too_many_properties"
    case tooManyOccurrences = "too_many_occurrences"
    case strayLine = "stray_line"
    case badRule = "bad_rule"
    case emptyRule = "empty_rule"
    case unknownZone = "unknown_zone"
    case badZone = "bad_zone"
    case noStart = "no_start"
    case noEnd = "no_end"
    case overMidnight = "over_midnight"
    case allDay = "all_day"
    case outsideTerms = "outside_terms"
    case severalCourses = "several_courses"
    case noCourse = "no_course"
    case onlineRoom = "online_room"

    // Headers.
    case missingColumn = "missing_column"
    case duplicateColumn = "duplicate_column"
    case columnCase = "column_case"
    case unknownColumns = "unknown_columns"

    // Cells.
    case blankCell = "blank_cell"
    case badID = "bad_id"
    case badValue = "bad_value"
    case badDate = "bad_date"
    case badTime = "bad_time"
    case badWeeks = "bad_weeks"
    case badSections = "bad_sections"
    case badCode = "bad_code"
    case badUserID = "bad_user_id"
    case letterCase = "letter_case"
    case hiddenCharacters = "hidden_characters"

    // Rows.
    case duplicateRow = "duplicate_row"
    case duplicateID = "duplicate_id"
    case duplicateCode = "duplicate_code"
    case duplicateAlias = "duplicate_alias"
    case duplicateProperty = "duplicate_property"
    case duplicateSection = "duplicate_section"
    case duplicateDate = "duplicate_date"
    case duplicateAdjustment = "duplicate_adjustment"
    case endBeforeStart = "end_before_start"
    case inactiveRow = "inactive_row"
    case noCourseCode = "no_course_code"
    case noTime = "no_time"
    case noName = "no_name"
    case noTerm = "no_term"
    case noRoom = "no_room"
    case targetIgnored = "target_ignored"

    // References and roles.
    case unknownOrg = "unknown_org"
    case unknownTerm = "unknown_term"
    case unknownCourse = "unknown_course"
    case unknownClass = "unknown_class"
    case unknownUser = "unknown_user"
    case ambiguousUser = "ambiguous_user"
    case unknownSection = "unknown_section"
    case parentCycle = "parent_cycle"
    case leftOutReference = "left_out_reference"
    case noRole = "no_role"
    case roleNotGranted = "role_not_granted"
    case roleSkipped = "role_skipped"
    case roleMismatch = "role_mismatch"
}
