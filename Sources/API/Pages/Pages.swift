import Foundation
import Mustache
import Wire

/// The pages people open, as templates; what is filled in is escaped.
package struct Pages: Sendable {
    private let library: MustacheLibrary
    let style: [UInt8]

    /// Every `.mustache` of a folder, and its `style.css`; throws what reading them throws.
    package init(folder: URL) throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        var templates: [String: MustacheTemplate] = [:]
        for file in files where file.hasSuffix(".mustache") {
            let text = try String(
                contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
            templates[String(file.dropLast(".mustache".count))] = try MustacheTemplate(string: text)
        }
        library = MustacheLibrary(templates: templates)
        style = Array(try Data(contentsOf: folder.appendingPathComponent("style.css")))
    }

    /// `w` are the words: `{{w.page_today}}` for `page.today`.
    func reply(_ name: String, _ values: [String: Any], _ words: Words) -> Reply {
        var all = values
        all["w"] = Dictionary(
            uniqueKeysWithValues: Phrase.allCases.map {
                ($0.rawValue.replacing(".", with: "_"), words($0))
            })
        guard let html = library.render(all, withTemplate: name) else {
            preconditionFailure("there is no page \(name)")
        }
        return .page(html)
    }
}
