import Attendance
import Testing

/// What the table of sixty has no row for.
@Suite struct ReaderPartsTests {
    func read(_ line: String, _ rules: ReaderRules = ReaderRow.ten) -> Scan {
        Scan(parsing: Array(line.utf8), under: rules)
    }

    @Test(arguments: [
        // Z is 35, 3 is 3, a blank is 38.
        ("]A1Z3 ", "Z3"),
        // + is 41, S T U are 28 29 30: 3*41 + 87 + 8 = 218, and 218 - 5*43 = 3.
        ("]A5stu20243", "stu2024"),
        // A and B are 16 and 17: 16 + 8 + 7 + 17 = 48.
        ("]F2A20247B", "2024"), ("]I1020241234569", "02024123456"), ("]F0a2024b", "2024"),
        ("]A32024T", "2024T"), ("]C02024T", "2024T"),
    ])
    func anAnnouncedCheckIsCutAndNoOther(_ line: String, _ code: String) {
        #expect(read(line, .usual).content == .token(UserCode(code)!))
        #expect(read(line, .usual).isFromReader)
    }

    @Test(arguments: ["]A1Z4 ", "]A5stu20244", "]F2A20248B", "]I1020241234568", "]A12024123456"])
    func anAnnouncedCheckThatIsWrongIsRefused(_ line: String) {
        #expect(read(line).content == .rejected(.checkDigit))
    }

    @Test func aLabelThatTellsItsCharacterSetIsReadWithoutIt() {
        #expect(read("]Q2\\000026A\\\\B1").content == .token(UserCode("A\\B1")!))
    }

    @Test func ofAGS1LabelTheSchoolsOwnElementIsTaken() {
        #expect(read("]C11126010191S1").content == .token(UserCode("S1")!))
        #expect(read("]C110LOT\u{1D}912024123456").content == .token(UserCode("2024123456")!))
        #expect(read("]C10112345678901231").content == .rejected(.product))
    }

    @Test(arguments: [
        "%E?;2024123456=2512?", "%2024123456?", "+2024123456?", ";2024123456?7",
        ";2024123456=2512?+E?", "%B2024123456^SMITH/JOHN^2512?;E?",
    ])
    func anyTrackThatCouldBeReadWillDo(_ line: String) {
        let scan = read(line)
        #expect(
            scan.candidates == [Scan.Candidate(token: UserCode("2024123456")!, repair: .magstripe)])
        #expect(scan.isFromReader)
        #expect(scan.normalised == "2024123456")
    }

    @Test(arguments: ["%E?", ";E?", "+E?", "%?", "%B2024123456^SMITH/JO"])
    func aStripeThatCouldNotBeReadIsABadSwipe(_ line: String) {
        #expect(read(line).content == .rejected(.badSwipe))
        #expect(read(line).normalised == "")
    }

    @Test(arguments: [
        "%B4111111111111111^SMITH/JOHN^2512?", "4111 1111 1111 1111", "4111-1111-1111-1111",
        "]C04111111111111111", "４１１１１１１１１１１１１１１１", "?4111111111111111", "A4111111111111111B",
        "5901234123457 4111111111111111", "41111111\u{8}111111111",
    ])
    func noBankCardIsKeptInAnyForm(_ line: String) {
        let scan = read(line)
        #expect(scan.content == .rejected(.payment))
        #expect(scan.normalised == "")
    }

    @Test func whatIsAsLongAsTheSchoolsCodesIsNoBankCardAndNoGoods() {
        let sixteen = ReaderRules(codeLengths: [16])
        let code = "4111111111111111"
        #expect(read(code, sixteen).content == .token(UserCode(code)!))
        let thirteen = ReaderRules(codeLengths: [13])
        let goods = "5901234123457"
        #expect(read("]E0" + goods, thirteen).content == .token(UserCode(goods)!))
        #expect(read(goods, thirteen).content == .token(UserCode(goods)!))
    }

    @Test(arguments: [
        // 4+1+4+3+8+0+0+0+0+1+4+3+8 = 36, so 4 is right.
        ("21234000012344", true), ("21234000012347", false),
    ])
    func aLibraryCardIsVerifiedWhereSuchAreKept(_ line: String, _ isRight: Bool) {
        let kept = ReaderRules(codeLengths: [10, 14], keepsLibraryCards: true)
        let token = Scan.Content.token(UserCode(line)!)
        #expect(read(line, kept).content == (isRight ? token : .rejected(.checkDigit)))
        #expect(read(line, ReaderRules(codeLengths: [10, 14])).content == token)
    }

    @Test func aSeparatorInALineIsNoPartOfACode() {
        #expect(read("2024\u{1D}123456").content == .token(UserCode("2024123456")!))
        #expect(read("]C0\u{1D}]C02024123456").content == .token(UserCode("2024123456")!))
    }

    @Test func aReadersCodeThatIsTooShortIsRefusedAndAHandsIsATail() {
        let line = Array("024123456".utf8)
        let fast = Scan(parsing: line, under: ReaderRow.ten, isFromReader: true)
        #expect(fast.content == .rejected(.wrongLength))
        let slow = Scan(parsing: line, under: ReaderRow.ten)
        #expect(slow.content == .token(UserCode("024123456")!))
    }

    @Test func threeArrowKeysAreNoEntry() {
        #expect(read("\u{1B}[A\u{1B}[B\u{1B}[C").content == .nothing)
    }

    @Test func withoutKnownLengthsNothingIsGuessed() {
        for line in ["20241234562024123456", "21234000012347", "0202412345", "]C0024123456"] {
            let scan = read(line, .usual)
            #expect(scan.candidates.count == 1)
        }
        #expect(read("张伟2024123456", .usual).content == .rejected(.notACode))
    }
}
