import Foundation
import Wire
import Yams

extension Settings {
    func voice() throws -> Voice {
        Voice(zone: zone, displayName: displayName, words: try words())
    }

    /// In every language that can be named without a file, for pages.
    func voices() throws -> [String: Voice] {
        var voices: [String: Voice] = [:]
        for language in Self.languages() {
            voices[language] = Voice(
                zone: zone, displayName: displayName, words: try words(in: language))
        }
        return voices
    }

    /// The words of the language that is set; throws `Failure` where its table cannot be used.
    func words() throws -> Words { try words(in: text("language")) }

    private func words(in language: String) throws -> Words {
        if language == "en" { return .english }
        let isFile = language.contains("/")
        let file =
            isFile
            ? URL(fileURLWithPath: language)
            : try Assets.folder("words").appendingPathComponent(language + ".yaml")
        let text: String
        do {
            text = try String(contentsOf: file, encoding: .utf8)
        } catch {
            throw Failure(
                isFile ? .notFound : .invalidInput,
                "language \(language.debugDescription): there is no table \(file.path). There are: "
                    + Self.languages().joined(separator: ", "))
        }
        do {
            return try Words(try Self.table(text))
        } catch {
            let why = (error as? Words.Complaint)?.text ?? "it is no table of words"
            throw Failure(.invalidInput, "\(file.path) cannot be used: \(why).")
        }
    }

    private static func table(_ text: String) throws -> [String: String] {
        guard case .mapping(let mapping)? = try Yams.compose(yaml: text) else { return [:] }
        var table: [String: String] = [:]
        for (key, value) in mapping {
            if let name = key.scalar?.string, let words = value.scalar?.string {
                table[name] = words
            }
        }
        return table
    }

    /// Those that can be named without a file.
    static func languages() -> [String] {
        let files: [String]
        do {
            files = try FileManager.default.contentsOfDirectory(
                atPath: try Assets.folder("words").path)
        } catch {
            // Without its tables the program speaks English.
            files = []
        }
        return ["en"]
            + files.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
    }
}
