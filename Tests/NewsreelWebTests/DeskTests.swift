import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NewsreelModel
import NewsreelPages
import NewsreelStore
import NewsreelTesting
import Testing

@testable import NewsreelWeb

/// The desk over a temporary newsroom, asked as a browser asks.
@Suite(.timeLimit(.minutes(2))) struct DeskTests {
    static let look = Result { try DeskTheme.load(folder: SiteTests.root.appending(path: "Desk").path) }
    static let password = "four words are good"

    let temporary: TemporaryNewsroom

    init() async throws { temporary = try await TemporaryNewsroom() }

    /// A browser: keeps its cookies.
    final class Browser {
        let client: SiteClient
        var cookies: [String: String] = [:]

        init(_ client: SiteClient) { self.client = client }

        struct Answer {
            let status: Int
            let text: String
            let headers: HTTPFields
            var location: String { headers[.location] ?? "" }
        }

        func get(_ path: String) async throws -> Answer { try await ask(.get, path, "") }

        /// Sends a form with the token of the page at `page`, or with `token`.
        func post(
            _ path: String, _ fields: [String: String], from page: String? = nil, token: String? = nil,
            site: String? = "same-origin", origin: String? = nil
        ) async throws -> Answer {
            var fields = fields
            if let token { fields["token"] = token } else { fields["token"] = try await self.token(page ?? path) }
            let body = fields.map { "\($0.key)=\(PercentEncoding.encodeQuery($0.value))" }.joined(separator: "&")
            return try await ask(.post, path, body, site: site, origin: origin)
        }

        func token(_ page: String) async throws -> String {
            let text = try await get(page).text
            guard let start = text.firstRange(of: "name=\"token\" value=\"") else { return "none" }
            return String(text[start.upperBound...].prefix { $0 != "\"" })
        }

        private func ask(
            _ method: HTTPRequest.Method, _ path: String, _ body: String, site: String? = nil, origin: String? = nil
        ) async throws -> Answer {
            var headers = HTTPFields()
            if !cookies.isEmpty {
                headers[.cookie] = cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
            }
            if method == .post { headers[.contentType] = "application/x-www-form-urlencoded" }
            headers[.secFetchSite] = site
            headers[.origin] = origin
            let answer = try await client.execute(
                uri: path, method: method, headers: headers, body: body.isEmpty ? nil : ByteBuffer(string: body))
            for field in answer.headers[values: .setCookie] {
                let pair = field.split(separator: ";")[0].split(separator: "=", maxSplits: 1).map(String.init)
                cookies[pair[0]] = pair.count == 2 ? pair[1] : nil
            }
            return Answer(
                status: answer.status.code, text: String(buffer: answer.body), headers: answer.headers)
        }
    }

    func withDesk(
        mailer: Mailer? = nil, _ body: @escaping @Sendable (SiteClient) async throws -> Void
    ) async throws {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let newsroom = temporary.newsroom
        let pages = try PageRenderer(
            theme: try SiteTests.theme.get(), site: try await newsroom.site(origin: "https://lamp.example"),
            editions: try await newsroom.editions())
        let application = buildApplication(
            newsroom: newsroom, pages: pages, clock: temporary.clock.clock,
            options: ApplicationOptions(
                desk: try Self.look.get(), mailer: mailer, passwords: PasswordWork(cost: .light)),
            logger: logger)
        try await application.test(.live, body)
    }

    /// Somebody who joined by an invitation and is signed in.
    func joined(_ name: String, _ role: Role, _ client: SiteClient) async throws -> Browser {
        let (_, secret) = try await temporary.newsroom.invite(email: nil, role: role, by: .operatorOfMachine)
        let browser = Browser(client)
        let answer = try await browser.post(
            "/desk/invitation/\(secret)",
            ["name": name, "email": "\(name)@lamp.example", "password": Self.password, "repeated": Self.password])
        #expect(answer.status == 303 && answer.location == "/desk", "\(answer.text)")
        return browser
    }

    /// Signs in; who is signed in already is not shown the form, so its token comes from a page that they see.
    private func signIn(
        _ name: String, _ browser: Browser, password: String = password
    ) async throws -> Browser.Answer {
        let page = try await browser.get("/desk/sign-in").status == 200 ? "/desk/sign-in" : "/desk/account"
        return try await browser.post(
            "/desk/sign-in", ["email": "\(name)@lamp.example", "password": password], from: page)
    }

    static func path(_ row: DeskRoute) -> String {
        (["/desk"] + row.pattern.map { $0.hasPrefix(":") ? "x" : $0 }).joined(separator: "/")
    }

    @Test func `every address of the desk refuses whoever is not signed in, and every lesser role`() async throws {
        try await withDesk { client in
            var browsers: [Role: Browser] = [:]
            for role in Role.allCases { browsers[role] = try await joined(role.rawValue, role, client) }
            let open = DeskRoutes.all.filter { $0.access == .open }.map { "\($0.method) \(Self.path($0))" }
            #expect(
                open == [
                    "GET /desk/assets/x/x", "GET /desk/sign-in", "POST /desk/sign-in", "GET /desk/forgot",
                    "POST /desk/forgot", "GET /desk/reset/x", "POST /desk/reset/x", "GET /desk/invitation/x",
                    "POST /desk/invitation/x",
                ], "an address that anybody may ask is named here on purpose")
            for row in DeskRoutes.all {
                guard case .role(let least) = row.access else { continue }
                let path = Self.path(row)
                let anybody = Browser(client)
                if row.method == .get {
                    let answer = try await anybody.get(path)
                    #expect(answer.status == 303 && answer.location == "/desk/sign-in", "\(path)")
                } else {
                    let answer = try await anybody.post(path, [:], from: "/desk/sign-in")
                    #expect(answer.status == 401, "\(path)")
                }
                for role in Role.allCases where role < least {
                    let browser = try #require(browsers[role])
                    let answer =
                        row.method == .get
                        ? try await browser.get(path) : try await browser.post(path, [:], from: "/desk/account")
                    #expect(answer.status == 403 && answer.text.contains("Not for your role"), "\(role) \(path)")
                }
            }
        }
    }

    /// A draft that gives 17 June 2020, a Wednesday, as a Monday.
    private func wrongDay(by author: String) async throws -> Story {
        var content = StoryContent.fixture()
        content.body.append(.paragraph([Inline("The quay was closed on Monday, 17 June 2020, after a storm.")]))
        return try await temporary.newsroom.createStory(edition: "en", content: content, author: author)
    }

    @Test func `a story goes from its reporter to its readers, and an error stops it until somebody says why not`()
        async throws
    {
        try await withDesk { client in
            let newsroom = temporary.newsroom
            let rob = try await joined("rob", .reporter, client)
            let eva = try await joined("eva", .editor, client)
            let ada = try await joined("ada", .administrator, client)
            let story = try await wrongDay(by: "rob")
            let page = "/desk/stories/\(story.id)"
            #expect(try await rob.get("/desk").text.contains("href=\"\(page)\""))
            let shown = try await rob.get(page).text
            #expect(shown.contains("17 June 2020 is a Wednesday") && shown.contains("Hand in for review"))
            #expect(!shown.contains("Publish now"))
            #expect(try await rob.post(page + "/submit", [:], from: page).location == page)
            #expect(try await newsroom.story(story.id)?.status == .inReview)
            #expect(try await rob.post(page + "/publish", [:], from: page).status == 403)

            let blocked = try await eva.post(page + "/publish", [:], from: page)
            #expect(blocked.status == 422 && blocked.text.contains("say why it does not hold"))
            #expect(try await newsroom.story(story.id)?.status == .inReview)
            let sent = try await eva.post(page + "/publish", ["despite": "The harbour's own calendar"], from: page)
            #expect(sent.location == page)
            #expect(try await newsroom.story(story.id)?.status == .published)
            #expect(try await ada.get("/desk/log").text.contains("The harbour&#39;s own calendar") == true)

            #expect(try await eva.post(page + "/correct", ["note": "It was a Wednesday."], from: page).status == 303)
            #expect(try await eva.post(page + "/correct", ["note": " "], from: page).status == 422)
            #expect(try await eva.post(page + "/kill", ["notice": "No storm."], from: page).status == 303)
            #expect(
                try await newsroom.story(story.id)?.corrections.map(\.note) == ["It was a Wednesday.", "No storm."])
            #expect(try await eva.post(page + "/kill", [:], from: page).status == 422)
        }
    }

    @Test func `an editor schedules a story, and a reporter does not open what somebody else wrote`() async throws {
        try await withDesk { client in
            let newsroom = temporary.newsroom
            let rob = try await joined("rob", .reporter, client)
            let eva = try await joined("eva", .editor, client)
            let story = try await newsroom.createStory(edition: "en", content: .fixture(), author: "mara")
            let page = "/desk/stories/\(story.id)"
            #expect(try await rob.get(page).status == 403)
            #expect(try await rob.get("/desk/stories/none").status == 404)
            #expect(try await eva.post(page + "/schedule", ["at": "soon"], from: page).status == 422)
            #expect(try await eva.post(page + "/schedule", ["at": "2020-01-01T10:00"], from: page).status == 422)
            #expect(try await eva.post(page + "/schedule", ["at": "2026-03-03T10:00"], from: page).status == 303)
            #expect(try await newsroom.story(story.id)?.scheduled == Timestamp(iso8601: "2026-03-03T10:00", in: .utc))
            #expect(try await eva.get("/desk").text.contains("href=\"\(page)\""))
            #expect(try await eva.post(page + "/unschedule", [:], from: page).status == 303)
            #expect(try await newsroom.story(story.id)?.status == .approved)
        }
    }

    @Test func `all stories are found by status, edition and words, and a reporter's are their own`() async throws {
        try await withDesk { client in
            let newsroom = temporary.newsroom
            let eva = try await joined("eva", .editor, client)
            let rob = try await joined("rob", .reporter, client)
            func story(_ headline: String, by author: String) async throws -> Story {
                var content = StoryContent.fixture()
                (content.headline, content.slug) = (headline, Slug.make(headline))
                return try await newsroom.createStory(edition: "en", content: content, author: author)
            }
            let draft = try await story("Herring come early", by: "rob")
            let published = try await newsroom.publish(try await story("Ice in the sound", by: "mara").id)
            func shown(_ query: String, _ browser: Browser) async throws -> [StoryID] {
                let text = try await browser.get("/desk/stories" + query).text
                return [draft, published].map(\.id).filter { text.contains("href=\"/desk/stories/\($0)\"") }
            }
            #expect(try await shown("", eva) == [draft.id, published.id])
            #expect(try await shown("?status=draft", eva) == [draft.id])
            #expect(try await shown("?status=published&edition=en", eva) == [published.id])
            #expect(try await shown("?q=HERRING", eva) == [draft.id])
            #expect(try await shown("?q=ice", eva) == [published.id])
            #expect(try await shown("?q=ice&status=draft", eva).isEmpty)
            #expect(try await shown("?mine=yes", eva).isEmpty)
            #expect(try await shown("", rob) == [draft.id])
            #expect(try await shown("?q=ice", rob).isEmpty)
            #expect(try await eva.get("/desk/stories?before=nowhere&status=none").status == 200)
        }
    }

    @Test func `no address of the desk answers outside the table`() async throws {
        try await withDesk { client in
            let browser = try await joined("ada", .administrator, client)
            for path in ["/desk/x", "/desk/people/x", "/desk/account/x", "/desk/sign-in/x", "/desk/assets"] {
                #expect(try await browser.get(path).status == 404, "\(path)")
            }
            for row in DeskRoutes.all where row.method == .post {
                // A name in the pattern stands for any word, also for that of another row.
                let isPage = DeskRoutes.all.contains { page in
                    page.method == .get && page.pattern.count == row.pattern.count
                        && zip(page.pattern, row.pattern).allSatisfy { $0.hasPrefix(":") || $0 == $1 }
                }
                guard !isPage else { continue }
                #expect(try await browser.get(Self.path(row)).status == 405, "\(Self.path(row))")
            }
            // No other door of the site leads to the table's rows.
            #expect(try await browser.get("/ru/desk").status == 404)
        }
    }

    @Test func `pages of the desk are kept nowhere, found nowhere and framed nowhere`() async throws {
        try await withDesk { client in
            let answer = try await Browser(client).get("/desk/sign-in")
            #expect(answer.headers[.cacheControl] == "no-store")
            #expect(answer.headers[.robotsTag] == "noindex, nofollow")
            let policy = answer.headers[.contentSecurityPolicy] ?? ""
            #expect(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"))
            #expect(!policy.contains("unsafe"))
        }
    }

    @Test func `the session's cookie is for this host, secure, and out of reach of scripts`() async throws {
        try await withDesk { client in
            let browser = try await joined("ada", .administrator, client)
            let before = browser.cookies["__Host-newsreel"]
            let answer = try await signIn("ada", browser)
            let cookie = answer.headers[values: .setCookie].first { $0.hasPrefix("__Host-newsreel=") } ?? ""
            for part in ["; Path=/", "; HttpOnly", "; SameSite=Lax", "; Secure"] { #expect(cookie.contains(part)) }
            #expect(!cookie.contains("Domain"))
            #expect(browser.cookies["__Host-newsreel"] != before, "signing in makes a new session")
            let thief = Browser(client)
            thief.cookies["__Host-newsreel"] = before
            #expect(try await thief.get("/desk").location == "/desk/sign-in", "and ends the one before")
        }
    }

    @Test func `a form from another site does nothing, nor one without its token`() async throws {
        try await withDesk { client in
            let browser = try await joined("ada", .administrator, client)
            let path = "/desk/account/sign-out-everywhere"
            let token = try await browser.token("/desk/account")
            #expect(try await browser.post(path, [:], token: token, site: "cross-site").status == 403)
            #expect(try await browser.post(path, [:], token: token, site: "same-site").status == 403)
            #expect(try await browser.post(path, [:], token: token, site: nil).status == 403)
            #expect(
                try await browser.post(path, [:], token: token, site: nil, origin: "https://evil.example").status == 403
            )
            #expect(try await browser.post(path, [:], token: "wrong").status == 403)
            let other = try await Browser(client).token("/desk/sign-in")
            #expect(try await browser.post(path, [:], token: other).status == 403)
            #expect(try await browser.get("/desk").status == 200)
            #expect(
                try await browser.post(path, [:], token: token, site: nil, origin: "https://lamp.example").status == 303
            )
            #expect(try await browser.get("/desk").status == 303)
        }
    }

    @Test func `wrong passwords and unknown addresses are answered alike, then told to wait, and not for ever`()
        async throws
    {
        try await withDesk { client in
            _ = try await joined("ada", .administrator, client)
            let browser = Browser(client)
            for name in ["ada", "nobody"] {
                for _ in 0..<SignInThrottle.mostOfPair {
                    let answer = try await signIn(name, browser, password: "wrong password")
                    #expect(
                        answer.status == 403 && answer.text.contains("The mail address or the password is not right"))
                }
                let answer = try await signIn(name, browser)
                #expect(answer.status == 429 && answer.headers[.retryAfter] != nil, "\(name)")
            }
            temporary.clock.advance(seconds: SignInThrottle.window + 1)
            #expect(try await signIn("ada", browser).status == 303)
        }
    }

    @Test func `failures to sign in are counted over all processes of the newsroom`() async throws {
        try await withDesk { one in
            _ = try await joined("ada", .administrator, one)
            try await withDesk { (other: SiteClient) async throws -> Void in
                for number in 0..<SignInThrottle.mostOfPair {
                    let browser = Browser(number.isMultiple(of: 2) ? one : other)
                    #expect(try await signIn("ada", browser, password: "wrong password").status == 403)
                }
                for client in [one, other] { #expect(try await signIn("ada", Browser(client)).status == 429) }
            }
        }
    }

    @Test func `a forgotten password is answered alike for everybody, and the letter's link works once`() async throws {
        let letters = Letters()
        try await withDesk(mailer: Mailer { await letters.add($0) }) { client in
            let browser = try await joined("ada", .administrator, client)
            let anybody = Browser(client)
            let known = try await anybody.post("/desk/forgot", ["email": "ada@lamp.example"])
            let unknown = try await anybody.post("/desk/forgot", ["email": "nobody@lamp.example"])
            #expect(known.status == 200 && known.status == unknown.status)
            #expect(known.text == unknown.text)
            var letter: Mail?
            for _ in 0..<100 where letter == nil {
                letter = await letters.all.first
                try await Task.sleep(for: .milliseconds(20))
            }
            let text = try #require(letter?.text)
            let start = try #require(text.firstRange(of: "https://lamp.example/desk/reset/"))
            let path = "/desk/reset/" + text[start.upperBound...].prefix { !$0.isWhitespace }
            let new = "another four good words"
            #expect(
                try await anybody.post(path, ["password": new, "repeated": new]).location == "/desk/sign-in")
            #expect(try await browser.get("/desk").status == 303, "signed out everywhere")
            #expect(try await anybody.get(path).status == 410)
            #expect(try await signIn("ada", anybody).status == 403)
            #expect(try await signIn("ada", anybody, password: new).status == 303)
            #expect(await letters.all.count == 1)
        }
    }

    @Test func `the second factor is asked for, takes each code once, and a recovery code when the phone is lost`()
        async throws
    {
        try await withDesk { client in
            let browser = try await joined("ada", .administrator, client)
            let page = try await browser.get("/desk/account/second-factor").text
            let start = try #require(page.firstRange(of: "secret="))
            let secret = OneTimeCode.bytes(
                base32: String(page[start.upperBound...].prefix { $0.isLetter || $0.isNumber }))
            func code() -> String { OneTimeCode.code(secret, step: OneTimeCode.step(at: temporary.clock.now)) }
            let path = "/desk/account/second-factor"
            #expect(try await browser.post(path, ["code": "000000"]).status == 422)
            let added = try await browser.post(path, ["code": code()])
            #expect(added.status == 200)
            let list = try #require(added.text.firstRange(of: "<li><code>"))
            let recovery = String(added.text[list.upperBound...].prefix { $0 != "<" })
            #expect(try await browser.get("/desk").status == 200, "this browser stays signed in")

            let other = Browser(client)
            #expect(try await signIn("ada", other).location == "/desk/second-factor")
            #expect(try await other.get("/desk").location == "/desk/second-factor")
            #expect(try await other.get("/desk/people").status == 303)
            let factor = "/desk/second-factor"
            #expect(try await other.post(factor, ["code": code()]).status == 403, "the code that enrolled it is used")
            temporary.clock.advance(seconds: 30)
            #expect(try await other.post(factor, ["code": code()]).location == "/desk")
            #expect(try await other.get("/desk").status == 200)

            let third = Browser(client)
            _ = try await signIn("ada", third)
            #expect(try await third.post(factor, ["code": code()]).status == 403, "replayed")
            #expect(try await third.post(factor, ["code": recovery]).location == "/desk")
            _ = try await signIn("ada", third)
            #expect(try await third.post(factor, ["code": recovery]).status == 403, "used up")
        }
    }

    @Test func `an administrator invites, and the invited one sees what their role opens`() async throws {
        try await withDesk { client in
            let ada = try await joined("ada", .administrator, client)
            let invited = try await ada.post(
                "/desk/people/invite", ["email": "", "role": "reporter", "days": "3"], from: "/desk/people")
            let start = try #require(invited.text.firstRange(of: "https://lamp.example/desk/invitation/"))
            let link = "/desk/invitation/" + invited.text[start.upperBound...].prefix { $0 != "<" }
            let rob = Browser(client)
            let short = try await rob.post(
                link, ["name": "Rob", "email": "rob@lamp.example", "password": "short", "repeated": "short"])
            #expect(short.status == 422)
            _ = try await rob.post(
                link,
                ["name": "Rob", "email": "rob@lamp.example", "password": Self.password, "repeated": Self.password])
            #expect(try await rob.get("/desk").text.contains("My drafts"))
            #expect(try await rob.get("/desk/people").status == 403)
            let log = try await ada.get("/desk/log").text
            #expect(log.contains("rob@lamp.example as reporter") && log.contains("joined"))
        }
    }
}

actor Letters {
    var all: [Mail] = []

    func add(_ mail: Mail) { all.append(mail) }
}

@Suite struct OneTimeCodeTests {
    @Test func `codes are those of RFC 6238`() {
        let secret = Array("12345678901234567890".utf8)
        for (seconds, code) in [
            (59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924"), (20_000_000_000, "353130"),
        ] as [(Int64, String)] {
            #expect(OneTimeCode.code(secret, step: seconds / 30) == code)
        }
        #expect(OneTimeCode.bytes(base32: OneTimeCode.base32(secret)) == secret)
        #expect(OneTimeCode.base32(Array("foobar".utf8)) == "MZXW6YTBOI")
    }

    @Test func `a password is known again, and another is not`() async throws {
        let work = PasswordWork(cost: .light)
        let text = try await work.make("Zoë's four words")
        #expect(try await work.check("Zoe\u{308}'s four words", against: text))
        #expect(try await work.check("Zoe's four words", against: text) == false)
        #expect(try await work.check("anything", against: nil) == false)
        // Long enough that a hash does not hold it by chance.
        for word in ["four", "words"] { #expect(!text.contains(word)) }
    }
}
