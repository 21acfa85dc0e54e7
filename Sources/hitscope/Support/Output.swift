import Painting
import SystemPackage

/// Says something on standard error, in one line: arguments and names of files may hold anything.
func warn(_ message: String) {
    let line = Array("hitscope: \(harmlessLine(message))\n".utf8)
    _ = try? FileDescriptor.standardError.writeAll(line)
}

/// Writes the result to standard output; a reader that has gone away is no error, a full disk is.
func printOut(_ text: String, terminator: String = "\n") {
    do {
        try FileDescriptor.standardOutput.writeAll(Array((text + terminator).utf8))
    } catch Errno.brokenPipe {
        return
    } catch {
        warn("cannot write the result: \(error)")
        exit(.lostData)
    }
}

/// Writes to standard error as it is.
func printError(_ text: String) {
    _ = try? FileDescriptor.standardError.writeAll(Array(text.utf8))
}
