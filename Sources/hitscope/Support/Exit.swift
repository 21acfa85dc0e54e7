import Glibc

/// Ends the program now.
func exit(_ status: ExitStatus) -> Never { Glibc.exit(status.rawValue) }
