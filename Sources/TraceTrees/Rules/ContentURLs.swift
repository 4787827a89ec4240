import TraceModel
import TraceRules

// MARK: Semantic conventions: http.route, url.full, url.query

extension Rule<JudgedSpan> {
    static let routeTemplate = Rule(
        "content/http/route-template", "SEM-007", .must,
        "http.route is a template: routes of one service do not differ in an identifier alone.",
        why: "Metrics and groups by route get a series for every object that anybody asks for.",
        owner: .instrumentation, spec: "Semantic conventions, http.route",
        good: "http.route=/users/{id}", bad: "http.route=/users/314, /users/315, /users/316",
        remembering: RouteMemory()
    ) { judged, memory, check in
        guard let route = judged.attributes.text(.route), judged.followsOpenTelemetry else { return }
        let others = memory.routes(like: route, of: judged.span.serviceName ?? "")
        check.expect(
            others.isEmpty,
            else: judged.violation(
                at: .route, expected: "one template for \(others.map(\.quoted).joined(separator: ", ")) and this one",
                actual: route.quoted))
    }

    static let urlCredentials = Rule(
        "content/http/url-credentials", "SEM-008", .must, "The URL of a request has no user name with a password.",
        why: "Whoever may read traces reads the password.",
        owner: .instrumentation, spec: "Semantic conventions, url.full",
        good: "url.full=https://REDACTED:REDACTED@shop/", bad: "url.full=https://user:secret@shop/"
    ) { judged, check in
        guard judged.followsOpenTelemetry else { return }
        for key in [SemanticKey.fullURL, .oldURL] {
            let url = key == .fullURL ? judged.fullURL : judged.attributes.text(key).flatMap(WrittenURL.init)
            guard let url else { continue }
            // What was found is not shown: a report is read by more people than a trace.
            check.expect(
                !url.hasPassword,
                else: judged.violation(
                    at: key, expected: "a URL without password, or REDACTED:REDACTED@ before its host",
                    actual: "a user name and a password"))
        }
    }

    static let urlSignatures = Rule(
        "content/http/url-signatures", "SEM-009", .should,
        "Signatures and credentials in the query of a URL are redacted.",
        why: "Whoever may read traces can use the signed URL.",
        owner: .instrumentation, spec: "Semantic conventions, url.full, url.query",
        good: "url.full=https://shop/?sig=REDACTED", bad: "url.full=https://shop/?sig=abcd"
    ) { judged, check in
        for key in [SemanticKey.fullURL, .urlQuery] {
            let query = key == .fullURL ? judged.fullURL?.query : judged.attributes.text(key)?[...]
            guard let query else { continue }
            for parameter in SensitiveParameter.all(in: query) {
                check.expect(
                    parameter.isRedacted,
                    else: judged.violation(
                        at: key, expected: "\(parameter.name)=REDACTED", actual: "a value of \(parameter.name)"))
            }
        }
    }
}

extension WrittenURL {
    /// Whether somebody could log in with it: placeholders of any kind are none.
    fileprivate var hasPassword: Bool {
        guard let userInfo, let colon = userInfo.firstIndex(of: ":") else { return false }
        let password = userInfo[userInfo.index(after: colon)...].lowercased()
        let isMask = ["*", "x", "%2a"].contains { mask in
            !password.isEmpty && password.replacing(mask, with: "").isEmpty
        }
        return !password.isEmpty && !isMask && !["redacted", "[redacted]", "%5bredacted%5d"].contains(password)
    }
}

/// A parameter of a query that lets its reader act for the sender.
private struct SensitiveParameter {
    let name: Substring
    let isRedacted: Bool

    static let names: Set<Substring> = [
        "sig", "Signature", "X-Amz-Signature", "X-Amz-Credential", "X-Amz-Security-Token", "AWSAccessKeyId",
        "X-Goog-Signature",
    ]

    static func all(in query: Substring) -> [SensitiveParameter] {
        query.utf8.split(whereSeparator: { $0 == UInt8(ascii: "&") || $0 == UInt8(ascii: "?") }).compactMap { pair in
            guard let equals = pair.firstIndex(of: UInt8(ascii: "=")), let first = pair.first,
                initials.contains(first), names.contains(Substring(pair[..<equals]))
            else { return nil }
            let value = Substring(pair[pair.index(after: equals)...]).lowercased()
            let isMask = value.isEmpty || value.contains("redacted") || value.allSatisfy { $0 == "*" }
            return SensitiveParameter(name: Substring(pair[..<equals]), isRedacted: isMask)
        }
    }

    /// The first letters of ``names``.
    private static let initials = Set(names.compactMap(\.utf8.first))
}

/// The first routes of each shape that have an identifier in them: a single one may be static, as `/oauth/20` is.
private struct RouteMemory {
    private struct Shape: Hashable {
        let service: String
        let text: String
    }

    private var seen: [Shape: [String]] = [:]

    /// How many different routes of a shape are no accident.
    private static let enough = 3
    private static let keptShapes = 4096

    /// The routes that differ from this one in identifiers alone, when they are enough with it: once for each shape.
    mutating func routes(like route: String, of service: String) -> [String] {
        guard let shape = IdentifierText.shape(of: route) else { return [] }
        let key = Shape(service: service, text: shape)
        var routes = seen[key] ?? []
        if routes.contains(route) || routes.count >= Self.enough { return [] }
        guard !routes.isEmpty || seen.count < Self.keptShapes else { return [] }
        let others = routes
        routes.append(route)
        seen[key] = routes
        return routes.count == Self.enough ? others : []
    }
}
