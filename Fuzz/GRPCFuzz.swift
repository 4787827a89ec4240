import TraceBytes
import TraceTransport

/// Calls and answers of gRPC under libFuzzer: no input traps, a call that is taken was one message and nothing else, and an
/// answer is a success with a message or none of both.
///
/// An input is the fields of a call, each a value behind an octet that is its length, and then all DATA.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzGRPC(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    var rest = Array(UnsafeBufferPointer(start: start, count: count))[...]
    var headers = HeaderFields([("content-type", "application/grpc")])
    var trailers = HeaderFields()
    for name in ["grpc-encoding", "grpc-timeout", "grpc-accept-encoding", "x-bin"] {
        if let value = takeValue(&rest) { headers.append(name: name.utf8, value: value) }
    }
    for name in ["grpc-status", "grpc-message", "grpc-status-details-bin"] {
        if let value = takeValue(&rest) { trailers.append(name: name.utf8, value: value) }
    }
    let data = Array(rest)
    let head = HTTPRequestHead(method: "POST", target: "/a.B/C", version: .http2, headers: headers)
    do throws(GRPCRefusal) {
        let call = try GRPCCall(HTTPRequest(head, body: data))
        _ = call.head.metadata.binaryValues("x-bin")
        guard call.message.framed == data else { fatalError("not what was sent: \(call.message)") }
    } catch {
        let told = GRPCResponse(error.response).status
        guard told == error.status, told.code != .ok else { fatalError("\(error) is told as \(told)") }
    }
    let response = GRPCResponse(
        HTTPResponse(HTTPResponseHead(status: 200, headers: headers), body: data, trailers: trailers))
    _ = response.status.retryInfo
    guard (response.content == nil) == (response.status.code != .ok) else { fatalError("\(response)") }
    expectSame(response.status)
    return 0
}

/// The next value; nil where its length is 255, for a field that is not there.
private func takeValue(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    guard let length = rest.popFirst(), length < 255 else { return nil }
    defer { rest = rest.dropFirst(Int(length)) }
    return rest.prefix(Int(length))
}

/// What was read is written and read again.
private func expectSame(_ status: GRPCStatus) {
    var fields = HeaderFields()
    status.append(to: &fields)
    guard GRPCStatus(in: fields) == status else { fatalError("not the same: \(fields.lines)") }
}
