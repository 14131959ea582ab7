/// Where a story stands between desk and reader.
package enum StoryStatus: String, Sendable, Codable, CaseIterable {
    case draft
    case inReview = "in-review"
    case approved
    case scheduled
    case published
    /// Withdrawn: its address answers 410 with a notice.
    case killed
}

/// What the desk does to a story.
package enum StoryStep: String, Sendable, CaseIterable {
    case submit
    case sendBack = "send-back"
    case approve
    case schedule
    case unschedule
    case publish
    case kill
    case reinstate
}

/// A step that the story's status does not allow.
package struct StoryStepError: Error, Hashable, Sendable, CustomStringConvertible {
    package let status: StoryStatus
    package let step: StoryStep

    package init(status: StoryStatus, step: StoryStep) {
        self.status = status
        self.step = step
    }

    package var description: String {
        "A story that is \(status.rawValue) does not take the step \(step.rawValue)."
    }
}

extension StoryStatus {
    /// The status after `step`.
    package func taking(_ step: StoryStep) throws(StoryStepError) -> StoryStatus {
        switch (self, step) {
        case (.draft, .submit): .inReview
        case (.inReview, .sendBack), (.approved, .sendBack): .draft
        case (.inReview, .approve), (.draft, .approve): .approved
        case (.approved, .schedule), (.draft, .schedule), (.inReview, .schedule), (.scheduled, .schedule): .scheduled
        case (.scheduled, .unschedule): .approved
        case (.draft, .publish), (.inReview, .publish), (.approved, .publish), (.scheduled, .publish): .published
        case (.published, .publish): .published
        case (.published, .kill): .killed
        case (.killed, .reinstate): .draft
        default: throw StoryStepError(status: self, step: step)
        }
    }
}
