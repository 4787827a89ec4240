#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Functions of the C library that its Swift import does not have.
enum SystemLibrary {
    /// Looks a function up by name; nil where the library lacks it, and in statically linked programs.
    ///
    /// - Parameter type: a `@convention(c)` type that has to agree with the function's declaration in C.
    static func function<Function>(_ name: String, as type: Function.Type) -> Function? {
        #if canImport(Darwin)
            let everywhere = UnsafeMutableRawPointer(bitPattern: -2)  // RTLD_DEFAULT
        #else
            let everywhere: UnsafeMutableRawPointer? = nil  // RTLD_DEFAULT
        #endif
        guard let address = dlsym(everywhere, name) else { return nil }
        // A C function value is its address.
        return unsafeBitCast(address, to: type)
    }
}
