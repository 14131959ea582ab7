import ArgumentParser
import NewsreelModel
import NewsreelStore

/// `newsreel story delete`.
struct StoryDeleteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete", abstract: "Delete a story that readers never had; its media stay in the library.",
        discussion: "A story that was published is withdrawn instead, with `newsreel story kill`.")

    @OptionGroup var place: DataOptions
    @Flag(help: "Do not ask.") var yes = false
    @Argument(help: "Its identity.") var id: String

    func run() async throws {
        let named = try await NamedStory(id, place)
        let story = named.story
        let headline = story.content.headline.isEmpty ? "without a headline" : "“\(story.content.headline)”"
        if !yes, story.publication == nil {
            let versions = story.version == 1 ? "version" : "\(story.version) versions"
            try Terminal.confirm(
                "Delete the story \(Terminal.plain(headline)) (\(story.status.rawValue)) with its \(versions) and all comments for good?"
            )
        }
        do throws(StoreError) {
            try await named.opened.newsroom.deleteStory(story.id, version: story.version, by: .operatorOfMachine)
        } catch {
            throw CommandFailure(error.message)
        }
        Terminal.say("\(story.id) is deleted.")
        try named.opened.newsroom.close()
    }
}
