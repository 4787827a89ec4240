import TraceRules

/// The selected rules about one kind of subject, at work on one run.
struct RuleBench<Subject> {
    private let rules: [(slot: Int, run: RuleRun<Subject>)]

    /// Enters the rules into the ledger; those that are not selected stay out.
    init(_ rules: [Rule<Subject>], in ledger: inout RuleLedger) {
        self.rules = rules.compactMap { rule in ledger.enter(rule.facts).map { ($0, rule.run()) } }
    }

    /// Whether no rule about such subjects is selected.
    var isIdle: Bool { rules.isEmpty }

    func judge(_ subject: Subject, at place: PayloadPlace, into ledger: inout RuleLedger) {
        for (slot, run) in rules {
            var check = ledger.check(in: slot)
            run.judge(subject, &check)
            if check.judged > 0 { ledger.add(check, to: slot, at: place) }
        }
    }

    /// What only the end of a run can tell; it is no payload's.
    func finish(into ledger: inout RuleLedger) {
        for (slot, run) in rules {
            var check = ledger.check(in: slot)
            run.finish(&check)
            if check.judged > 0 { ledger.add(check, to: slot, at: .run) }
        }
    }
}
