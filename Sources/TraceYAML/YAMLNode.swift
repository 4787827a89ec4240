/// A value of a YAML text together with the place where it stands.
package struct YAMLNode: Sendable {
    package enum Content: Sendable {
        case scalar(YAMLScalar)
        case sequence([YAMLNode])
        /// The entries in the order of the text; no key occurs twice.
        case mapping([YAMLEntry])
    }

    /// What it holds; for an alias what the anchored node holds.
    package let content: Content
    /// The value's own bytes: from the first to the last character of a scalar with its quotes, of a collection with
    /// its brackets; for an alias `*name`. Empty, and directly behind the indicator, for a value that nobody wrote.
    /// A block scalar reaches from its `|` or `>` to the end of its last line that is not empty.
    package let range: YAMLRange
    /// The `&name` in front of it; absent for most nodes.
    package var anchor: YAMLAnchor?
    /// Set when the node was written as `*name`: where its content really stands.
    package let alias: YAMLAlias?
    /// Whether a collection was written with brackets; false for scalars.
    package let isFlow: Bool

    /// Nodes below and including it, aliases counted as what they stand for.
    let weight: Int
    /// Levels of collections from here down; 0 for a scalar.
    let height: Int

    package var scalar: YAMLScalar? {
        guard case .scalar(let scalar) = content else { return nil }
        return scalar
    }

    package var sequence: [YAMLNode]? {
        guard case .sequence(let items) = content else { return nil }
        return items
    }

    package var mapping: [YAMLEntry]? {
        guard case .mapping(let entries) = content else { return nil }
        return entries
    }

    /// The value of a key; `nil` when there is none, or when this is not a mapping.
    package subscript(_ key: String) -> YAMLNode? {
        mapping?.first { $0.key.scalar?.value == key }?.value
    }
}

/// A key with its value.
package struct YAMLEntry: Sendable {
    /// Always a scalar, or an alias of one.
    package let key: YAMLNode
    /// Where the `:` stands; absent for a key alone, as in `{ key }`.
    package let colon: YAMLPosition?
    package let value: YAMLNode
}

/// A name given to a node: `&name`.
package struct YAMLAnchor: Hashable, Sendable {
    /// The name without `&`: ASCII letters, digits, `-`, `_` and `.`.
    package let name: String
    package let range: YAMLRange
}

/// The use of an anchored node: `*name`.
package struct YAMLAlias: Hashable, Sendable {
    /// The name without `*`.
    package let name: String
    /// Where the node stands that it names.
    package let target: YAMLRange
}
