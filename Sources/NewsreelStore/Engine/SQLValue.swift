package import NewsreelModel

/// A value given to a statement; the same four kinds that both engines have.
package enum SQLValue: Hashable, Sendable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case blob([UInt8])

    package static func optional(_ text: String?) -> SQLValue { text.map(SQLValue.text) ?? .null }
    package static func optional(_ number: Int?) -> SQLValue { number.map { .integer(Int64($0)) } ?? .null }
    package static func optional(_ number: Double?) -> SQLValue { number.map(SQLValue.real) ?? .null }
    package static func integer(_ number: Int) -> SQLValue { .integer(Int64(number)) }

    /// Milliseconds since 1970.
    package static func time(_ moment: Timestamp) -> SQLValue { .integer(moment.milliseconds) }
    package static func optional(_ moment: Timestamp?) -> SQLValue { moment.map { .integer($0.milliseconds) } ?? .null }

    package static func id<Owner>(_ id: Identifier<Owner>) -> SQLValue { .text(id.rawValue) }
    package static func optional<Owner>(_ id: Identifier<Owner>?) -> SQLValue { id.map { .text($0.rawValue) } ?? .null }

    /// 1 or 0.
    package static func flag(_ value: Bool) -> SQLValue { .integer(value ? 1 : 0) }
}

extension SQLValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByNilLiteral,
    ExpressibleByFloatLiteral
{
    package init(stringLiteral value: String) { self = .text(value) }
    package init(integerLiteral value: Int64) { self = .integer(value) }
    package init(floatLiteral value: Double) { self = .real(value) }
    package init(nilLiteral: ()) { self = .null }
}
