import TraceModel
import TraceRules

// MARK: Semantic conventions for resources: service

extension Rule<JudgedSpan> {
    static let serviceNameConstant = Rule(
        "content/resource/service-name-constant", "SEM-021", .should,
        "The service.name of a process does not change while it runs.",
        why: "One process looks like two services, and its traces like calls between them.",
        owner: .application, spec: "Semantic conventions, service.name",
        good: "host.name=a process.pid=7 service.name=shop",
        bad: "host.name=a process.pid=7 service.name=shop, then cart",
        remembering: ServiceNameMemory()
    ) { judged, memory, check in
        guard let process = memory.finder.process(of: judged.span.resource), let name = judged.span.serviceName,
            let known = memory.name(of: process, saying: name)
        else { return }
        check.expect(
            known == name,
            else: judged.violation(
                at: "resource.attributes[\"service.name\"]", expected: "\(known.quoted), as before",
                actual: name.quoted))
    }

    static let instanceIDDiffers = Rule(
        "content/resource/instance-id-differs", "SEM-022", .warning,
        "Instances of a service that run at the same time have different values of service.instance.id.",
        why: "The numbers of several processes are added up as if they were one.",
        owner: .application, spec: "Semantic conventions, service.instance.id",
        good: "process.pid=7 service.instance.id=627cc493",
        bad: "process.pid=7 and process.pid=8 service.instance.id=627cc493",
        remembering: InstanceMemory()
    ) { judged, memory, check in
        guard let process = memory.finder.process(of: judged.span.resource), let service = judged.span.serviceName,
            case .string(let id)? = judged.span.resource.attributes["service.instance.id"]
        else { return }
        let namespace = judged.span.resource.attributes["service.namespace"]?.description ?? ""
        let instance = InstanceMemory.Instance(namespace: namespace, service: service, id: id)
        let other = memory.processRunningBeside(process, as: instance)
        check.expect(
            other == nil,
            else: judged.violation(
                at: "resource.attributes[\"service.instance.id\"]",
                expected: "another id than that of \(other.map(\.description) ?? "")", actual: id.quoted))
    }
}

/// A process as its resource names it: `pid 7 on host web-1`.
private struct ProcessIdentity: Hashable, CustomStringConvertible {
    let host: String
    let pid: String

    /// nil where a resource tells too little: a pid alone is the same in many containers.
    init?(_ resource: Resource) {
        guard !resource.attributes.isEmpty, let pid = resource.attributes["process.pid"] else { return nil }
        let hosts = ["container.id", "host.id", "host.name"].compactMap { resource.attributes[$0]?.description }
        guard let host = hosts.first else { return nil }
        self.host = host
        self.pid = pid.description
    }

    var description: String { "pid \(pid) on \(host)" }
}

/// Finds the process of a resource, the last one without looking: neighbours share it.
private struct ProcessFinder {
    private var resource = Resource()
    private var found: ProcessIdentity?

    mutating func process(of resource: Resource) -> ProcessIdentity? {
        if resource != self.resource {
            self.resource = resource
            found = ProcessIdentity(resource)
        }
        return found
    }
}

private struct ServiceNameMemory {
    var finder = ProcessFinder()
    private var names: [ProcessIdentity: String] = [:]
    private static let keptProcesses = 4096

    /// The name that a process said first; nil when there is no room for it.
    mutating func name(of process: ProcessIdentity, saying name: String) -> String? {
        if let known = names[process] { return known }
        guard names.count < Self.keptProcesses else { return nil }
        names[process] = name
        return name
    }
}

/// Which processes bore an instance id, to tell a restart from two that run at once: the old process comes back.
private struct InstanceMemory {
    struct Instance: Hashable {
        let namespace: String
        let service: String
        let id: String
    }

    var finder = ProcessFinder()
    private var processes: [Instance: (current: ProcessIdentity, earlier: Set<ProcessIdentity>)] = [:]
    private static let keptInstances = 4096
    /// Restarts of one instance that are told apart.
    private static let keptProcesses = 64

    /// The process that sent spans under the same id meanwhile; nil when there is none.
    mutating func processRunningBeside(_ process: ProcessIdentity, as instance: Instance) -> ProcessIdentity? {
        guard let known = processes[instance] else {
            if processes.count < Self.keptInstances { processes[instance] = (process, []) }
            return nil
        }
        guard known.current != process else { return nil }
        processes[instance]?.current = process
        if known.earlier.count < Self.keptProcesses { processes[instance]?.earlier.insert(known.current) }
        return known.earlier.contains(process) ? known.current : nil
    }
}
