import Foundation
import Testing
import TracePlatform

@Suite struct EnvironmentTests {
    @Test func variablesAreThoseOfTheProcess() {
        let expected = ProcessInfo.processInfo.environment
        #expect(Environment.all == expected)
        #expect(Environment.get("PATH") == expected["PATH"])
        #expect(Environment.get("NO_SUCH_VARIABLE_HERE") == nil)
        #expect(Environment.get("PATH\0") == nil)
    }

    @Test func thePlaceOfTheProcessIsKnown() throws {
        #expect(Environment.workingDirectory == FileManager.default.currentDirectoryPath)
        #if os(Linux)
            #expect(
                Environment.hostname + "\n"
                    == String(decoding: try Files.read("/proc/sys/kernel/hostname"), as: UTF8.self))
        #endif
        let path = try #require(Environment.executablePath)
        #expect(path.hasPrefix("/") && FileManager.default.isExecutableFile(atPath: path))
    }
}
