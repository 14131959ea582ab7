package import NewsreelModel

/// What the operator tells readers about the newsroom on every page.
package struct Publisher: Sendable {
    /// An account elsewhere, shown in the footer.
    package struct Account: Sendable {
        /// The icon's name in the sprite: `telegram`.
        package var network: String
        package var name: String
        package var url: LinkTarget

        package init(network: String, name: String, url: LinkTarget) {
            self.network = network
            self.name = name
            self.url = url
        }
    }

    package var accounts: [Account]
    /// A sentence about the newsroom by edition code.
    package var colophon: [String: String]
    /// Whole stories in feeds instead of standfirsts.
    package var fullFeeds: Bool

    package init(accounts: [Account] = [], colophon: [String: String] = [:], fullFeeds: Bool = true) {
        self.accounts = accounts
        self.colophon = colophon
        self.fullFeeds = fullFeeds
    }
}
