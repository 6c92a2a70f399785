import Attendance
import Testing

/// A GS1 label with a student's code in it, whatever the sum of its digits.
@Suite struct GS1Tests {
    @Test(arguments: ["2024123456", "2379700194", "2284556206", "2206640303"])
    func aCodeWhoseLabelAddsUpLikeGoodsIsACode(_ code: String) {
        let line = Array("]C191\(code)".utf8)
        let scan = Scan(parsing: line, under: ReaderRules(codeLengths: [10]))
        #expect(scan.content == .token(UserCode(code)!))
    }

    @Test(arguments: ["]C10105901234123457", "]E05901234123457", "]C05901234123457"])
    func goodsAreGoods(_ line: String) {
        let scan = Scan(parsing: Array(line.utf8), under: ReaderRules(codeLengths: [10]))
        #expect(scan.content == .rejected(.product))
    }
}
