import NewsreelModel
import Testing

struct CreditParserTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let text: String
        let caption: String?
        let parties: [CreditParty]
        var copyright: String?
        var licence: String?
        var usage: String?
        var testDescription: String { text }
    }

    static let cases: [Case] = [
        Case(
            text:
                "The harbour office in Lindhaven, Picture supplied by North Korea's Korean Central News Agency (KCNA). © KCNA via REUTERS",
            caption: "The harbour office in Lindhaven",
            parties: [
                CreditParty(.supplier, "Korean Central News Agency", abbreviation: "KCNA"),
                CreditParty(.agency, "REUTERS"),
            ], copyright: "© KCNA via REUTERS"),
        Case(
            text: "A ferry leaves. Photo released by Iran's state-run Islamic Republic News Agency (IRNA)",
            caption: "A ferry leaves.",
            parties: [CreditParty(.supplier, "Islamic Republic News Agency", abbreviation: "IRNA")]),
        Case(
            text: "Image provided by Lloyd's Register", caption: nil,
            parties: [CreditParty(.supplier, "Lloyd's Register")]),
        Case(
            text: "Rowers at dawn. Photograph: Jane Doe/Agency", caption: "Rowers at dawn.",
            parties: [CreditParty(.creator, "Jane Doe"), CreditParty(.agency, "Agency")]),
        Case(
            text: "Rowers at dawn. (Photo by J. Doe / AFP via Getty Images)", caption: "Rowers at dawn.",
            parties: [
                CreditParty(.creator, "J. Doe"), CreditParty(.agency, "AFP"), CreditParty(.distributor, "Getty Images"),
            ]),
        Case(
            text: "Rowers at dawn. Photo: AP Photo/John Smith", caption: "Rowers at dawn.",
            parties: [CreditParty(.creator, "John Smith"), CreditParty(.agency, "AP Photo")]),
        Case(
            text: "Rowers at dawn © Reuters / Maxim Petrov", caption: "Rowers at dawn",
            parties: [CreditParty(.creator, "Maxim Petrov"), CreditParty(.agency, "Reuters")],
            copyright: "© Reuters / Maxim Petrov"),
        Case(
            text: "Smoke over the pier. Handout via REUTERS", caption: "Smoke over the pier.",
            parties: [CreditParty(.agency, "REUTERS")], usage: "Handout"),
        Case(
            text: "The old mill, courtesy of Haldern Town Archive.", caption: "The old mill",
            parties: [CreditParty(.supplier, "Haldern Town Archive")]),
        Case(
            text: "A cyclist crosses the square. REUTERS/Jane Doe", caption: "A cyclist crosses the square.",
            parties: [CreditParty(.creator, "Jane Doe"), CreditParty(.agency, "REUTERS")]),
        Case(
            text: "A cyclist crosses the square. Jane Doe for The Paper", caption: "A cyclist crosses the square.",
            parties: [CreditParty(.creator, "Jane Doe"), CreditParty(.agency, "The Paper")]),
        Case(
            text: "Мост через реку. Фото: Иван Петров / РИА Новости", caption: "Мост через реку.",
            parties: [CreditParty(.creator, "Иван Петров"), CreditParty(.agency, "РИА Новости")]),
        Case(
            text: "Мост через реку © РИА Новости / Анна Смирнова", caption: "Мост через реку",
            parties: [CreditParty(.creator, "Анна Смирнова"), CreditParty(.agency, "РИА Новости")],
            copyright: "© РИА Новости / Анна Смирнова"),
        Case(
            text: "시민들이 다리를 건너고 있다. 사진=연합뉴스", caption: "시민들이 다리를 건너고 있다.",
            parties: [CreditParty(.agency, "연합뉴스")]),
        Case(
            text: "시민들이 다리를 건너고 있다. (서울=연합뉴스) 홍길동 기자", caption: "시민들이 다리를 건너고 있다.",
            parties: [CreditParty(.creator, "홍길동"), CreditParty(.agency, "연합뉴스")]),
        Case(
            text: "عبّارة تغادر الميناء. تصوير: أحمد علي / رويترز", caption: "عبّارة تغادر الميناء.",
            parties: [CreditParty(.creator, "أحمد علي"), CreditParty(.agency, "رويترز")]),
        Case(
            text: "Dunes in winter. Photo: Jane Doe, CC BY-SA 4.0", caption: "Dunes in winter.",
            parties: [CreditParty(.creator, "Jane Doe")], licence: "CC BY-SA 4.0"),
        Case(
            text: "Dunes in winter. Public domain", caption: "Dunes in winter.", parties: [], licence: "Public domain"),
        Case(
            text: "A ship © 2020 Jane Doe. All rights reserved", caption: "A ship",
            parties: [CreditParty(.rightsOwner, "Jane Doe")], copyright: "© 2020 Jane Doe"),
        Case(
            text: "The square at noon [사진 제공=한들시청]", caption: "The square at noon",
            parties: [CreditParty(.supplier, "한들시청")]),
        Case(text: "Photo: Jane Doe", caption: nil, parties: [CreditParty(.creator, "Jane Doe")]),
        Case(
            text: "Lights on the river (AFP via Getty Images)", caption: "Lights on the river",
            parties: [CreditParty(.agency, "AFP"), CreditParty(.distributor, "Getty Images")]),
    ]

    @Test(arguments: cases) func `a caption and its credit come apart`(_ example: Case) {
        let (caption, credit) = CreditParser.parse(example.text)
        #expect(caption == example.caption)
        #expect(credit.parties == example.parties)
        #expect(credit.licence == example.licence)
        if example.usage != nil { #expect(credit.usage == example.usage) }
        if let copyright = example.copyright { #expect(credit.copyright?.hasPrefix(copyright) == true) }
    }

    @Test(arguments: [
        "A view of the bridge at Haldern in winter",
        "The minister said on Monday that talks in Geneva, Paris and Rome had failed.",
        "He works for Reuters.", "Photo: the bridge that nobody wanted to build is still there today.",
        "Jane Doe waits for The Bus.", "The image by which we know them was lost in the war and found again.",
        "Copyright law is changing.", "They met via Zoom", "Dogs, cats and/or birds",
        "Мост через реку открыт", "시민들이 다리를 건너고 있다.", "عبّارة تغادر الميناء.", "Ferry leaves harbour, said AFP",
        "Source: the ministry says the figures are wrong and will be revised.", "Video shows a fire at the depot",
        "Two men in the town of St. Mary's / St. John's were lost",
    ])
    func `a caption without a credit stays whole`(_ text: String) {
        let (caption, credit) = CreditParser.parse(text)
        #expect(caption == text)
        #expect(credit.isEmpty && credit.licence == nil)
    }

    @Test(arguments: cases) func `a credit prints to text that reads as the same credit`(_ example: Case) {
        let credit = CreditParser.parse(example.text).credit
        #expect(CreditParser.credit(credit.text) == credit)
    }

    @Test func `made-up credits of all forms survive printing and reading`() {
        let people = [
            "Jane Doe", "J. R. Hale", "Anna-Maria O'Neill", "Иван Петров", "홍길동", "أحمد علي", "Björn de Vries",
        ]
        let agencies = ["Reuters", "AFP", "AP", "РИА Новости", "연합뉴스", "رويترز", "Haldern Gazette"]
        let libraries = ["", " via Getty Images", " via Shutterstock"]
        let licences = ["", ". CC BY 4.0", ". CC0 1.0"]
        var count = 0
        for person in people {
            for agency in agencies {
                for library in libraries {
                    for licence in licences {
                        for form in ["Photo: \(person) / \(agency)", "\(agency)/\(person)", "© \(agency) / \(person)"] {
                            let credit = CreditParser.credit(form + library + licence)
                            #expect(credit.parties.contains { $0.name == person }, "\(form)")
                            #expect(
                                CreditParser.credit(credit.text) == credit,
                                "\(form + library + licence) → \(credit.text)")
                            count += 1
                        }
                    }
                }
            }
        }
        #expect(count == 7 * 7 * 3 * 3 * 3)
    }

    @Test(arguments: ["GPL 2+", "LGPL 3", "LGPL-2.1+", "AGPL-3.0", "CC BY-SA 4.0", "CC0 1.0"])
    func `a licence is a licence and never an agency`(licence: String) {
        let chain = CreditParser.credit("Photograph: Ines Marr / \(licence)")
        #expect(chain.licence == licence)
        #expect(chain.parties == [CreditParty(.creator, "Ines Marr")])
    }

    @Test func `a chain prints its clauses in order`() {
        let chain = CreditParser.parse(
            "A view, Picture supplied by North Korea's Korean Central News Agency (KCNA). © KCNA via REUTERS"
        ).credit
        #expect(chain.text == "Picture supplied by North Korea's Korean Central News Agency (KCNA). © KCNA via REUTERS")
        #expect(CreditChain().text.isEmpty)
    }

    @Test func `a long text is read in a moment`() {
        let text = String(repeating: "(©/ via, ", count: 100_000)
        let clock = ContinuousClock()
        let time = clock.measure { _ = CreditParser.parse(text) }
        #expect(time < .seconds(2))
    }
}
