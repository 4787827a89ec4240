/// What a child process runs, and how it is tied to this one. Nothing is inherited that is not said here.
package struct ChildCommand: Sendable {
    /// Where the child's standard input comes from.
    package enum Input: Sendable {
        /// A pipe into which nothing is written: its end tells the child that its parent let go or died.
        /// (`PR_SET_PDEATHSIG` cannot do this: it fires when the *thread* that spawned the child ends.)
        case lifeline
        /// The same stream of this process.
        case inherited
        case null
    }

    /// Where a stream of the child's output goes.
    package enum Output: Sendable {
        /// A pipe that this process must drain, since a full pipe stops the child.
        case piped
        /// The same stream of this process.
        case inherited
        case null
    }

    /// The process group: who is hit by a Ctrl-C on the terminal and by a signal to the group.
    package enum Group: Sendable {
        case inherited
        /// The child leads a group of its own. What it started may survive it.
        case own
        /// The same, and when the leader ends, the rest of the group is killed.
        case ownEndingWithLeader
    }

    /// A path with a slash, or relative to the working directory of this process; `PATH` is not searched.
    package var executable: String
    /// The arguments without the program's name.
    package var arguments: [String]
    /// All of the child's environment.
    package var environment: [String: String]
    /// `nil` for this process's own.
    package var workingDirectory: String?
    package var group = Group.inherited
    package var input = Input.lifeline
    package var output = Output.piped
    package var error = Output.piped

    package init(
        _ executable: String, _ arguments: [String] = [], environment: [String: String] = [:],
        workingDirectory: String? = nil, group: Group = .inherited
    ) {
        self.executable = executable
        self.arguments = arguments
        self.environment = environment
        self.workingDirectory = workingDirectory
        self.group = group
    }
}
