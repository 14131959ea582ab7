import NewsreelStore

/// Counts failures to sign in and says when to wait. What is counted fades after a quarter of an hour, so nobody is
/// locked out for good, and the first to be stopped is one address that tries one account.
struct SignInThrottle: Sendable {
    let newsroom: Newsroom

    static let window = 900.0
    /// For one account from one address.
    static let mostOfPair = 8
    /// For one account from everywhere: stops a guess that comes from many addresses.
    static let mostOfAccount = 40
    /// For all accounts from one address, which may be a newsroom's proxy.
    static let mostOfAddress = 100

    private func limits(_ account: String, _ address: String) -> (pair: TryLimit, account: TryLimit, address: TryLimit)
    {
        (
            TryLimit("pair \(address) \(account)", most: Self.mostOfPair),
            TryLimit("account \(account)", most: Self.mostOfAccount),
            TryLimit("address \(address)", most: Self.mostOfAddress)
        )
    }

    /// The seconds to wait before the next try; nil where it may come now. The try is counted as failed until it is known
    /// to be right, so that many at once are no way round.
    func begin(_ account: String, from address: String) async throws(StoreError) -> Int? {
        let limits = limits(account, address)
        return try await newsroom.beginTry([limits.pair, limits.account, limits.address], window: Self.window)
    }

    /// The try was right: it and the failures before it are forgotten for this account, and it alone for the address.
    func succeed(_ account: String, from address: String) async throws(StoreError) {
        let limits = limits(account, address)
        try await newsroom.endTry(forgotten: [limits.pair, limits.account], lessened: limits.address)
    }
}
