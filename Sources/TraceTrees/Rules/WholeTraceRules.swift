import TraceRules

/// What is asked of traces as a whole.
public enum WholeTraceRules {
    public static let all: [Rule<JudgedTrace>] = []
}
