internal import Mustache

/// What a template sees by name. A type of our own, since the library looks into any other by reflection.
///
/// A name is set even where there is nothing to show: templates look for a missing one in what surrounds them, and a card
/// without a standfirst would show its page's.
struct Fields: MustacheParent {
    private(set) var values: [String: Any]

    init(_ values: [String: Any] = [:]) { self.values = values }

    func child(named name: String) -> Any? { values[name] }

    /// Text; a section by its name is left out where it is empty.
    mutating func text(_ name: String, _ text: String?) { values[name] = Shown(text ?? "") }

    mutating func flag(_ name: String, _ isSet: Bool) { values[name] = isSet }

    /// A list `tags`, and `hasTags` for what stands around it.
    mutating func list(_ name: String, _ items: [Fields]) {
        values[name] = items
        values["has" + name.prefix(1).uppercased() + name.dropFirst()] = !items.isEmpty
    }

    /// A list of markup.
    mutating func list(_ name: String, _ items: [Shown]) {
        values[name] = items
        values["has" + name.prefix(1).uppercased() + name.dropFirst()] = !items.isEmpty
    }

    mutating func group(_ name: String, _ fields: Fields?) { values[name] = fields ?? false }
}

/// Text or finished markup in a template: `{{name}}` escapes it, `{{{name}}}` does not.
struct Shown: MustacheCustomRenderable, MustacheParent {
    let renderText: String

    init(_ text: String) { renderText = text }

    var isNull: Bool { renderText.isEmpty }

    func child(named name: String) -> Any? { nil }
}
