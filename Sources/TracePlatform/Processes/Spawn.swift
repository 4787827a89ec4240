#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

#if canImport(Darwin)
    private typealias FileActions = posix_spawn_file_actions_t?
    private typealias Attributes = posix_spawnattr_t?
#else
    private typealias FileActions = posix_spawn_file_actions_t
    private typealias Attributes = posix_spawnattr_t
#endif

/// Starts a process with `posix_spawn`: the given descriptors as its standard streams (`nil` leaves a stream as it is),
/// no other descriptor, no blocked signal, every signal's default action.
func spawn(_ command: ChildCommand, streams: [Int32?]) throws(ProcessError) -> pid_t {
    let texts = [command.executable] + command.arguments + command.environment.flatMap { [$0.key, $0.value] }
    guard !texts.contains(where: { $0.utf8.contains(0) }) else {
        throw ProcessError(operation: "run", subject: command.executable, errno: EINVAL)
    }
    // posix_spawn would report a missing directory with the same number as a missing executable.
    if let directory = command.workingDirectory, !Files.isDirectory(directory) {
        throw ProcessError(operation: "run \(command.executable) in", subject: directory, errno: ENOENT)
    }

    #if canImport(Darwin)
        var actions: FileActions = nil
        var attributes: Attributes = nil
    #else
        var actions = FileActions()
        var attributes = Attributes()
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }

    var failure = prepare(&actions, streams: streams, workingDirectory: command.workingDirectory)
    if failure == 0 { failure = prepare(&attributes, command.group) }
    var child: pid_t = 0
    if failure == 0 {
        let variables = command.environment.map { "\($0.key)=\($0.value)" }.sorted()
        failure = withCStrings([command.executable] + command.arguments) { arguments in
            withCStrings(variables) { environment in
                posix_spawn(&child, command.executable, &actions, &attributes, arguments, environment)
            }
        }
    }
    guard failure == 0 else { throw ProcessError(operation: "run", subject: command.executable, errno: failure) }
    return child
}

private func prepare(_ actions: inout FileActions, streams: [Int32?], workingDirectory: String?) -> Int32 {
    for (number, descriptor) in streams.enumerated() {
        #if !canImport(Darwin)
            // Left as it is, open or not. (On Darwin only what is named here is inherited.)
            if descriptor == nil { continue }
        #endif
        // A child's stream is a duplicate, and a duplicate is not closed on exec.
        let number = Int32(truncatingIfNeeded: number)  // 0, 1 or 2
        let failure = posix_spawn_file_actions_adddup2(&actions, descriptor ?? number, number)
        guard failure == 0 else { return failure }
    }
    if let workingDirectory {
        let failure = changeDirectory(&actions, workingDirectory)
        guard failure == 0 else { return failure }
    }
    #if !canImport(Darwin)
        // Belt and braces: our descriptors are closed on exec, those of code that we do not own may not be.
        if let closeFrom { return closeFrom(&actions, 3) }
    #endif
    return 0
}

private func prepare(_ attributes: inout Attributes, _ group: ChildCommand.Group) -> Int32 {
    var flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
    var all = sigset_t()
    sigfillset(&all)
    // These two have no other action, and some systems refuse to be asked for it.
    sigdelset(&all, SIGKILL)
    sigdelset(&all, SIGSTOP)
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setsigmask(&attributes, &none)
    switch group {
    case .inherited: break
    case .own, .ownEndingWithLeader:
        flags |= POSIX_SPAWN_SETPGROUP
        posix_spawnattr_setpgroup(&attributes, 0)  // 0: the child's own process id
    }
    #if canImport(Darwin)
        flags |= POSIX_SPAWN_CLOEXEC_DEFAULT
    #endif
    return posix_spawnattr_setflags(&attributes, Int16(truncatingIfNeeded: flags))  // the flags are below 2^15
}

#if canImport(Darwin)
    private func changeDirectory(_ actions: inout FileActions, _ path: String) -> Int32 {
        posix_spawn_file_actions_addchdir_np(&actions, path)
    }
#else
    // Both came after POSIX_SPAWN itself (glibc 2.29 and 2.34, musl 1.1.24 and none), and Glibc's import lacks them.
    private let addChangeDirectory =
        dynamicSymbol(
            "posix_spawn_file_actions_addchdir_np",
            as: (@Sendable @convention(c) (UnsafeMutablePointer<FileActions>, UnsafePointer<CChar>) -> Int32).self)
    private let closeFrom =
        dynamicSymbol(
            "posix_spawn_file_actions_addclosefrom_np",
            as: (@Sendable @convention(c) (UnsafeMutablePointer<FileActions>, Int32) -> Int32).self)

    private func changeDirectory(_ actions: inout FileActions, _ path: String) -> Int32 {
        addChangeDirectory?(&actions, path) ?? ENOSYS
    }
#endif

/// Calls with a null-terminated array of C strings, which live as long as the call.
private func withCStrings<Result>(
    _ texts: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
    // strdup copies; a null for lack of memory would only shorten the array, never end it late.
    var pointers = texts.map { strdup($0) }
    defer { for pointer in pointers { free(pointer) } }
    pointers.append(nil)
    return pointers.withUnsafeBufferPointer { buffer in
        guard let base = buffer.baseAddress else { fatalError("an array with at least one element has an address") }
        return body(base)
    }
}
