/// What a text may cost. Aliases let a kilobyte stand for gigabytes, and nesting costs stack, so all are bounded.
package struct YAMLLimits: Sendable {
    /// Bytes of the whole text; 1 MiB. Configuration is kilobytes; a file given by mistake should not fill the memory.
    package var bytes = 1 << 20
    /// Collections inside collections, through aliases too; 64. Stops `[[[[…`, which would exhaust the stack.
    package var depth = 64
    /// Nodes of the tree with every alias counted as what it stands for; 100,000.
    /// Stops the "billion laughs": anchors that each name the one before several times.
    package var nodes = 100_000

    package init() {}
}
