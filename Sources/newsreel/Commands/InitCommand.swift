import ArgumentParser
import Foundation
import Logging
import NewsreelModel
import NewsreelPages
import NewsreelStore

/// `newsreel init`: a new newsroom in a folder.
struct InitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Create a newsroom: a folder with its database, its media and its settings.")

    @OptionGroup var place: DataOptions

    @Flag(help: "Fill it with the demo's stories and pictures.") var demo = false
    @Option(help: "The newspaper's name at the head of the page.") var name = "Newsreel"
    @Option(help: "The language of the first edition, BCP 47; its code in addresses too.") var language = "en"
    @Option(help: "The time zone of the first edition, by its IANA name.") var zone = "UTC"
    @Option(help: ArgumentHelp("A newsroom.yaml that describes editions and sections.", valueName: "file")) var plan:
        String?

    func run() async throws {
        let folder = try place.folder()
        let settings = try await place.settings()
        if Newsroom.exists(at: folder) {
            throw CommandFailure(
                "There is a newsroom in \(folder) already. Serve it with newsreel serve, or name another folder.")
        }
        let demoFolder = demo ? try InstalledFiles.demo() : nil
        let chosen = try plan.map(NewsroomPlan.read) ?? demoFolder.map { try NewsroomPlan.read($0 + "/newsroom.yaml") }
        let (editions, standard) = try chosen?.checkedEditions() ?? firstEditions()
        var invitation = ""
        do {
            let newsroom = try Newsroom.create(at: folder)
            try await newsroom.putEditions(editions, default: standard)
            try writeSettings(in: folder)
            if let demoFolder, let chosen {
                let opened = try await newsroom.site(origin: "http://127.0.0.1")
                let demo = DemoNewsroom(newsroom: newsroom, folder: demoFolder, plan: chosen, site: opened)
                let count = try await demo.fill()
                var logger = settings.logger("newsreel")
                logger.logLevel = .error
                try await demo.makePictures(logger: logger)
                Terminal.say("\(count) stories in \(editions.count) editions.")
            }
            let site = try await newsroom.site(origin: OpenedNewsroom.origin(settings))
            let (_, secret) = try await newsroom.invite(email: nil, role: .administrator, by: .operatorOfMachine)
            invitation = site.absolute(SiteURL(edition: nil, .desk(.invitation(secret))))
            try newsroom.close()
        } catch let error as StoreError {
            throw CommandFailure(error.message)
        }
        Terminal.say("The newsroom is in \(folder). Serve it: newsreel serve --data \(place.data ?? folder)")
        Terminal.say("Then open this link, once and within a week, to become its first administrator:\n\(invitation)")
    }

    private func firstEditions() throws -> (editions: [Edition], standard: String) {
        guard let zone = Zone(zone) else {
            throw CommandFailure(
                "“\(Terminal.plain(self.zone))” is no time zone: use a name such as Europe/Amsterdam.", exitCode: 2)
        }
        guard let tag = LanguageTag(language), Edition.isCode(tag.rawValue.lowercased()) else {
            throw CommandFailure(
                "“\(Terminal.plain(language))” is no language: use a tag such as en or pt-BR.", exitCode: 2)
        }
        let edition = Edition(
            code: tag.rawValue.lowercased(), isDefault: true, language: tag.rawValue,
            direction: Edition.Direction(tag), zone: zone, name: LanguageName.own(tag.rawValue), masthead: name)
        return ([edition], edition.code)
    }

    /// A settings file with every setting at its default, commented out.
    private func writeSettings(in folder: String) throws {
        let path = folder + "/newsreel.yaml"
        guard !FileManager.default.fileExists(atPath: path) else { return }
        var text = "# The settings of this newsroom. Take away the # of a setting and of its section to change it.\n"
        var section = ""
        for setting in Setting.all {
            let parts = setting.key.split(separator: ".").map(String.init)
            if parts[0] != section {
                section = parts[0]
                text += "\n#\(section):\n"
            }
            text += "#  # \(setting.meaning)\n#  \(parts[1]): \(setting.standard.isEmpty ? "\"\"" : setting.standard)\n"
        }
        try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    }
}
