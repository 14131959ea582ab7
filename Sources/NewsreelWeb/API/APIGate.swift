import HTTPTypes
import Hummingbird
import NewsreelModel
import NewsreelStore

/// Who asks the API: a program with its key, or somebody at the desk.
struct APICaller: Sendable {
    enum Identity: Sendable {
        case key(APIKey)
        case person(User)
    }

    let identity: Identity
    let address: String

    /// Somebody at the desk; nil for a program, which no role binds.
    var user: User? {
        if case .person(let user) = identity { return user }
        return nil
    }

    var name: String {
        switch identity {
        case .key(let key): key.name
        case .person(let user): user.name
        }
    }

    /// What revisions keep as their author.
    var author: String {
        switch identity {
        case .key(let key): key.id.rawValue
        case .person(let user): user.id.rawValue
        }
    }

    /// For the log of who did what.
    var actor: Actor {
        switch identity {
        case .key(let key): Actor(name: "key " + key.name, address: address)
        case .person(let user): Actor(user, address: address)
        }
    }

    var uploads: UploadOwner {
        switch identity {
        case .key(let key): .key(key.id)
        case .person(let user): .person(user.id)
        }
    }

    /// Refuses a key without `scope` and somebody of a lesser role than `least`.
    func need(_ scope: APIKey.Scope, _ least: Role) throws(Problem) {
        switch identity {
        case .key(let key):
            guard !key.scopes.contains(scope) else { return }
            throw Problem(
                .forbidden, "The key “\(key.name)” does not have the scope \(scope.rawValue), which this takes.",
                headers: [
                    .wwwAuthenticate:
                        #"Bearer realm="newsreel", error="insufficient_scope", scope="\#(scope.rawValue)""#
                ])
        case .person(let user):
            guard user.role < least else { return }
            throw Problem(.forbidden, "This takes the role \(least.rawValue); yours is \(user.role.rawValue).")
        }
    }
}

/// Finds out who asks: the key of `Authorization`, else the desk's session, whose writes must come from its pages.
struct APIGate: Sendable {
    let keys: KeyGate
    let sessions: SessionGate

    func caller(of request: Request, _ context: SiteContext) async throws -> APICaller {
        let address = sessions.address(of: request, context)
        if let field = request.headers[.authorization] {
            return APICaller(identity: .key(try await keys.key(field, from: address)), address: address)
        }
        let visit = try await sessions.visit(request.headers)
        guard visit.isKnown, let user = visit.user else { throw Self.nobody }
        if request.method != .get, request.method != .head {
            guard sessions.isFromHere(request) else { throw Self.elsewhere }
            let token = request.headers[.formToken] ?? ""
            guard Secrets.areEqual(token, SessionGate.formToken(visit.secret)) else { throw Self.otherToken }
        }
        return APICaller(identity: .person(user), address: address)
    }

    private static let elsewhere = Problem(
        .forbidden, "This was not sent by a page of this desk, so nothing was done.")
    private static let otherToken = Problem(
        .forbidden, "X-Form-Token is not that of your session. Open the page anew; nothing was done.")
    private static let nobody = Problem(
        .unauthorized, "Send a key as “Authorization: Bearer nrk_…”. newsreel keys add makes one.",
        headers: [.wwwAuthenticate: #"Bearer realm="newsreel""#])
}

extension HTTPField.Name {
    static let link = HTTPField.Name("Link") ?? .via
    static let formToken = HTTPField.Name("X-Form-Token") ?? .via
}
