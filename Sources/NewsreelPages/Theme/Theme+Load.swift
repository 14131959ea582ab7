internal import Foundation
internal import Mustache
internal import NewsreelModel
internal import Yams

extension Theme {
    /// Reads a theme's folder (`templates`, `strings`, `assets`); nothing of it is read again afterwards.
    package static func load(folder: String) throws(ThemeError) -> Theme {
        let files = ThemeFiles(folder: folder)
        let assets = try files.assets()
        let root = "/assets/\(assets.fingerprint)/"
        guard let sprite = assets.files["sprite.svg"] else {
            throw ThemeError(
                file: files.path("assets/sprite.svg"), "The theme needs a sprite of its icons; there is no such file.")
        }
        let icons = iconNames(String(decoding: sprite.body.identity, as: UTF8.self))
        if let missing = requiredIcons.subtracting(icons).min() {
            throw ThemeError(
                file: files.path("assets/sprite.svg"), "The sprite has no icon `\(missing)`; pages need it.")
        }
        let strings = try loadStrings(files)
        let sources = try loadTemplates(files)
        var libraries: [String: MustacheLibrary] = [:]
        for (language, words) in strings {
            let names = TemplateSource.Names(
                strings: words, icons: icons, assets: Set(assets.files.keys), templates: Set(sources.map(\.name)),
                assetRoot: root)
            libraries[language] = try library(of: sources, names)
        }
        return Theme(
            fingerprint: assets.fingerprint, assets: assets.files, strings: strings,
            hasFonts: assets.files.keys.contains { $0.hasPrefix("fonts/") && $0.hasSuffix(".woff2") },
            pictureSizes: try loadPictureSizes(files), libraries: libraries,
            frontSlots: try slots("front", files) ?? PageSlot.standardFront,
            sectionSlots: try slots("section", files) ?? PageSlot.standardSection, icons: icons)
    }

    /// Templates that pages are rendered from by name.
    static let requiredTemplates = [
        "story", "embed", "front", "listing", "search", "bookmarks", "error", "header", "footer", "card", "latest-row",
    ]

    /// Icons that code puts in, whatever the templates name.
    static let requiredIcons: Set<String> = ["play", "live", "camera", "music", "file", "download"]

    private static func loadStrings(_ files: ThemeFiles) throws(ThemeError) -> [String: Strings] {
        var all: [String: Strings] = [:]
        for path in try files.list("strings") where path.hasSuffix(".yaml") && !path.contains("/") {
            let language = String(path.dropLast(5))
            let file = files.path("strings/" + path)
            let strings = try Strings.read(try files.text("strings/" + path), language: language, file: file)
            for phrase in Phrase.allCases where !strings.keys.contains(phrase.rawValue) {
                throw ThemeError(file: file, "`\(phrase.rawValue)` is missing; pages need it.")
            }
            for key in strings.keys.sorted() {
                guard let forms = strings.forms(key) else { continue }
                if let missing = strings.rule.categories.first(where: { !forms.contains($0) }) {
                    throw ThemeError(file: file, "`\(key)` needs a form `\(missing.rawValue)` in this language.")
                }
            }
            all[language] = strings
        }
        guard !all.isEmpty else {
            throw ThemeError(
                file: files.path("strings"), "The folder holds no words (a file such as en.yaml for each language).")
        }
        return all
    }

    private static func loadTemplates(_ files: ThemeFiles) throws(ThemeError) -> [TemplateSource] {
        var sources: [TemplateSource] = []
        for path in try files.list("templates") where path.hasSuffix(".mustache") {
            var text = try files.text("templates/" + path)
            // The last line's end belongs to the file, not to the page, so that a partial can stand in a line.
            if text.hasSuffix("\n") { text.removeLast() }
            sources.append(
                TemplateSource(name: String(path.dropLast(9)), file: files.path("templates/" + path), text: text))
        }
        let names = Set(sources.map(\.name))
        if let missing = requiredTemplates.first(where: { !names.contains($0) }) {
            throw ThemeError(
                file: files.path("templates/\(missing).mustache"), "The theme has no such template; pages need it.")
        }
        return sources
    }

    private static func loadPictureSizes(_ files: ThemeFiles) throws(ThemeError) -> [String: String] {
        let path = "templates/pictures.yaml"
        let strings = try Strings.read(try files.text(path), language: "en", file: files.path(path))
        var sizes: [String: String] = [:]
        for place in PicturePlace.allCases {
            guard let text = strings.text(place.rawValue), !text.isEmpty else {
                throw ThemeError(
                    file: files.path(path), "`\(place.rawValue)` is missing: the `sizes` of pictures that stand there.")
            }
            sizes[place.rawValue] = text
        }
        return sizes
    }

