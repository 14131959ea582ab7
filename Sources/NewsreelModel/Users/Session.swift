/// Somebody's signed-in browser.
package struct Session: Hashable, Sendable {
    package let id: SessionID
    package let user: UserID
    /// The password was right and the second factor is still to come: nothing but that may be done.
    package let isPending: Bool
    package let created: Timestamp
    /// To the minute.
    package let seen: Timestamp
    /// What the browser called itself.
    package let device: String
    package let address: String

    package init(
        id: SessionID, user: UserID, isPending: Bool, created: Timestamp, seen: Timestamp, device: String,
        address: String
    ) {
        self.id = id
        self.user = user
        self.isPending = isPending
        self.created = created
        self.seen = seen
        self.device = device
        self.address = address
    }
}

/// A link that does one thing once: lets somebody in for the first time, or lets them choose a password anew.
package struct AccountLink: Hashable, Sendable {
    package enum Purpose: Hashable, Sendable {
        /// Whom it was meant for, where that is known, and what they may do.
        case invitation(email: String?, Role)
        case reset(UserID)
    }

    package let id: AccountLinkID
    package let purpose: Purpose
    package let created: Timestamp
    package let expires: Timestamp

    package init(id: AccountLinkID, purpose: Purpose, created: Timestamp, expires: Timestamp) {
        self.id = id
        self.purpose = purpose
        self.created = created
        self.expires = expires
    }
}

/// One line of the log of who did what.
package struct LoggedAct: Hashable, Sendable {
    package let id: LoggedActID
    package let at: Timestamp
    /// The name at the time; nil for whoever was not signed in.
    package let actor: String?
    package let act: Act
    /// Whom or what it was done to.
    package let subject: String
    package let address: String

    package enum Act: String, Sendable, CaseIterable {
        case invited, joined, removed
        case signedIn = "signed-in"
        case signInFailed = "sign-in-failed"
        case signedOut = "signed-out"
        case signedOutEverywhere = "signed-out-everywhere"
        case sessionEnded = "session-ended"
        case resetAsked = "reset-asked"
        case passwordReset = "password-reset"
        case passwordChanged = "password-changed"
        case nameChanged = "name-changed"
        case factorAdded = "factor-added"
        case factorRemoved = "factor-removed"
        case recoveryCodeUsed = "recovery-code-used"
        case roleChanged = "role-changed"
        /// A step of a story between desk and reader; the subject says which, of which story, and why.
        case storyMoved = "story-moved"
        /// What is said of a picture, clip, recording or document.
        case mediaDescribed = "media-described"
        /// Captions of a clip or recording that were added, changed or removed.
        case captionsChanged = "captions-changed"
        case jobRetried = "job-retried"
        /// A tag that was renamed, put into another or deleted.
        case tagChanged = "tag-changed"
        /// A front page was published, or set for a time.
        case frontPageMoved = "front-page-moved"
        case bannerChanged = "banner-changed"
        case liveChanged = "live-changed"
        case storyStarted = "story-started"
        /// A story that readers never had is gone with all that belongs to it.
        case storyDeleted = "story-deleted"
        case commented
        case commentResolved = "comment-resolved"
        case commentReopened = "comment-reopened"
        case keyAdded = "key-added"
        case keyRevoked = "key-revoked"
        case webhookAdded = "webhook-added"
        case webhookRemoved = "webhook-removed"
        /// An edition or its sections; the subject says what was changed.
        case editionChanged = "edition-changed"
        /// What the newsroom says of itself.
        case settingsChanged = "settings-changed"
    }

    package init(id: LoggedActID, at: Timestamp, actor: String?, act: Act, subject: String, address: String) {
        self.id = id
        self.at = at
        self.actor = actor
        self.act = act
        self.subject = subject
        self.address = address
    }
}

/// Who does something, for the log.
package struct Actor: Hashable, Sendable {
    package let user: UserID?
    package let name: String?
    package let address: String

    package init(user: UserID? = nil, name: String?, address: String) {
        self.user = user
        self.name = name
        self.address = address
    }

    package init(_ user: User, address: String) { self.init(user: user.id, name: user.name, address: address) }

    /// Whoever has a shell on the machine.
    package static let operatorOfMachine = Actor(name: "the operator", address: "command line")
}
