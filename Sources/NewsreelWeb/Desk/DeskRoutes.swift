package import HTTPTypes
package import NewsreelModel

/// One row of the desk's table: who may ask what, and what answers.
package struct DeskRoute: Sendable {
    package enum Access: Hashable, Sendable {
        /// Whoever comes: the ways in, and the files of the pages.
        case open
        /// Whoever gave the right password and has yet to give the second factor.
        case pending
        /// This role and those above it.
        case role(Role)
    }

    package let method: HTTPRequest.Method
    /// Parts of the path beneath `/desk`; `:name` stands for any.
    package let pattern: [String]
    package let access: Access
    /// Bytes of the largest form that is read.
    let mostBytes: Int
    let handle: @Sendable (Desk, DeskRequest) async throws -> DeskAnswer

    init(
        _ method: HTTPRequest.Method, _ pattern: String, _ access: Access, mostBytes: Int = 512 << 10,
        _ handle: @escaping @Sendable (Desk, DeskRequest) async throws -> DeskAnswer
    ) {
        self.method = method
        self.pattern = pattern.split(separator: "/").map(String.init)
        self.access = access
        self.mostBytes = mostBytes
        self.handle = handle
    }
}

/// Every address of the desk. What is not in this table does not exist; what is in it says who may ask.
package enum DeskRoutes {
    package static let all: [DeskRoute] =
        ways + own + stories + media + captions + tags + administration + editions + api + front + live

    /// The ways in.
    private static let ways: [DeskRoute] = [
        DeskRoute(.get, "assets/:fingerprint/:name", .open) { try await $0.asset($1) },
        DeskRoute(.get, "sign-in", .open) { try await $0.signInPage($1) },
        DeskRoute(.post, "sign-in", .open) { try await $0.signIn($1) },
        DeskRoute(.get, "forgot", .open) { try await $0.forgotPage($1) },
        DeskRoute(.post, "forgot", .open) { try await $0.forgot($1) },
        DeskRoute(.get, "reset/:secret", .open) { try await $0.resetPage($1) },
        DeskRoute(.post, "reset/:secret", .open) { try await $0.reset($1) },
        DeskRoute(.get, "invitation/:secret", .open) { try await $0.invitationPage($1) },
        DeskRoute(.post, "invitation/:secret", .open) { try await $0.join($1) },
        DeskRoute(.get, "second-factor", .pending) { try await $0.secondFactorPage($1) },
        DeskRoute(.post, "second-factor", .pending) { try await $0.secondFactor($1) },
    ]

    /// What everybody of the newsroom has.
    private static let own: [DeskRoute] = [
        DeskRoute(.get, "", .role(.reporter)) { try await $0.home($1) },
        DeskRoute(.post, "sign-out", .role(.reporter)) { try await $0.signOut($1) },
        DeskRoute(.get, "account", .role(.reporter)) { try await $0.accountPage($1) },
        DeskRoute(.post, "account", .role(.reporter)) { try await $0.rename($1) },
        DeskRoute(.post, "account/password", .role(.reporter)) { try await $0.changePassword($1) },
        DeskRoute(.get, "account/second-factor", .role(.reporter)) { try await $0.factorPage($1) },
        DeskRoute(.post, "account/second-factor", .role(.reporter)) { try await $0.addFactor($1) },
        DeskRoute(.post, "account/second-factor/remove", .role(.reporter)) { try await $0.removeFactor($1) },
        DeskRoute(.post, "account/sessions/:id/end", .role(.reporter)) { try await $0.endSession($1) },
        DeskRoute(.post, "account/sign-out-everywhere", .role(.reporter)) { try await $0.signOutEverywhere($1) },
    ]

    /// A story's way to its readers.
    private static let stories: [DeskRoute] = [
        DeskRoute(.get, "stories", .role(.reporter)) { try await $0.storiesPage($1) },
        DeskRoute(.post, "stories/new", .role(.reporter)) { try await $0.startStory($1) },
        DeskRoute(.get, "stories/:id", .role(.reporter)) { try await $0.storyPage($1) },
        DeskRoute(.post, "stories/:id/save", .role(.reporter)) { try await $0.saveStory($1) },
        DeskRoute(.post, "stories/:id/submit", .role(.reporter)) { try await $0.move($1, .submit) },
        DeskRoute(.post, "stories/:id/send-back", .role(.editor)) { try await $0.move($1, .sendBack) },
        DeskRoute(.post, "stories/:id/approve", .role(.editor)) { try await $0.move($1, .approve) },
        DeskRoute(.post, "stories/:id/publish", .role(.editor)) { try await $0.move($1, .publish) },
        DeskRoute(.post, "stories/:id/schedule", .role(.editor)) { try await $0.move($1, .schedule) },
        DeskRoute(.post, "stories/:id/unschedule", .role(.editor)) { try await $0.move($1, .unschedule) },
        DeskRoute(.post, "stories/:id/correct", .role(.editor)) { try await $0.correct($1) },
        DeskRoute(.post, "stories/:id/kill", .role(.editor)) { try await $0.move($1, .kill) },
        DeskRoute(.post, "stories/:id/delete", .role(.reporter)) { try await $0.deleteStory($1) },
        DeskRoute(.post, "stories/:id/reinstate", .role(.editor)) { try await $0.move($1, .reinstate) },
    ]

    /// The media library. Who may change what is said of an asset is asked of each asset.
    private static let media: [DeskRoute] = [
        DeskRoute(.get, "media", .role(.reporter)) { try await $0.mediaPage($1) },
        DeskRoute(.get, "media/:id", .role(.reporter)) { try await $0.mediaAssetPage($1) },
        DeskRoute(.post, "media/:id", .role(.reporter)) { try await $0.describeMedia($1) },
        DeskRoute(.post, "media/:id/retry", .role(.reporter)) { try await $0.retryMedia($1) },
    ]

    /// A file of captions comes in a form, in base 64.
    private static let mostCaptions = 8 << 20

    private static let captions: [DeskRoute] = [
        DeskRoute(.post, "media/:id/captions", .role(.reporter), mostBytes: mostCaptions) {
            try await $0.addCaptions($1)
        },
        DeskRoute(.get, "media/:id/captions/:track", .role(.reporter)) { try await $0.captionsPage($1) },
        DeskRoute(.post, "media/:id/captions/:track", .role(.reporter), mostBytes: mostCaptions) {
            try await $0.changeCaptions($1)
        },
        DeskRoute(.get, "media/:id/captions/:track/file", .role(.reporter)) { try await $0.captionsFile($1) },
        DeskRoute(.post, "media/:id/captions/:track/delete", .role(.reporter)) { try await $0.removeCaptions($1) },
    ]

    private static let tags: [DeskRoute] = [
        DeskRoute(.get, "tags", .role(.editor)) { try await $0.tagsPage($1) },
        DeskRoute(.post, "tags/rename", .role(.editor)) { try await $0.renameTag($1) },
        DeskRoute(.post, "tags/merge", .role(.editor)) { try await $0.mergeTag($1) },
        DeskRoute(.post, "tags/delete", .role(.editor)) { try await $0.deleteTag($1) },
        DeskRoute(.post, "tags/finish", .role(.editor)) { try await $0.finishTag($1) },
    ]

    private static let administration: [DeskRoute] = [
        DeskRoute(.get, "people", .role(.administrator)) { try await $0.peoplePage($1) },
        DeskRoute(.post, "people/invite", .role(.administrator)) { try await $0.invite($1) },
        DeskRoute(.post, "people/:id/role", .role(.administrator)) { try await $0.changeRole($1) },
        DeskRoute(.post, "people/:id/reset", .role(.administrator)) { try await $0.makeReset($1) },
        DeskRoute(.post, "people/:id/remove", .role(.administrator)) { try await $0.removePerson($1) },
        DeskRoute(.get, "log", .role(.administrator)) { try await $0.log($1) },
    ]
}
