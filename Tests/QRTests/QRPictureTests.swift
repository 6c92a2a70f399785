import TestKit
import Testing

@testable import QR

@Suite struct QRPictureTests {
    static let payloads = ["ABC123", QRCodeTests.url, "https://kiosk.example.edu/c/ABC123?x=1"]

    @Test(
        "A decoder reads from the PNG what was put in",
        .enabled(if: isInstalled("zbarimg"), "zbarimg is not installed"),
        arguments: payloads, [3, 8])
    func png(payload: String, scale: Int) throws {
        for level in QRCode.Level.allCases {
            let png = try QRCode(payload, level: level).png(scale: scale)
            #expect(try decodeQR(png, pathExtension: "png") == [payload])
        }
    }

    @Test("Check sums are those of the standards' own examples")
    func checkSums() {
        let digits = Array("123456789".utf8)
        #expect(PNGChunks.crc32(digits) == 0xCBF4_3926)
        #expect(PNGChunks.adler32(Array("Wikipedia".utf8)) == 0x11E6_0398)
    }

    @Test("Stored data is cut into blocks of at most 65535 bytes, the last one marked")
    func stored() {
        let stream = PNGChunks.zlibStored([UInt8](repeating: 7, count: 65536))
        #expect(stream.count == 2 + 5 + 65535 + 5 + 1 + 4)
        #expect(stream[2] == 0)
        #expect(stream[2 + 5 + 65535] == 1)
        #expect(PNGChunks.zlibStored([]).count == 2 + 5 + 4)
    }

    @Test("A scale outside the limits is brought inside")
    func scales() throws {
        let code = try QRCode("ABC123")
        #expect(code.png(scale: 0) == code.png(scale: 1))
        #expect(code.svg(scale: 1000) == code.svg(scale: QRCode.largestScale))
    }

    @Test("The SVG holds each dark module once and nothing of the text")
    func svg() throws {
        let code = try QRCode("ABC123")
        let svg = code.svg(scale: 2)
        #expect(svg.contains("viewBox=\"0 0 29 29\""))
        #expect(svg.contains("width=\"58\""))
        #expect(!svg.contains("ABC123"))
        let drawn = svg.split(separator: "h").dropFirst()
            .compactMap { Int($0.prefix { $0.isNumber }) }
        // Each run goes out and back; the white square is the first.
        let runs = drawn.dropFirst().filter { $0 > 0 }
        var dark = 0
        for y in 0..<code.size {
            for x in 0..<code.size where code[x, y] { dark += 1 }
        }
        #expect(runs.reduce(0, +) == dark + (drawn.first == 29 ? 0 : 29))
    }
}
