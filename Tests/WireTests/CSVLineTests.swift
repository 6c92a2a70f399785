import Testing
import Wire

@Suite struct CSVLineTests {
    @Test(arguments: [
        (["a", "b"], "a,b"), (["a,b", "c"], "\"a,b\",c"), (["say \"x\""], "\"say \"\"x\"\"\""),
        (["a\nb"], "\"a\nb\""), ([""], ""), (["", ""], ","), ([" a"], "\" a\""),
        (["a\r\nb"], "\"a\r\nb\""),
    ])
    func cellsAreQuotedWhereTheyMustBe(_ cells: [String], _ line: String) {
        #expect(CSVLine(cells).text == line)
    }

    @Test(arguments: [
        ("=1+1", "'=1+1"), ("+49 30", "'+49 30"), ("-2", "-2"), ("-2+cmd", "'-2+cmd"),
        ("@SUM(A1)", "'@SUM(A1)"), ("\t=1", "'\t=1"), ("=a,b", "\"'=a,b\""), ("1.5", "1.5"),
        ("=\u{308}1", "'=\u{308}1"), ("\0=1", "'\0=1"),
        // Where East Asian letters are typed a spreadsheet takes the wide ones for the same.
        ("\u{FF1D}1+1", "'\u{FF1D}1+1"), ("\u{FF0B}1", "'\u{FF0B}1"),
        ("\u{FF0D}1", "'\u{FF0D}1"), ("\u{FF20}SUM", "'\u{FF20}SUM"), ("\u{FF21}", "\u{FF21}"),
    ])
    func aFormulaIsText(_ cell: String, _ safe: String) {
        #expect(CSVLine([cell]).text == safe)
    }
}
