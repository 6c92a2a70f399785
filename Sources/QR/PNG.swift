extension QRCode {
    /// The most pixels a module may have on a side in a picture.
    package static let largestScale = 100

    /// A PNG of the code with its quiet zone: black and white, one bit a pixel, `scale` pixels a
    /// module (1 to `largestScale`).
    package func png(scale: Int = 8) -> [UInt8] {
        let scale = min(max(scale, 1), QRCode.largestScale)
        let side = sizeWithQuietZone * scale
        var header = PNGChunks.bigEndian(UInt32(side)) + PNGChunks.bigEndian(UInt32(side))
        // One bit deep, grayscale, deflate, no filter, not interlaced (PNG, 11.2.1).
        header += [1, 0, 0, 0, 0]

        var file: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        file += PNGChunks.chunk("IHDR", header)
        file += PNGChunks.chunk("IDAT", PNGChunks.zlibStored(scanlines(scale: scale)))
        file += PNGChunks.chunk("IEND", [])
        return file
    }

    /// Every row of pixels behind its filter byte; a set bit is white.
    private func scanlines(scale: Int) -> [UInt8] {
        let side = sizeWithQuietZone * scale
        var lines: [UInt8] = []
        lines.reserveCapacity(side * (side / 8 + 2))
        for moduleRow in 0..<sizeWithQuietZone {
            var line = [UInt8](repeating: 0, count: 1 + (side + 7) / 8)
            for pixel in 0..<side {
                let x = pixel / scale - QRCode.quietZone
                if !self[x, moduleRow - QRCode.quietZone] {
                    line[1 + pixel / 8] |= 0x80 >> UInt8(pixel % 8)
                }
            }
            for _ in 0..<scale { lines += line }
        }
        return lines
    }
}

/// The parts of a PNG file (W3C PNG, 5.3) over stored deflate blocks (RFC 1950, RFC 1951 3.2.4).
enum PNGChunks {
    static func bigEndian(_ value: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
    }

    static func chunk(_ name: String, _ data: [UInt8]) -> [UInt8] {
        let checked = Array(name.utf8) + data
        return bigEndian(UInt32(data.count)) + checked + bigEndian(crc32(checked))
    }

    /// A zlib stream that holds `data` uncompressed.
    static func zlibStored(_ data: [UInt8]) -> [UInt8] {
        let longestBlock = 0xFFFF
        var stream: [UInt8] = [0x78, 0x01]
        var start = 0
        repeat {
            let end = min(start + longestBlock, data.count)
            let length = UInt16(end - start)
            stream.append(end == data.count ? 1 : 0)
            for half in [length, ~length] {
                stream += [UInt8(half & 0xFF), UInt8(half >> 8)]
            }
            stream += data[start..<end]
            start = end
        } while start < data.count
        return stream + bigEndian(adler32(data))
    }

    static func crc32(_ data: [UInt8]) -> UInt32 {
        ~data.reduce(~UInt32(0)) { (crc, byte) in
            (crc >> 8) ^ crcTable[Int(UInt8(truncatingIfNeeded: crc) ^ byte)]
        }
    }

    static func adler32(_ data: [UInt8]) -> UInt32 {
        var (low, high): (UInt32, UInt32) = (1, 0)
        for byte in data {
            low = (low + UInt32(byte)) % 65521
            high = (high + low) % 65521
        }
        return high << 16 | low
    }

    private static let crcTable: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { (crc, _) in
            crc & 1 == 1 ? 0xEDB8_8320 ^ (crc >> 1) : crc >> 1
        }
    }
}