    /// The slots that `theme.yaml` gives a kind of page: groups with a name, a label for the desk and how many stories.
    private static func slots(_ page: String, _ files: ThemeFiles) throws(ThemeError) -> [PageSlot]? {
        let file = files.path("theme.yaml")
        guard FileManager.default.fileExists(atPath: file) else { return nil }
        let text = try files.text("theme.yaml")
        guard let root = try? Yams.compose(yaml: text), let groups = root["slots"]?[page]?.sequence else {
            throw ThemeError(file: file, "`slots` needs a list `\(page)` of groups with `name`, `label` and `count`.")
        }
        var slots: [PageSlot] = []
        for group in groups {
            let name = group["name"]?.string ?? ""
            let count = group["count"]?.int ?? 1
            guard Slug.isValid(name), !name.isEmpty, let label = group["label"]?.string, (1...20).contains(count),
                !slots.contains(where: { $0.group == name })
            else {
                throw ThemeError(
                    file: file, line: group.mark?.line,
                    "A group of slots has a `name` of its own in lower-case letters, a `label`, and a `count` of 1 to 20."
                )
            }
            slots += PageSlot.slots(name, label: label, count: count)
        }
        return slots
    }

    private static func library(
        of sources: [TemplateSource], _ names: TemplateSource.Names
    ) throws(ThemeError) -> MustacheLibrary {
        // Escaping byte by byte is several times quicker than the library's own; a template chooses its escaping by name.
        MustacheContentTypes.register(PageText(), named: PageText.name)
        var templates: [String: MustacheTemplate] = [:]
        for source in sources {
            let text = try source.resolved(names)
            do {
                templates[source.name] = try MustacheTemplate(string: "{{% CONTENT_TYPE: \(PageText.name)}}" + text)
            } catch {
                let parser = error as? MustacheTemplate.ParserError
                throw ThemeError(
                    file: source.file, line: parser?.context.lineNumber,
                    "This is not a template: \(parser.map { "\($0.error)" } ?? "\(error)").")
            }
        }
        return MustacheLibrary(templates: templates)
    }

    private static func iconNames(_ sprite: String) -> Set<String> {
        var names: Set<String> = []
        for part in sprite.split(separator: "id=\"").dropFirst() {
            if let end = part.firstIndex(of: "\"") { names.insert(String(part[..<end])) }
        }
        return names
    }
}

/// Escapes what a template shows; see ``HTMLWriter``.
struct PageText: MustacheContentType {
    static let name = "NEWSREEL"

    func escapeText(_ text: String) -> String { HTMLWriter.escaped(text) }
}

/// The files beneath a theme's folder.
struct ThemeFiles {
    let folder: String

    /// No file of a theme is larger; what is, got there by mistake.
    static let mostBytes = 20_000_000

    /// The files that browsers fetch, in every form, and what changes when any of them does. `more` names folders that
    /// set-up fills; one that is missing or empty adds nothing.
    func assets(and more: [String] = []) throws(ThemeError) -> (files: [String: ThemeAsset], fingerprint: String) {
        var assets: [String: ThemeAsset] = [:]
        var fingerprint = Fingerprint()
        for folder in ["assets"] + more {
            for path in folder == "assets" ? try list(folder) : (try? list(folder)) ?? [] {
                guard let type = ThemeAsset.contentType(of: path) else { continue }
                let bytes = try read(folder + "/" + path)
                fingerprint.add(path)
                fingerprint.add(bytes)
                assets[path] = ThemeAsset(path: path, contentType: type, bytes: bytes)
            }
        }
        return (assets, String(fingerprint.description.prefix(10)))
    }

    func path(_ relative: String) -> String { folder.hasSuffix("/") ? folder + relative : "\(folder)/\(relative)" }

    /// Files beneath a folder of the theme in the order of their names, hidden ones left out.
    func list(_ name: String) throws(ThemeError) -> [String] {
        guard let enumerator = FileManager.default.enumerator(atPath: path(name)) else {
            throw ThemeError(
                file: path(name), "There is no such folder; a theme has `templates`, `strings` and `assets`.")
        }
        var found: [String] = []
        while let file = enumerator.nextObject() as? String {
            guard !file.split(separator: "/").contains(where: { $0.hasPrefix(".") }) else { continue }
            var isFolder: ObjCBool = false
            if FileManager.default.fileExists(atPath: path(name) + "/" + file, isDirectory: &isFolder),
                !isFolder.boolValue
            {
                found.append(file)
            }
        }
        guard !found.isEmpty else {
            throw ThemeError(
                file: path(name), "The folder is missing or empty; a theme has `templates`, `strings` and `assets`.")
        }
        return found.sorted()
    }

    func read(_ relative: String) throws(ThemeError) -> [UInt8] {
        do {
            let data = try Data(contentsOf: URL(fileURLWithPath: path(relative)))
            guard data.count <= Self.mostBytes else {
                throw ThemeError(file: path(relative), "The file is larger than \(Self.mostBytes / 1_000_000) MB.")
            }
            return [UInt8](data)
        } catch let error as ThemeError {
            throw error
        } catch {
            throw ThemeError(file: path(relative), "The file cannot be read: \(error.localizedDescription)")
        }
    }

    func text(_ relative: String) throws(ThemeError) -> String {
        let bytes = try read(relative)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw ThemeError(file: path(relative), "The file is not UTF-8.")
        }
        return text
    }
}
