import NewsreelModel

/// A value given to a statement; the same four kinds that both engines have.
enum SQLValue: Hashable, Sendable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case blob([UInt8])

    static func optional(_ text: String?) -> SQLValue { text.map(SQLValue.text) ?? .null }
    static func optional(_ number: Int?) -> SQLValue { number.map { .integer(Int64($0)) } ?? .null }
    static func optional(_ number: Double?) -> SQLValue { number.map(SQLValue.real) ?? .null }
    static func integer(_ number: Int) -> SQLValue { .integer(Int64(number)) }

    /// Milliseconds since 1970.
    static func time(_ moment: Timestamp) -> SQLValue { .integer(moment.milliseconds) }
    static func optional(_ moment: Timestamp?) -> SQLValue { moment.map { .integer($0.milliseconds) } ?? .null }

    static func id<Owner>(_ id: Identifier<Owner>) -> SQLValue { .text(id.rawValue) }
    static func optional<Owner>(_ id: Identifier<Owner>?) -> SQLValue { id.map { .text($0.rawValue) } ?? .null }

    /// 1 or 0.
    static func flag(_ value: Bool) -> SQLValue { .integer(value ? 1 : 0) }
}

extension SQLValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByNilLiteral,
    ExpressibleByFloatLiteral
{
    init(stringLiteral value: String) { self = .text(value) }
    init(integerLiteral value: Int64) { self = .integer(value) }
    init(floatLiteral value: Double) { self = .real(value) }
    init(nilLiteral: ()) { self = .null }
}
