/// Why a target could not be understood.
package struct TargetError: Error, Equatable, CustomStringConvertible {
    /// One line: what was given, what is wrong with it, and what is expected.
    package let description: String
}
