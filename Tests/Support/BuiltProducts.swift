import Foundation

/// The programs of this package, as they were built beside the running tests.
package enum BuiltProducts {
    /// The path of a product: `.build/debug/hop-server`.
    package static func path(_ name: String) -> String { folder.appending(path: name).path }

    private static var folder: URL {
        #if os(macOS)
            // The tests run inside a helper of the toolchain; their bundle lies beside the products.
            for bundle in Bundle.allBundles where bundle.bundlePath.hasSuffix(".xctest") {
                return bundle.bundleURL.deletingLastPathComponent()
            }
        #endif
        return URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent()
    }
}
