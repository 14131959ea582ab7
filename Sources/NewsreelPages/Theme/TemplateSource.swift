/// A template's text before it is compiled for one language: words, icons and asset addresses are put in here, once, so that rendering does not look them up.
///
/// - `{{t.story.save}}` is the string of that name, escaped.
/// - `{{icon.play}}` is an icon of the sprite; `{{icon.chevron-left.turn}}` gives it a class.
/// - `{{asset.newsreel.css}}` is the address of a file of the assets.
struct TemplateSource {
    let name: String
    let file: String
    let text: String

    /// What the places of a template may name.
    struct Names {
        let strings: Strings
        let icons: Set<String>
        let assets: Set<String>
        let templates: Set<String>
        /// The folder's address: `/assets/1f3a…/`.
        let assetRoot: String
    }

    func resolved(_ names: Names) throws(ThemeError) -> String {
        var output = ""
        var line = 1
        var rest = text[...]
        while let open = rest.firstRange(of: "{{") {
            let before = rest[..<open.lowerBound]
            output += before
            line += before.count(where: \.isNewline)
            let after = rest[open.upperBound...]
            guard let close = after.firstRange(of: "}}") else {
                throw ThemeError(file: file, line: line, "`{{` is never closed by `}}`.")
            }
            let tag = after[..<close.lowerBound]
            if let value = try value(of: tag, names, line: line) {
                output += value
            } else {
                try check(tag, names, line: line)
                output += "{{" + tag + "}}"
            }
            line += tag.count(where: \.isNewline)
            rest = after[close.upperBound...]
        }
        return output + rest
    }

    private func value(of tag: Substring, _ names: Names, line: Int) throws(ThemeError) -> String? {
        guard let dot = tag.firstIndex(of: ".") else { return nil }
        let rest = String(tag[tag.index(after: dot)...])
        switch tag[..<dot] {
        case "t":
            guard let words = names.strings.text(rest) else {
                throw ThemeError(
                    file: file, line: line,
                    "There is no `\(rest)` in the strings of \(names.strings.language). Add it to strings/\(names.strings.language).yaml."
                )
            }
            return HTMLWriter.escaped(words).replacing("{{", with: "&#123;{")
        case "icon":
            let parts = rest.split(separator: ".").map(String.init)
            guard let icon = parts.first, names.icons.contains(icon) else {
                throw ThemeError(file: file, line: line, "The sprite has no icon `\(rest)`.")
            }
            return Icon.markup(icon, classes: Array(parts.dropFirst()), root: names.assetRoot)
        case "asset":
            guard names.assets.contains(rest) else {
                throw ThemeError(file: file, line: line, "The theme's assets have no `\(rest)`.")
            }
            return names.assetRoot + rest
        default:
            return nil
        }
    }

    private func check(_ tag: Substring, _ names: Names, line: Int) throws(ThemeError) {
        guard tag.hasPrefix(">") || tag.hasPrefix("<") else { return }
        let partial = tag.dropFirst().filter { !$0.isWhitespace }
        guard partial.hasPrefix("*") || names.templates.contains(String(partial)) else {
            throw ThemeError(file: file, line: line, "There is no template `\(partial)`.")
        }
    }
}

/// The markup of an icon: one `<use>` of the theme's sprite, for sight only.
enum Icon {
    static func markup(_ name: String, classes: [String] = [], root: String) -> String {
        let names = (["icon"] + classes).joined(separator: " ")
        return "<svg class=\"\(names)\" aria-hidden=\"true\"><use href=\"\(root)sprite.svg#\(name)\"/></svg>"
    }
}
