extension Migration {
    /// Version 11: what every write changed, for the servers of other processes.
    static let scale: [String] = [
        """
        CREATE TABLE changes (
            number {rowid}, writer {key} NOT NULL, keys {text} NOT NULL, is_withdrawal {flag} NOT NULL
        ) {table}
        """
    ]
}
