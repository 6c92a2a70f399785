import Foundation
import Wire

/// The words of the pages: every `words/*.json` beside their templates, each
/// `{"name": {"en": text, "de": text}}`. What stands in braces is filled in.
struct PageWords: Sendable {
    static let languages = ["en", "de", "fr", "es", "zh"]

    struct Complaint: Error, CustomStringConvertible {
        let description: String
    }

    /// By language, then by name.
    private let tables: [String: [String: String]]

    /// Throws `Complaint` where a language lacks a text or has other gaps than the English one, or
    /// a name stands in two files; else what reading throws.
    init(folder: URL) throws {
        var tables: [String: [String: String]] = [:]
        for language in Self.languages { tables[language] = ["language": language] }
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        for file in files.sorted() where file.hasSuffix(".json") {
            let texts = try JSONDecoder().decode(
                [String: [String: String]].self,
                from: Data(contentsOf: folder.appendingPathComponent(file)))
            for (name, byLanguage) in texts {
                if tables["en"]?[name] != nil {
                    throw Complaint(description: "\(file): \(name) stands in two files")
                }
                for language in Self.languages {
                    guard let text = byLanguage[language], !text.isEmpty,
                        Words.gaps(text) == Words.gaps(byLanguage["en"] ?? "")
                    else {
                        throw Complaint(
                            description: "\(file): \(name) is missing in \(language), or has other "
                                + "words in braces than in en")
                    }
                    tables[language]?[name] = text
                }
            }
        }
        self.tables = tables
    }

    func table(_ language: String) -> [String: String] {
        tables[language] ?? tables["en"] ?? [:]
    }

    /// Of those there are, the one that an `Accept-Language` field likes best (RFC 9110, 12.5.4);
    /// `standard` where it likes none.
    static func language(accepted field: String?, standard: String) -> String {
        var best = (language: standard, weight: 0.0)
        for part in (field ?? "").split(separator: ",").prefix(20) {
            let pieces = part.split(separator: ";").map { $0.filter { $0 != " " }.lowercased() }
            let tag = pieces.first?.split(separator: "-").first.map(String.init) ?? ""
            let quality = pieces.dropFirst().first { $0.hasPrefix("q=") }
            let weight = quality.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
            if languages.contains(tag), weight > best.weight { best = (tag, weight) }
        }
        return best.language
    }
}
