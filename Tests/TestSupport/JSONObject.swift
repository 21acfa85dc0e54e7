import Foundation

/// What a command printed as JSON, looked into by path.
package struct JSONObject {
    private let value: Any?

    /// Reads JSON text; whatever is not in it is `nil` when asked for.
    package init(_ text: String) {
        value = try? JSONSerialization.jsonObject(with: Data(text.utf8))
    }

    private init(value: Any?) { self.value = value }

    /// The member of an object.
    package subscript(_ key: String) -> JSONObject {
        JSONObject(value: (value as? [String: Any])?[key])
    }

    /// The element of an array.
    package subscript(_ index: Int) -> JSONObject {
        let list = value as? [Any] ?? []
        return JSONObject(value: list.indices.contains(index) ? list[index] : nil)
    }

    /// The number it is, or `nil`.
    package var number: Double? { (value as? NSNumber)?.doubleValue }
    /// The text it is, or `nil`.
    package var text: String? { value as? String }
    /// The elements of the array it is.
    package var elements: [JSONObject] { (value as? [Any] ?? []).map { JSONObject(value: $0) } }
    /// Whether it is there and is null.
    package var isNull: Bool { value is NSNull }
}
