/// A number per edition that rises with every write that readers of the edition see, so that other processes notice.
enum Generations {
    static func raise(_ transaction: WriteTransaction) throws(StoreError) {
        for edition in transaction.changes.editions.sorted() {
            _ = try transaction.execute(
                "UPDATE editions SET generation = generation + 1 WHERE code = $1", [.text(edition)])
        }
    }
}
