internal import NewsreelModel

/// A credit chain in an edition's words.
struct CreditLine {
    let strings: Strings

    /// One line: who made it, who supplied it, through whom, whose copyright, on what licence; empty when nothing is known.
    ///
    /// Where the source worded it in its own way, its words stand: they were agreed with whoever is named.
    func text(_ credit: CreditChain, kind: MediaKind) -> String {
        if let wording = credit.wording { return wording }
        var sentences: [String] = []
        let made = names(credit, .creator)
        let supplied = names(credit, .supplier)
        let through = names(credit, .agency) + names(credit, .distributor)
        if !made.isEmpty { sentences.append(strings(Self.made(kind), ["name": join(made)])) }
        if !supplied.isEmpty { sentences.append(strings(Self.supplied(kind), ["name": join(supplied)])) }
        let copyright = Self.copyright(credit)
        // A notice such as `© KCNA via REUTERS` says through whom already.
        let unsaid = through.filter { name in copyright.map { !$0.localizedStandardContainsName(name) } ?? true }
        if !unsaid.isEmpty {
            if sentences.isEmpty {
                sentences.append(join(unsaid))
            } else {
                sentences.append(strings(.creditThrough, ["name": join(unsaid)]))
            }
        }
        if let copyright {
            sentences.append(copyright)
        } else {
            let owners = names(credit, .rightsOwner)
            if !owners.isEmpty { sentences.append("© " + join(owners)) }
        }
        if let licence = credit.licence, !licence.isEmpty, copyright?.contains(licence) != true {
            sentences.append(licence)
        }
        return (sentences.dropLast().map(Self.closed) + sentences.suffix(1)).joined(separator: " ")
    }

    /// The names in one role, with their short forms.
    func names(_ credit: CreditChain, _ role: CreditParty.Role) -> [String] {
        credit.parties.filter { $0.role == role }.map(Self.name)
    }

    static func name(_ party: CreditParty) -> String {
        guard let short = party.abbreviation, !short.isEmpty else { return party.name }
        return "\(party.name) (\(short))"
    }

    /// `A`, `A and B`, `A, B and C`.
    func join(_ names: [String]) -> String {
        guard let last = names.last, names.count > 1 else { return names.first ?? "" }
        var joined = names[0]
        for name in names[1..<(names.count - 1)] {
            joined = strings(.formatListNext, ["first": joined, "second": name])
        }
        return strings(.formatListPair, ["first": joined, "second": last])
    }

    /// The notice with its sign.
    static func copyright(_ credit: CreditChain) -> String? {
        guard let notice = credit.copyright, !notice.isEmpty else { return nil }
        if notice.utf8.starts(with: "©".utf8) { return notice }
        let lowered = notice.lowercased()
        return lowered.contains("©") || lowered.contains("(c)") || lowered.contains("copyright")
            ? notice : "© " + notice
    }

    private static func closed(_ sentence: String) -> String {
        guard let last = sentence.last else { return sentence }
        return ".!?。؟".contains(last) ? sentence : sentence + "."
    }

    private static func made(_ kind: MediaKind) -> Phrase {
        switch kind {
        case .image: .creditMadeImage
        case .video: .creditMadeVideo
        case .audio: .creditMadeAudio
        case .document: .creditMadeDocument
        }
    }

    private static func supplied(_ kind: MediaKind) -> Phrase {
        switch kind {
        case .image: .creditSuppliedImage
        case .video: .creditSuppliedVideo
        case .audio: .creditSuppliedAudio
        case .document: .creditSuppliedDocument
        }
    }
}

extension String {
    /// True where the name, or its short form in brackets, stands in this text, in whatever case.
    fileprivate func localizedStandardContainsName(_ name: String) -> Bool {
        let lowered = lowercased()
        if lowered.contains(name.lowercased()) { return true }
        guard let open = name.lastIndex(of: "("), name.hasSuffix(")") else { return false }
        let long = name[..<open].trimmingWhitespace().lowercased()
        let short = name[name.index(after: open)...].dropLast().lowercased()
        return lowered.contains(long) || lowered.contains(short)
    }
}
