import Foundation

/// What a process has used so far, as `/proc` tells it.
struct ProcessUsage {
    /// CPU seconds, user and system.
    var seconds: Double
    /// Bytes of RAM.
    var residentBytes: Double

    init(of process: Int32) throws {
        let stat = try String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
        // The name, in parentheses, may hold blanks.
        let fields = stat.split(separator: ")").last?.split(separator: " ") ?? []
        let ticks = (Double(fields[11]) ?? 0) + (Double(fields[12]) ?? 0)
        seconds = ticks / Double(sysconf(CInt(_SC_CLK_TCK)))
        let pages = try String(contentsOfFile: "/proc/\(process)/statm", encoding: .utf8)
        let resident = Double(pages.split(separator: " ")[1]) ?? 0
        residentBytes = resident * Double(sysconf(CInt(_SC_PAGESIZE)))
    }
}

/// The processor time that this thread has used, in microseconds: what others run does not count.
func threadMicroseconds() -> Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) * 1e6 + Double(time.tv_nsec) / 1e3
}
