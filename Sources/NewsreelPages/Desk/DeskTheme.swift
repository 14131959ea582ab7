internal import Foundation
internal import Mustache
package import NewsreelModel

/// The look of the desk: its templates and the files that its pages fetch, from the folder `Desk`. Colours, faces and
/// icons are the reader theme's own.
package struct DeskTheme: Sendable {
    /// Changes when any file of the assets does.
    package let fingerprint: String
    private let assets: [String: ThemeAsset]
    private let templates: Set<String>
    private let library: MustacheLibrary

    /// Reads `templates` and `assets` of a folder; nothing of it is read again afterwards.
    package static func load(folder: String) throws(ThemeError) -> DeskTheme {
        let files = ThemeFiles(folder: folder)
        let assets = try files.assets(and: ["vendor"])
        MustacheContentTypes.register(PageText(), named: PageText.name)
        var templates: [String: MustacheTemplate] = [:]
        for path in try files.list("templates") where path.hasSuffix(".mustache") {
            var text = try files.text("templates/" + path)
            if text.hasSuffix("\n") { text.removeLast() }
            do {
                templates[String(path.dropLast(9))] = try MustacheTemplate(
                    string: "{{% CONTENT_TYPE: \(PageText.name)}}" + text)
            } catch {
                let parser = error as? MustacheTemplate.ParserError
                throw ThemeError(
                    file: files.path("templates/" + path), line: parser?.context.lineNumber,
                    "This is not a template: \(parser.map { "\($0.error)" } ?? "\(error)").")
            }
        }
        return DeskTheme(
            fingerprint: assets.fingerprint, assets: assets.files, templates: Set(templates.keys),
            library: MustacheLibrary(templates: templates))
    }

    package func asset(_ path: String) -> ThemeAsset? { assets[path] }

    /// Every file that browsers fetch.
    package var files: [ThemeAsset] { Array(assets.values) }

    package func hasTemplate(_ name: String) -> Bool { templates.contains(name) }

    /// The page of `template` as bytes. The names of its own files and of the reader theme's are put in here.
    package func render(
        _ template: String, _ values: [String: DeskValue], theme: Theme, site: Site
    ) -> [UInt8] {
        var fields = Fields(values)
        let sample = site.path(SiteURL(edition: nil, .desk(.asset(fingerprint: fingerprint, "x"))))
        fields.text("deskAssets", String(sample.dropLast()))
        fields.text("themeAssets", theme.assetRoot)
        fields.flag("hasFonts", theme.hasFonts)
        return Array((library.render(fields, withTemplate: template) ?? "").utf8)
    }
}
