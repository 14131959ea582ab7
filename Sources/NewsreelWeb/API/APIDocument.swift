import HTTPTypes
import NewsreelModel

extension APIRoutes {
    /// The document of the API.
    static let document: [APIRoute] = [
        APIRoute(
            .get, "openapi.json", .reporter, .read, "Read this document (OpenAPI 3.1).",
            gives: .object([
                APIField("openapi", .text), APIField("info", .anything), APIField("servers", .anything),
                APIField("paths", .anything), APIField("components", .anything),
            ])
        ) { api, _ in try .json(APIDocument.make(origin: api.site.origin)) }
    ]
}

/// The table of addresses as an OpenAPI document (spec.openapis.org, 3.1.1).
enum APIDocument {
    static func make(origin: String) -> JSONTree {
        var paths: [String: JSONTree] = [:]
        for (path, rows) in Dictionary(grouping: APIRoutes.all, by: path) {
            var item: [String: JSONTree] = [:]
            for row in rows { item[row.method.rawValue.lowercased()] = operation(row) }
            paths[path] = .object(item)
        }
        var schemas: [String: JSONTree] = ["Problem": APISchema.object(problem).tree]
        for (name, schema) in APISchemas.all { schemas[name] = schema.tree }
        // Problems of the one kind or the other have members of their own.
        if case .object(var shape)? = schemas["Problem"] {
            shape["additionalProperties"] = true
            schemas["Problem"] = .object(shape)
        }
        let scheme: JSONTree = ["type": "http", "scheme": "bearer", "description": "A key of the newsroom: nrk_…"]
        let info: JSONTree = [
            "title": "Newsreel", "version": "1",
            "description":
                "What the desk does, for programs. Files come by resumable uploads to /uploads, which are the IETF draft's own.",
        ]
        return [
            "openapi": "3.1.0", "info": info, "servers": [["url": .text(origin + "/api/v1")]],
            "paths": .object(paths),
            "components": ["securitySchemes": ["key": scheme], "schemas": .object(schemas)],
        ]
    }

    /// `/stories/{story}` of a row.
    static func path(_ row: APIRoute) -> String {
        "/" + row.pattern.map { $0.hasPrefix(":") ? "{\($0.dropFirst())}" : $0 }.joined(separator: "/")
    }

    private static let problem: [APIField] = [
        APIField("type", .text), APIField("title", .text), APIField("status", .integer), APIField("detail", .text),
        APIField("instance", .text, "The path that was asked."), APIField("request", .text, "Names the log line."),
        .optional(
            "errors", .list(.object([APIField("pointer", .text), APIField("detail", .text)])),
            "Every place in the content that cannot be."),
    ]

    private static func operation(_ row: APIRoute) -> JSONTree {
        let words = row.pattern.map { $0.hasPrefix(":") ? String($0.dropFirst()) : $0 }
        var operation: [String: JSONTree] = [
            "operationId": .text(([row.method.rawValue.lowercased()] + words).joined(separator: "-")),
            "summary": .text(row.summary), "tags": [.text(row.group)],
            "security": [["key": [.text(row.scope.rawValue)]]], "x-least-role": .text(row.least.rawValue),
            "responses": responses(row),
        ]
        let parameters = self.parameters(row)
        if !parameters.isEmpty { operation["parameters"] = .list(parameters) }
        if let takes = row.takes {
            operation["requestBody"] = [
                "required": true, "content": ["application/json": ["schema": takes.tree, "example": takes.example]],
            ]
        }
        return .object(operation)
    }

    private static func parameters(_ row: APIRoute) -> [JSONTree] {
        var parameters: [JSONTree] = row.pattern.filter { $0.hasPrefix(":") }.map { part in
            ["name": .text(String(part.dropFirst())), "in": "path", "required": true, "schema": ["type": "string"]]
        }
        parameters += row.query.map { parameter in
            [
                "name": .text(parameter.name), "in": "query", "required": .flag(parameter.isRequired),
                "description": .text(parameter.meaning), "schema": parameter.schema.tree,
            ]
        }
        func header(_ name: String, _ isRequired: Bool, _ meaning: String, _ schema: JSONTree) -> JSONTree {
            [
                "name": .text(name), "in": "header", "required": .flag(isRequired), "description": .text(meaning),
                "schema": schema,
            ]
        }
        if row.needsVersion {
            parameters.append(
                header("If-Match", true, "The ETag of what is changed, or *.", ["type": "string"]))
        }
        if row.method == .post {
            let schema: JSONTree = ["type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"]
            parameters.append(
                header("Idempotency-Key", false, "The same request with the same key is done once.", schema))
        }
        return parameters
    }

    private static func responses(_ row: APIRoute) -> JSONTree {
        var good: [String: JSONTree] = ["description": .text(row.summary)]
        if let gives = row.gives { good["content"] = ["application/json": ["schema": gives.tree]] }
        let bad: JSONTree = [
            "description": "Why it was not done (RFC 9457).",
            "content": ["application/problem+json": ["schema": ["$ref": "#/components/schemas/Problem"]]],
        ]
        return .object([String(row.status): .object(good), "default": bad])
    }
}

extension APIRoute {
    /// What it belongs to, for lists of addresses.
    var group: String { pattern.first ?? "" }
}

extension APISchema {
    /// The schema in the words of JSON Schema 2020-12.
    var tree: JSONTree {
        switch self {
        case .text(let choices, let format, let least, let most):
            var tree: [String: JSONTree] = ["type": "string"]
            if !choices.isEmpty { tree["enum"] = .list(choices.map(JSONTree.text)) }
            if let format { tree["format"] = .text(format.rawValue) }
            if least > 0 { tree["minLength"] = .whole(least) }
            if let most { tree["maxLength"] = .whole(most) }
            return .object(tree)
        case .integer(let range):
            guard let range else { return ["type": "integer"] }
            return ["type": "integer", "minimum": .whole(range.lowerBound), "maximum": .whole(range.upperBound)]
        case .number(let range):
            guard let range else { return ["type": "number"] }
            return ["type": "number", "minimum": .number(range.lowerBound), "maximum": .number(range.upperBound)]
        case .flag: return ["type": "boolean"]
        case .list(let schema, let most):
            var tree: [String: JSONTree] = ["type": "array", "items": schema.tree]
            if let most { tree["maxItems"] = .whole(most) }
            return .object(tree)
        case .object(let fields): return Self.tree(fields)
        case .kinds(let member, let kinds):
            return ["oneOf": .list(kinds.map { Self.tree($0.fields, kind: (member, $0.name)) })]
        case .named(let name): return ["$ref": .text("#/components/schemas/\(name)")]
        case .anything: return [:]
        }
    }

    private static func tree(_ fields: [APIField], kind: (member: String, name: String)? = nil) -> JSONTree {
        var properties: [String: JSONTree] = [:]
        if let kind { properties[kind.member] = ["const": .text(kind.name)] }
        for field in fields {
            var tree: [String: JSONTree] = [:]
            if field.isRequired {
                tree = ["allOf": [field.schema.tree]]
                if field.meaning.isEmpty, case .object(let plain) = field.schema.tree { tree = plain }
            } else {
                tree["anyOf"] = [field.schema.tree, ["type": "null"]]
                tree["default"] = field.fallback
            }
            if !field.meaning.isEmpty { tree["description"] = .text(field.meaning) }
            properties[field.name] = .object(tree)
        }
        let required = (kind.map { [$0.member] } ?? []) + fields.filter(\.isRequired).map(\.name)
        return [
            "type": "object", "properties": .object(properties), "required": .list(required.map(JSONTree.text)),
            "additionalProperties": false,
        ]
    }
}
