import NewsreelModel

/// Finds the element that holds the article, by where the text with few links stands.
struct BodyFinder {
    let tree: HTMLTree
    /// Places of elements that are left out with all they hold.
    private(set) var skipped: Set<Int> = []
    /// The weight of the text under each node.
    private var weights: [Double]

    private static let negative: [String] = [
        "comment", "share", "sharing", "social", "related", "promo", "newsletter", "sidebar", "side-bar", "menu",
        "navbar", "navigation", "footer", "breadcrumb", "advert",
        "ad-slot", "ads-", "cookie", "consent", "popup", "modal", "subscribe", "subscription", "recommend", "most-read",
        "mostread", "popular", "toolbar", "paywall", "widget",
        "outbrain", "taboola", "sponsor", "disqus", "read-more", "readmore", "read-also", "more-stories", "skip-link",
        "signup", "author-bio", "tag-list", "tags-list", "banner",
        "bookmark", "pagination", "rating", "teaser", "hidden", "sr-only", "visually-hidden", "copyright-footer",
        "trending",
    ]
    private static let containers: Set<String> = ["html", "body", "main", "article"]

    init(_ tree: HTMLTree) {
        self.tree = tree
        weights = Array(repeating: 0, count: tree.nodes.count)
    }

    /// The place of the article's element; nil where there is no text to speak of.
    mutating func find() -> Int? {
        weigh(skipping: false)
        let total = weights.first ?? 0
        markSkipped(total)
        weights = Array(repeating: 0, count: tree.nodes.count)
        weigh(skipping: true)
        guard let whole = weights.first, whole > 0 else { return nil }
        var start = 0
        for (index, node) in tree.nodes.enumerated() where !node.isText && !skipped.contains(index) {
            if node["itemprop"]?.lowercased().holds("articlebody") == true,
                weights[index] >= 0.3 * whole || weights[index] >= 400
            {
                return index
            }
            if node.tag == "article" || node["role"] == "article", weights[index] > 0.4 * whole,
                weights[index] > (start == 0 ? 0 : weights[start]), !tree.isInside(index, start) || start == 0
            {
                start = index
            }
        }
        var current = start
        let wanted = weights[current] * 0.75
        while let next = tree.children(of: current).first(where: { weights[$0] >= wanted && !isParagraph($0) }) {
            current = next
        }
        return current
    }

    private func isParagraph(_ index: Int) -> Bool {
        let node = tree.nodes[index]
        return node.isText
            || ["p", "span", "a", "strong", "b", "em", "i", "blockquote", "ul", "ol", "table", "tbody", "tr"].contains(
                node.tag)
    }

    /// Text that stands directly in an element counts for it and for all around it; text in links does not.
    private mutating func weigh(skipping: Bool) {
        var linkDepthEnd = 0
        var index = 0
        while index < tree.nodes.count {
            let node = tree.nodes[index]
            if node.isText {
                if index >= linkDepthEnd {
                    let length = node.text.utf8.count
                    if length >= 20 {
                        let commas = node.text.utf8.count { $0 == 44 || $0 == 46 }
                        weights[index] = Double(length) * (commas > 0 ? 1 : 0.3)
                    }
                }
            } else if HTMLTree.silent.contains(node.tag)
                || ["nav", "form", "button", "figcaption", "dialog", "option"].contains(node.tag)
                || (skipping && skipped.contains(index))
            {
                index = node.end
                continue
            } else if node.tag == "a" {
                linkDepthEnd = max(linkDepthEnd, node.end)
            }
            index += 1
        }
        for place in tree.nodes.indices.reversed() where weights[place] > 0 {
            let parent = tree.nodes[place].parent
            if parent >= 0 { weights[parent] += weights[place] }
        }
    }

    private mutating func markSkipped(_ total: Double) {
        var index = 0
        while index < tree.nodes.count {
            let node = tree.nodes[index]
            if node.isText || Self.containers.contains(node.tag) {
                index += 1
                continue
            }
            if isUnwanted(node) && weights[index] <= 0.5 * total {
                skipped.insert(index)
                index = node.end
                continue
            }
            index += 1
        }
    }

    private func isUnwanted(_ node: HTMLTree.Node) -> Bool {
        if ["nav", "footer", "dialog", "button", "input", "label"].contains(node.tag) { return true }
        if node["hidden"] != nil || node["aria-hidden"] == "true" { return true }
        if let style = node["style"]?.lowercased().filter({ $0 != " " }),
            style.holds("display:none") || style.holds("visibility:hidden")
        {
            return true
        }
        if let role = node["role"],
            ["navigation", "complementary", "banner", "contentinfo", "search", "dialog", "alertdialog"].contains(role)
        {
            return true
        }
        if ["figure", "img", "p", "h1", "time", "picture", "video", "blockquote"].contains(node.tag)
            && node["class"]?.holds("hidden") != true
        {
            return false
        }
        let hint = ((node["class"] ?? "") + " " + (node["id"] ?? "")).lowercased()
        guard hint.count > 1 else { return false }
        return Self.negative.contains { hint.holds($0) }
    }
}
