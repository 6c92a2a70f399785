import Mustache

/// An empty text in a template: nothing, and no reason to show what stands around it.
struct Blank: MustacheCustomRenderable {
    var renderText: String { "" }
    var isNull: Bool { true }

    /// The same values with it for every empty text in them.
    static func marked(_ value: Any) -> Any {
        switch value {
        case let text as String: text.isEmpty ? Blank() : text
        case let values as [String: Any]: values.mapValues(marked)
        case let values as [Any]: values.map(marked)
        default: value
        }
    }
}
