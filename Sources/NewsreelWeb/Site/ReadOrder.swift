/// Keys from the one read last to the one unread for longest; every step takes the same time, however many there are.
struct ReadOrder {
    private struct Link {
        var key: Int
        var newer: Int
        var older: Int
    }

    private static let none = -1
    private var links: [Link] = []
    /// Numbers of links that hold no key.
    private var free: [Int] = []
    private var newest = none
    private var oldest = none

    /// The key unread for longest.
    var last: Int? { oldest == Self.none ? nil : links[oldest].key }

    /// Goes from the key unread for longest to the newest, until `body` answers false.
    func walk(_ body: (Int) -> Bool) {
        var link = oldest
        while link != Self.none, body(links[link].key) { link = links[link].newer }
    }

    /// Takes a key in as read just now; answers the number by which it is told from then on.
    mutating func add(_ key: Int) -> Int {
        let link = Link(key: key, newer: Self.none, older: Self.none)
        let number: Int
        if let reused = free.popLast() {
            number = reused
            links[number] = link
        } else {
            number = links.count
            links.append(link)
        }
        join(number)
        return number
    }

    /// Notes that a key was read.
    mutating func read(_ number: Int) {
        guard number != newest else { return }
        part(number)
        join(number)
    }

    mutating func remove(_ number: Int) {
        part(number)
        free.append(number)
    }

    private mutating func join(_ number: Int) {
        links[number].newer = Self.none
        links[number].older = newest
        if newest == Self.none { oldest = number } else { links[newest].newer = number }
        newest = number
    }

    private mutating func part(_ number: Int) {
        let (newer, older) = (links[number].newer, links[number].older)
        if newer == Self.none { newest = older } else { links[newer].older = older }
        if older == Self.none { oldest = newer } else { links[older].newer = newer }
    }
}
