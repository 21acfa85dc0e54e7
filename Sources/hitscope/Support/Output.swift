import SystemPackage

/// Says something on standard error, in one line.
func warn(_ message: String) {
    let line = Array("hitscope: \(message)\n".utf8)
    _ = try? FileDescriptor.standardError.writeAll(line)
}

/// Writes to standard output; a reader that has gone away is no error.
func printOut(_ text: String, terminator: String = "\n") {
    _ = try? FileDescriptor.standardOutput.writeAll(Array((text + terminator).utf8))
}

/// Writes to standard error as it is.
func printError(_ text: String) {
    _ = try? FileDescriptor.standardError.writeAll(Array(text.utf8))
}
