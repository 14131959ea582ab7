import HTTPTypes
import NewsreelModel
import NewsreelPages

/// The API for people: every address of the table, what it takes and gives, and how to ask it.
extension Desk {
    func apiReference(_ asked: DeskRequest) async throws -> DeskAnswer {
        let groups = Dictionary(grouping: APIRoutes.all, by: \.group).sorted { $0.key < $1.key }
        let origin = site.origin
        let shown: [[String: DeskValue]] = groups.map { name, rows in
            ["name": .text(name), "id": .text("group-" + name), "rows": .list(rows.map { Self.row($0, origin) })]
        }
        let shapes: [[String: DeskValue]] = APISchemas.all.map { shape in
            ["name": .text(shape.name), "id": .text("shape-" + shape.name), "outline": .text(shape.schema.outline())]
        }
        return .page(
            DeskView(
                template: "api-reference", title: "The API",
                values: [
                    "groups": .list(shown), "shapes": .list(shapes),
                    "document": .text(site.path(SiteURL(edition: nil, .api(["openapi.json"])))),
                    "keys": .text(asked.user?.role == .administrator ? path(.api) : ""),
                ]))
    }

    private static func row(_ row: APIRoute, _ origin: String) -> [String: DeskValue] {
        var parameters: [[String: DeskValue]] = row.query.map { parameter in
            [
                "name": .text(parameter.name), "kind": .text(parameter.schema.outline()),
                "meaning": .text(parameter.meaning),
            ]
        }
        if row.needsVersion {
            parameters.append([
                "name": "If-Match", "kind": "header", "meaning": "The ETag of what is changed; it has to be sent.",
            ])
        }
        if row.method == .post {
            parameters.append([
                "name": "Idempotency-Key", "kind": "header",
                "meaning": "The same request with the same key is done once within a day.",
            ])
        }
        return [
            "method": .text(row.method.rawValue), "path": .text("/api/v1" + APIDocument.path(row)),
            "summary": .text(row.summary), "scope": .text(row.scope.rawValue), "least": .text(row.least.rawValue),
            "parameters": .list(parameters), "takes": .text(row.takes?.outline() ?? ""),
            "gives": .text(row.gives?.outline() ?? ""), "status": .text("\(row.status)"),
            "command": .text(row.command(origin: origin)),
        ]
    }
}
