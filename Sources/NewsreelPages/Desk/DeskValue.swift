/// What a desk template sees by a name. A view sets every name that its template knows, also where there is nothing.
package enum DeskValue: Sendable, ExpressibleByStringLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByStringInterpolation
{
    /// Escaped by the template.
    case text(String)
    case flag(Bool)
    /// Rows; `hasName` says whether there are any.
    case list([[String: DeskValue]])
    /// Fields of their own, left out where nil.
    case group([String: DeskValue]?)

    package init(stringLiteral value: String) { self = .text(value) }
    package init(booleanLiteral value: Bool) { self = .flag(value) }
}

extension Fields {
    init(_ values: [String: DeskValue]) {
        self.init()
        for (name, value) in values {
            switch value {
            case .text(let text): self.text(name, text)
            case .flag(let isSet): flag(name, isSet)
            case .list(let rows): list(name, rows.map { Fields($0) })
            case .group(let fields): group(name, fields.map { Fields($0) })
            }
        }
    }
}
