import Hummingbird
import NewsreelModel
import NewsreelPages

/// A request to the desk, read: who asks, and what for.
struct DeskRequest: Sendable {
    /// Who is signed in; nil for whoever has yet to.
    let user: User?
    let session: Session?
    /// The secret of the session's cookie; empty without one.
    let secret: String
    /// The parts of the path that the route names with a colon.
    let parameters: [String: String]
    let before: String?
    /// The fields of the address.
    let query: [String: String]
    var form: [String: String] = [:]
    /// What every form of the page carries.
    let formToken: String
    let address: String
    let device: String

    /// Who acts, for the log.
    var actor: Actor { user.map { Actor($0, address: address) } ?? Actor(name: nil, address: address) }

    /// Who is signed in, on a route that demands it.
    func person() throws -> User {
        guard let user else { throw DeskRefusal(.signIn) }
        return user
    }

    func field(_ name: String) -> String { form[name] ?? "" }
}

/// What a handler answers with.
struct DeskAnswer: Sendable {
    enum Body: Sendable {
        case page(DeskView)
        /// 303 to another page of the desk.
        case see(DeskURL, query: [String: String] = [:])
        case asset(ThemeAsset)
        /// A page of the reader's, or text for a script.
        case bytes(RenderedPage)
    }

    enum Cookie: Sendable {
        case session(String, seconds: Int)
        case gone
    }

    let body: Body
    var status = 200
    var cookie: Cookie?
    /// Seconds, for those who have to wait.
    var retryAfter: Int?

    static func page(_ view: DeskView, status: Int = 200) -> DeskAnswer {
        DeskAnswer(body: .page(view), status: status)
    }

    static func see(_ url: DeskURL, query: [String: String] = [:], cookie: Cookie? = nil) -> DeskAnswer {
        DeskAnswer(body: .see(url, query: query), status: 303, cookie: cookie)
    }
}

/// A page of the desk: a template and what it shows.
struct DeskView: Sendable {
    let template: String
    let title: String
    var values: [String: DeskValue] = [:]
}

/// Why the desk does not do what was asked.
struct DeskRefusal: Error, Sendable {
    enum Kind: Sendable {
        case signIn, role, origin, form, missing, method, tooLarge, busy
        case other(String)
    }

    let kind: Kind

    init(_ kind: Kind) { self.kind = kind }

    var facts: (status: Int, title: String, text: String) {
        switch kind {
        case .signIn: (401, "Sign in first", "You are not signed in, or your session has ended.")
        case .role: (403, "Not for your role", "Your role in this newsroom does not open this page.")
        case .origin:
            (403, "Sent from elsewhere", "This form was not sent from a page of this desk, so nothing was done.")
        case .form: (403, "This form is too old", "Open the page anew and send the form again; nothing was done.")
        case .missing: (404, "Nothing here", "The desk has no such page.")
        case .method: (405, "Not like this", "This address does not answer in this way.")
        case .tooLarge: (413, "Too much", "The form is larger than the desk takes.")
        case .busy: (503, "Too many at once", "Many people are signing in. Try again in a few seconds.")
        case .other(let text): (422, "This was not done", text)
        }
    }
}
