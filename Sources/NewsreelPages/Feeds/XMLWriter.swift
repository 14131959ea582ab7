/// Writes XML 1.0 as bytes: text is escaped and freed of the characters that XML may not hold (§2.2).
struct XMLWriter {
    private var html = HTMLWriter(capacity: 32_768)

    init() { html.markup("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n") }

    var bytes: [UInt8] { html.bytes }

    mutating func open(_ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:]) {
        start(name, attributes)
        html.markup(">\n")
    }

    mutating func close(_ name: StaticString) {
        html.markup("</")
        html.markup(name)
        html.markup(">\n")
    }

    /// An element of text; left out when there is none.
    mutating func element(
        _ name: StaticString, _ text: String?, _ attributes: KeyValuePairs<StaticString, String> = [:]
    ) {
        guard let text, !text.isEmpty else { return }
        start(name, attributes)
        html.markup(">")
        html.text(text)
        close(name)
    }

    mutating func empty(_ name: StaticString, _ attributes: KeyValuePairs<StaticString, String>) {
        start(name, attributes)
        html.markup("/>\n")
    }

    private mutating func start(_ name: StaticString, _ attributes: KeyValuePairs<StaticString, String>) {
        html.markup("<")
        html.markup(name)
        for (name, value) in attributes where !value.isEmpty { html.attribute(name, value) }
    }
}
