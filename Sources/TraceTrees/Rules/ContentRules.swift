import TraceRules

/// What is asked of the content of spans, whatever their form.
public enum ContentRules {
    public static let all: [Rule<JudgedSpan>] = [
        .exportUntraced
    ]
}
