import NewsreelModel

/// The columns of one row, by position from 0; valid only inside the call that it is handed to.
struct RowView: ~Copyable {
    private let columns: any RowColumns

    init(_ columns: any RowColumns) { self.columns = columns }

    /// Empty for a null, which the schema rules out where this is used.
    func text(_ index: Int) -> String { columns.text(at: index) ?? "" }
    func int(_ index: Int) -> Int { Int(columns.integer(at: index) ?? 0) }
    func int64(_ index: Int) -> Int64 { columns.integer(at: index) ?? 0 }
    func double(_ index: Int) -> Double { columns.real(at: index) ?? 0 }
    func bool(_ index: Int) -> Bool { columns.integer(at: index) ?? 0 != 0 }
    func blob(_ index: Int) -> [UInt8] { columns.withBlob(at: index) { Array($0) } }
    func time(_ index: Int) -> Timestamp { Timestamp(milliseconds: columns.integer(at: index) ?? 0) }
    func id<Owner>(_ index: Int) -> Identifier<Owner> { Identifier(rawValue: columns.text(at: index) ?? "") }

    func isNull(_ index: Int) -> Bool { columns.isNull(at: index) }
    func optionalText(_ index: Int) -> String? { columns.text(at: index) }
    func optionalInt(_ index: Int) -> Int? { columns.integer(at: index).map(Int.init) }
    func optionalDouble(_ index: Int) -> Double? { columns.real(at: index) }
    func optionalTime(_ index: Int) -> Timestamp? { columns.integer(at: index).map(Timestamp.init(milliseconds:)) }
    func optionalID<Owner>(_ index: Int) -> Identifier<Owner>? {
        columns.text(at: index).map(Identifier.init(rawValue:))
    }

    /// The bytes without a copy, valid during `body`; empty for a null.
    func withBlob<T>(_ index: Int, _ body: (UnsafeRawBufferPointer) -> T) -> T {
        columns.withBlob(at: index, body)
    }
}

/// What an engine hands out of the row it stands on.
protocol RowColumns {
    func isNull(at index: Int) -> Bool
    func text(at index: Int) -> String?
    func integer(at index: Int) -> Int64?
    func real(at index: Int) -> Double?
    func withBlob<T>(at index: Int, _ body: (UnsafeRawBufferPointer) -> T) -> T
}
