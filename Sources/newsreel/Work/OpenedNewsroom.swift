import Foundation
import NewsreelModel
import NewsreelPages
import NewsreelStore

/// A newsroom opened by a command, with what its settings say of the site.
struct OpenedNewsroom: Sendable {
    let newsroom: Newsroom
    let folder: String
    let settings: Settings

    init(folder: String, settings: Settings) async throws {
        self.folder = folder
        self.settings = settings
        do {
            newsroom = try Newsroom.open(at: folder)
        } catch {
            throw CommandFailure(error.message)
        }
    }

    /// Opens the newsroom that a command names, does `body` and closes it; errors of the store are told in one sentence.
    static func with(_ place: DataOptions, _ body: (OpenedNewsroom) async throws -> Void) async throws {
        let opened = try await OpenedNewsroom(folder: try place.folder(), settings: try await place.settings())
        do {
            try await body(opened)
            try opened.newsroom.close()
        } catch let error as StoreError {
            throw CommandFailure(error.message)
        }
    }

    /// Scheme and host of the site's addresses.
    var origin: String { Self.origin(settings) }

    static func origin(_ settings: Settings) -> String {
        let given = settings.string("site.origin")
        let scheme = settings.string("tls.certificate").isEmpty ? "http" : "https"
        return given.isEmpty ? "\(scheme)://\(settings.string("server.host")):\(settings.int("server.port"))" : given
    }

    func site() async throws -> Site { try await newsroom.site(origin: origin) }

    /// The renderer with the newsroom's theme.
    func pages() async throws -> PageRenderer {
        do {
            let imprint = try await newsroom.imprint()
            return try PageRenderer(
                theme: try theme(), site: try Site(origin: origin, editions: imprint.editions),
                editions: imprint.editions, publisher: imprint.publisher)
        } catch let error as ThemeError {
            throw CommandFailure("\(error)")
        }
    }

    /// The newsroom's theme.
    func theme() throws -> Theme {
        do {
            return try Theme.load(folder: try themeFolder())
        } catch let error as ThemeError {
            throw CommandFailure("\(error)")
        }
    }

    /// The look of the desk.
    func desk() throws -> DeskTheme {
        do {
            let given = settings.string("desk.folder")
            return try DeskTheme.load(folder: given.isEmpty ? try InstalledFiles.desk() : given)
        } catch let error as ThemeError {
            throw CommandFailure("\(error)")
        }
    }

    private func themeFolder() throws -> String {
        let given = settings.string("theme.folder")
        if !given.isEmpty { return given }
        let own = folder + "/theme"
        return FileManager.default.fileExists(atPath: own) ? own : try InstalledFiles.theme()
    }
}
