// swift-tools-version: 6.3
import PackageDescription

/// An exporter of spans, and tests of it against a collector that runs in the test itself. Read the tests first.
let package = Package(
    name: "ExporterTests",
    platforms: [.macOS(.v15)],
    dependencies: [
        // By its name, since a package that is depended on by path else bears that of its folder.
        .package(name: "trace-harness", path: "../..")
    ],
    targets: [
        .target(name: "TinyExporter"),
        .testTarget(
            name: "TinyExporterTests",
            dependencies: ["TinyExporter", .product(name: "FakeCollector", package: "trace-harness")]),
    ]
)
