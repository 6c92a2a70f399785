import Attendance
import Testing

/// Which lines belong to one card.
@Suite struct PresentationTests {
    func continues(_ first: String, _ next: String) -> Bool {
        Scan.continues(Array(first.utf8), with: Array(next.utf8))
    }

    @Test func aLaterTrackGoesOnWithAStripe() {
        #expect(continues("%B2024123456^SMITH/JOHN^2512?", ";2024123456=2512?"))
        #expect(continues("%E?", ";E?"))
        #expect(continues(";2024123456=2512?", "+2024?"))
        #expect(continues("%2024123456?\n;2024123456=2512?", "+E?"))
    }

    @Test func theSameTrackIsAnotherCard() {
        #expect(!continues(";2024123456=2512?", ";2024123457=2512?"))
        #expect(!continues(";2024123456=2512?", "%B2024123457^SMITH/JOHN^2512?"))
        #expect(!continues(";2024123456=2512?", "2024123457"))
    }

    @Test func aContactGoesOnUntilItsEnd() {
        let begin = "BEGIN:VCARD"
        #expect(continues(begin, "N:Smith;John"))
        #expect(continues(begin, "TEL;TYPE=home:555"))
        #expect(continues(begin + "\nN:Smith;John", "END:VCARD"))
        #expect(!continues(begin + "\nN:Smith;John\nEND:VCARD", "N:Smith"))
    }

    @Test func aCodeIsNoPartOfAContactThatNeverEnds() {
        #expect(!continues("BEGIN:VCARD", "2024123456"))
        #expect(!continues("BEGIN:VCARD", "HTTPS://KIOSK.EXAMPLE.EDU/C/ABC123"))
    }

    @Test func aLicenceGoesOnWithItsElements() {
        #expect(continues("@", "\u{1E}"))
        #expect(continues("@", "ANSI 636014040002DL00410288ZC03290015DLDAQD1234562"))
        #expect(continues("@\nANSI 636014040002DL00410288", "DCSSMITH"))
        #expect(!continues("@", "2024123456"))
    }

    @Test func aCodeIsOneLine() {
        #expect(!continues("2024123456", "2024123457"))
        #expect(!continues("", "2024123457"))
    }
}
