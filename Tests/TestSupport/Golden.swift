import Foundation
package import Painting
package import Testing

/// A picture kept in `Tests/Fixtures/screens`: what stands in each cell, and what it means.
///
/// `UPDATE_GOLDENS=1 swift test` writes the pictures anew; look at what changed before committing.
package enum Golden {
    /// Compares a canvas with the picture of that name.
    package static func expect(
        _ canvas: Canvas,
        named name: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let picture = picture(of: canvas)
        let file = Fixture.root.appending(path: "screens/\(name).txt")
        if ProcessInfo.processInfo.environment["UPDATE_GOLDENS"] == "1" {
            let folder = file.deletingLastPathComponent()
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try Data(picture.utf8).write(to: file)
            return
        }
        let kept = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        guard picture != kept else { return }
        let (now, then) = (
            picture.split(separator: "\n", omittingEmptySubsequences: false),
            kept.split(separator: "\n", omittingEmptySubsequences: false)
        )
        let line =
            zip(now, then).enumerated().first { $1.0 != $1.1 }?.offset ?? min(now.count, then.count)
        let (new, old) = (line < now.count ? now[line] : "", line < then.count ? then[line] : "")
        Issue.record(
            "\(name) differs in line \(line + 1):\n  was \(old)\n  is  \(new)",
            sourceLocation: sourceLocation
        )
    }

    /// The canvas as text, then the roles of its cells as letters, then which letter is which role.
    private static func picture(of canvas: Canvas) -> String {
        var letters: [Cell: Character] = [:]
        var legend: [String] = []
        let rows = (0..<canvas.height).map { y in
            String(
                canvas.row(y).map { cell -> Character in
                    let look = Cell(" ", cell.role, overlay: cell.overlay)
                    if look == Cell() { return "·" }
                    if let letter = letters[look] { return letter }
                    let letter = alphabet[letters.count % alphabet.count]
                    letters[look] = letter
                    legend.append(
                        "\(letter) role \(cell.role.rawValue) overlay \(cell.overlay.rawValue)"
                    )
                    return letter
                }
            )
        }
        return ([canvas.text, "--"] + rows + ["--"] + legend).joined(separator: "\n") + "\n"
    }

    private static let alphabet = Array(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
    )
}
