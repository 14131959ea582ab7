import Foundation
import NewsreelModel
import Yams

/// A newsroom as `newsroom.yaml` describes it: its editions and what stands on their front pages.
struct NewsroomPlan: Decodable {
    struct EditionPlan: Decodable {
        let code: String
        let isDefault: Bool?
        let language: String
        let direction: Edition.Direction?
        let timezone: String
        let name: String
        let masthead: String
        let tagline: String?
        let sections: [Section]?

        private enum CodingKeys: String, CodingKey {
            case code, language, direction, timezone, name, masthead, tagline, sections
            case isDefault = "default"
        }
    }

    struct FrontPlan: Decodable {
        let lead: String?
        let seconds: [String]?
    }

    let editions: [EditionPlan]
    let frontpages: [String: FrontPlan]?

    static func read(_ path: String) throws -> NewsroomPlan {
        do {
            return try YAMLDecoder().decode(NewsroomPlan.self, from: String(contentsOfFile: path, encoding: .utf8))
        } catch {
            throw CommandFailure("\(path) does not describe a newsroom: \(error)", exitCode: 2)
        }
    }

    /// The editions, checked; the one marked as default, or the first.
    func checkedEditions() throws -> (editions: [Edition], standard: String) {
        var result: [Edition] = []
        for plan in editions {
            guard Edition.isCode(plan.code), !Site.isTaken(plan.code) else {
                throw CommandFailure(
                    "“\(plan.code)” is no code for an edition: use lower-case letters and hyphens, such as en or pt-br.",
                    exitCode: 2)
            }
            guard let zone = Zone(plan.timezone) else {
                throw CommandFailure(
                    "“\(plan.timezone)” is no time zone: use a name such as Europe/Amsterdam.", exitCode: 2)
            }
            guard !result.contains(where: { $0.code == plan.code }) else {
                throw CommandFailure("The edition \(plan.code) is described twice.", exitCode: 2)
            }
            for section in plan.sections ?? [] where !Slug.isValid(section.slug) {
                throw CommandFailure(
                    "“\(section.slug)” is no slug for a section: use lower-case letters, digits and hyphens.",
                    exitCode: 2)
            }
            result.append(
                Edition(
                    code: plan.code, isDefault: plan.isDefault ?? false, language: plan.language,
                    direction: plan.direction ?? .ltr,
                    zone: zone, name: plan.name, masthead: plan.masthead, tagline: plan.tagline,
                    sections: plan.sections ?? []))
        }
        guard let standard = result.first(where: \.isDefault) ?? result.first else {
            throw CommandFailure("A newsroom needs at least one edition.", exitCode: 2)
        }
        return (result, standard.code)
    }
}
