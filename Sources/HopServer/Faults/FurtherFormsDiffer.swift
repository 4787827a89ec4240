import TraceModel

extension HopFault {
    /// Every form but the first says another name: no form is wrong in itself, and they do not agree.
    static let furtherFormsDiffer = HopFault(
        "further-forms-differ", "the forms beside the first name the spans otherwise (--also-export)"
    ) { hooks, _ in
        hooks.batchedFurther.append { batch in
            for index in batch.indices { batch[index].name += "?" }
        }
    }
}
