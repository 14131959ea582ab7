/// Where a picture stands on a page: decides its `sizes` (from the theme's `pictures.yaml`) and how large it is offered.
enum PicturePlace: String, CaseIterable, Sendable {
    case lead, body, gallery, related, list, hit
    case frontLead = "front-lead"
    case frontSecond = "front-second"
    case frontRow = "front-row"

    /// The widest rendition worth offering, in pixels.
    var widest: Int {
        switch self {
        case .lead, .frontLead, .body: 1920
        case .frontRow, .frontSecond: 1280
        case .gallery, .list: 960
        case .related, .hit: 640
        }
    }
}
