import Crypto
import Foundation
import Handout
import Mustache
import Wire

/// The pages people open, as templates; what is filled in is escaped.
///
/// The style stands in every page, so that one answer shows it; the script is a file of its own.
package struct Pages: Sendable {
    private let library: MustacheLibrary
    private let style: String
    private let words: PageWords
    /// Scripts by their names.
    let scripts: [String: [UInt8]]
    /// Nothing but what we serve is loaded, and nobody frames it.
    private let safety: [(String, String)]
    /// The script with what makes a new one another address.
    private let live: String

    /// Every `.mustache` and `.js` of a folder, its `style.css`, and its `words`; throws what
    /// reading them throws, and `PageWords.Complaint`.
    package init(folder: URL) throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        var templates: [String: MustacheTemplate] = [:]
        var scripts: [String: [UInt8]] = [:]
        words = try PageWords(folder: folder.appendingPathComponent("words"))
        for file in files {
            let url = folder.appendingPathComponent(file)
            if file.hasSuffix(".js") { scripts[file] = Array(try Data(contentsOf: url)) }
            guard file.hasSuffix(".mustache") else { continue }
            let text = try String(contentsOf: url, encoding: .utf8)
            try Self.checkWords(of: text, in: file, words.table("en"))
            templates[String(file.dropLast(".mustache".count))] = try MustacheTemplate(page: text)
        }
        library = MustacheLibrary(templates: templates)
        self.scripts = scripts
        style = try String(contentsOf: folder.appendingPathComponent("style.css"), encoding: .utf8)
            .trimmingCharacters(in: .whitespacesAndNewlines)
        live = "/pages/live.js?v=" + Reply.etag(of: scripts["live.js"] ?? []).filter { $0 != "\"" }
        let hash = Data(SHA256.hash(data: Data(style.utf8))).base64EncodedString()
        safety = [
            (
                "Content-Security-Policy",
                "default-src 'none'; style-src 'sha256-\(hash)'; script-src 'self'; img-src 'self' "
                    + "data:; connect-src 'self'; form-action 'self'; base-uri 'none'; "
                    + "frame-ancestors 'none'"
            ),
            ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "same-origin"),
        ]
    }

    /// Throws `PageWords.Complaint` where a template asks for a word that there is not.
    private static func checkWords(
        of template: String, in file: String, _ table: [String: String]
    ) throws {
        for match in template.matches(of: /\{\{w\.([a-z0-9_]+)\}\}/) {
            if table[String(match.1)] == nil {
                throw PageWords.Complaint(description: "\(file): there is no word \(match.1)")
            }
        }
    }

    /// One of the pages' own words, filled in.
    func word(_ name: String, _ values: [String: String] = [:], in language: String) -> String {
        guard let text = words.table(language)[name] else {
            preconditionFailure("there is no word \(name)")
        }
        return Words.filled(text, values)
    }

    /// `{{w.today}}` is the page word of that name. A section of an empty text is not shown.
    func reply(
        _ name: String, _ values: [String: Any], in language: String, status: Int = 200
    ) -> Reply {
        var all = Blank.marked(values) as? [String: Any] ?? [:]
        all["w"] = words.table(language)
        all["style"] = style
        all["script"] = live
        guard let html = library.render(all, withTemplate: name) else {
            preconditionFailure("there is no page \(name)")
        }
        var reply = Reply(
            status: status, contentType: "text/html; charset=utf-8", body: Array(html.utf8))
        reply.fields = safety
        return reply
    }
}
