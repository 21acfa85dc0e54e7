import CNcurses
import Glibc

/// What the program needs to know of the machine it runs on.
///
/// It lives here because C's interfaces to it take pointers, and this is the target that may.
package enum Machine {
    /// The wall clock, in microseconds since 1970.
    package static func wallMicroseconds() -> Int64 {
        var now = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &now)
        return Int64(now.tv_sec) * 1_000_000 + Int64(now.tv_nsec) / 1_000
    }

    /// How far local time is ahead of UTC at a moment, in seconds.
    package static func zoneSeconds(at wallMicroseconds: Int64) -> Int64 {
        var seconds = time_t(wallMicroseconds / 1_000_000)
        var parts = unsafe tm()
        guard unsafe localtime_r(&seconds, &parts) != nil else { return 0 }
        return unsafe Int64(parts.tm_gmtoff)
    }

    /// Microseconds of CPU this program has used since it started.
    package static func cpuMicroseconds() -> UInt64 {
        var usage = rusage()
        guard unsafe getrusage(Self.thisProcess, &usage) == 0 else { return 0 }
        let seconds = usage.ru_utime.tv_sec + usage.ru_stime.tv_sec
        let microseconds = usage.ru_utime.tv_usec + usage.ru_stime.tv_usec
        return UInt64(seconds * 1_000_000 + Int(microseconds))
    }

    /// `RUSAGE_SELF`, which C declares as an enumeration and takes as a number.
    private static let thisProcess: CInt = 0

    /// Bytes of RAM this program holds, or `nil` if the system does not tell.
    package static func memoryBytes() -> UInt64? {
        guard let text = firstBytes(ofFile: "/proc/self/statm", atMost: 128) else { return nil }
        let pages = text.split(separator: 0x20).dropFirst().first
        return pages.flatMap { UInt64(String(decoding: $0, as: UTF8.self)) }
            .map { $0 * UInt64(clamping: sysconf(CInt(_SC_PAGESIZE))) }
    }

    /// An environment variable's value, or `nil` if it is not set.
    package static func environment(_ name: String) -> String? {
        unsafe getenv(name).map { unsafe String(cString: $0) }
    }

    /// Overwrites a command-line argument where the system shows it to everybody, as `ps` does.
    package static func hideArgument(_ secret: String) {
        for index in 1..<max(1, Int(CommandLine.argc)) {
            guard let argument = unsafe CommandLine.unsafeArgv[index],
                unsafe String(cString: argument) == secret
            else { continue }
            unsafe memset(argument, 0x2A, strlen(argument))
        }
    }

    /// Removes a variable from the environment, so that nothing that is started sees it.
    package static func removeFromEnvironment(_ name: String) { unsafe unsetenv(name) }

    /// Whether standard output is a terminal.
    package static var outputIsTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

    /// Whether standard error is a terminal.
    package static var errorIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    /// Whether standard error takes what is written to it now; a terminal may have been stopped.
    package static var errorTakesOutput: Bool { cn_takes_output(STDERR_FILENO) == 1 }

    /// This process's number.
    package static var processID: Int32 { getpid() }

    /// Makes a write that fails say so by its error rather than by a signal that ends the program.
    ///
    /// These are a reader that went away (SIGPIPE) and a file at its largest allowed size (SIGXFSZ).
    package static func reportFailedWritesAsErrors() {
        _ = signal(SIGPIPE, SIG_IGN)
        _ = signal(SIGXFSZ, SIG_IGN)
    }

    /// The width of the window standard output is shown in, or `nil` if it is shown in none.
    package static var outputWidth: Int? {
        var size = winsize()
        guard unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
            return nil
        }
        return Int(size.ws_col)
    }

    private static func firstBytes(ofFile path: String, atMost count: Int) -> [UInt8]? {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { _ = Glibc.close(descriptor) }
        return read(descriptor, atMost: count)
    }

    /// The first bytes that can be read from a descriptor.
    private static func read(_ descriptor: CInt, atMost count: Int) -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: count)
        let length = unsafe Glibc.read(descriptor, &buffer, count)
        return length >= 0 ? Array(buffer[..<length]) : nil
    }
}

// Places for a server of our own.
extension Machine {
    /// The path of a program that the user could run by its name, or `nil` if there is none.
    package static func findProgram(_ name: String) -> String? {
        let folders = (environment("PATH") ?? "/usr/bin:/bin").split(separator: ":")
        return folders.map { "\($0)/\(name)" }.first { unsafe access($0, X_OK) == 0 }
    }

    /// Makes a folder that only this user can enter, under TMPDIR or /tmp; its path, or `nil`.
    package static func makeTemporaryFolder(_ prefix: String) -> String? {
        let parent =
            environment("TMPDIR").map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 } ?? "/tmp"
        var template = Array("\(parent)/\(prefix)XXXXXX".utf8CString)
        guard unsafe mkdtemp(&template) != nil else { return nil }
        return String(
            decoding: template.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) },
            as: UTF8.self
        )
    }

    /// A port of the loopback interface that nobody listens on, or `nil` if there is none.
    package static func freePort() -> Int? {
        let descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        defer { _ = Glibc.close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { raw in
                unsafe bind(descriptor, raw, length) == 0
                    && getsockname(descriptor, raw, &length) == 0
            }
        }
        return isBound ? Int(UInt16(bigEndian: address.sin_port)) : nil
    }
}

// Secrets.
extension Machine {
    /// Asks for a line on the terminal without showing it; `nil` if there is no terminal.
    package static func askSecret(_ prompt: String) -> [UInt8]? {
        let terminal = unsafe open("/dev/tty", O_RDWR | O_CLOEXEC)
        guard terminal >= 0 else { return nil }
        defer { _ = Glibc.close(terminal) }
        var saved = termios()
        guard unsafe tcgetattr(terminal, &saved) == 0 else { return nil }
        var quiet = saved
        quiet.c_lflag &= ~tcflag_t(ECHO)
        _ = unsafe tcsetattr(terminal, TCSAFLUSH, &quiet)
        defer {
            _ = unsafe tcsetattr(terminal, TCSAFLUSH, &saved)
            _ = unsafe write(terminal, "\n", 1)
        }
        _ = unsafe write(terminal, prompt, prompt.utf8.count)
        return read(terminal, atMost: 1_024).map { $0.last == 0x0A ? $0.dropLast() : $0 }
    }

    /// Why a file that should hold a secret is not read.
    package enum SecretFileProblem: Error, Equatable {
        /// The system's reason, such as "No such file or directory".
        case system(String)
        /// It is a folder, a link, a device or a pipe.
        case notAFile
        /// Somebody else owns it.
        case notYours
        /// Others may read or write it.
        case open
        /// It is empty, or has more in it than a line of text.
        case notASecret
    }

    /// Reads a password from a file that only its owner can read, without its line end.
    package static func readSecret(fromFile path: String) throws(SecretFileProblem) -> [UInt8] {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else {
            throw errno == ELOOP ? .notAFile : .system(unsafe String(cString: strerror(errno)))
        }
        defer { _ = Glibc.close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw .notAFile
        }
        guard status.st_uid == geteuid() || status.st_uid == 0 else { throw .notYours }
        guard status.st_mode & 0o077 == 0 else { throw .open }
        var bytes = read(descriptor, atMost: 4_096) ?? []
        if bytes.last == 0x0A { bytes.removeLast() }
        guard !bytes.isEmpty, bytes.count < 4_096, !bytes.contains(0) else { throw .notASecret }
        return bytes
    }
}
