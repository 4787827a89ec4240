import TraceRules

/// What is asked of every request over HTTP, whatever it carries.
public enum HTTPRules {
    public static let all: [Rule<CarriedPayload>] = []
}
