import Foundation

/// Why a file has no bytes to read.
enum FileTrouble: Error {
    case unreadable
    case tooLarge
    /// A zip that unpacks to more than anybody's files are.
    case bomb
    case damaged
}

/// The bytes of a file on the disk, at most so many.
func fileBytes(at location: URL, most: Int) -> Result<[UInt8], FileTrouble> {
    let path = location.resolvingSymlinksInPath().path
    // Why it cannot be read changes nothing about the cure, which `voice` tells.
    guard let attributes = try? FileManager.default.attributesOfItem(atPath: path),
        attributes[.type] as? FileAttributeType == .typeRegular,
        let size = (attributes[.size] as? NSNumber)?.intValue
    else { return .failure(.unreadable) }
    guard size <= most else { return .failure(.tooLarge) }
    // As above.
    guard let data = try? Data(contentsOf: URL(fileURLWithPath: path)) else {
        return .failure(.unreadable)
    }
    return .success([UInt8](data))
}

extension FileTrouble {
    /// How a report puts it.
    func voice(_ name: String, most: Int) -> (ImportCode, String) {
        switch self {
        case .unreadable:
            (
                .unreadableFile,
                """
                \(name) cannot be read. Close it in other programs, check that it is a file and \
                that you may read it, and try again.
                """
            )
        case .tooLarge:
            (
                .fileTooLarge,
                """
                The file is larger than \(most / 1_048_576) MB. Export one school or \
                one year at a time.
                """
            )
        case .bomb:
            (
                .zipTooLarge,
                """
                The zip unpacks to far more than school files are, so it was not read on. Make it \
                again, or unpack it and name the folder.
                """
            )
        case .damaged:
            (
                .badZip,
                "\(name) is damaged in the zip. Make the zip again, without a password."
            )
        }
    }
}
