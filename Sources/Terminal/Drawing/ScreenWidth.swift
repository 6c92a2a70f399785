import Foundation

/// The width of the one screen that is connected to this machine, as it says of itself; nil where
/// it does not say, as projectors do not, and where there are several.
package func connectedScreenWidth(in folder: String = "/sys/class/drm") -> Length? {
    let names: [String]
    do {
        names = try FileManager.default.contentsOfDirectory(atPath: folder)
    } catch {
        // A machine without a screen has no such folder.
        return nil
    }
    let connected = names.map { folder + "/" + $0 }.filter { path in
        let status = FileManager.default.contents(atPath: path + "/status") ?? Data()
        return status.starts(with: Array("connected".utf8))
    }
    guard connected.count == 1 else { return nil }
    return screenWidth(
        edid: [UInt8](
            FileManager.default.contents(atPath: connected[0] + "/edid") ?? Data()))
}

/// The width in an EDID (VESA E-EDID 1.4, 3.6.2): bytes 21 and 22 are centimetres; where either is
/// 0 the size is not known, or they are a ratio.
func screenWidth(edid: [UInt8]) -> Length? {
    let header: [UInt8] = [0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0]
    guard edid.count >= 128, edid.starts(with: header), edid[21] > 0, edid[22] > 0 else {
        return nil
    }
    return Length(metres: Double(edid[21]) / 100)
}
