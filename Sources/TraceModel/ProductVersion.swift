/// The version of the package, as its programs print it and the spans of its hops carry it.
package enum ProductVersion {
    package static let text = "0.1.0"
}
