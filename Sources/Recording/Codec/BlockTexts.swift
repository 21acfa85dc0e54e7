import CacheMetrics

/// The texts of a tick's blocks, by their types; a block that a tick does not have has none.
struct BlockTexts {
    /// By the types' numbers, of which there are 32 at most.
    private var texts = [[UInt8]?](repeating: nil, count: 32)
    /// Whether there may be any.
    private var hasSome = false

    subscript(type: BlockType) -> [UInt8]? {
        get { texts[Int(type.rawValue)] }
        set {
            texts[Int(type.rawValue)] = newValue
            hasSome = true
        }
    }

    /// The same and what another tick has that this one does not.
    func completed(by other: BlockTexts) -> BlockTexts {
        guard other.hasSome else { return self }
        var all = self
        for place in texts.indices where texts[place] == nil {
            all.texts[place] = other.texts[place]
        }
        return all
    }
}

extension BlockTexts: Equatable {
    static func == (one: BlockTexts, other: BlockTexts) -> Bool {
        one.texts.indices.allSatisfy { place in
            guard let text = one.texts[place], let other = other.texts[place] else {
                return one.texts[place] == nil && other.texts[place] == nil
            }
            return text.span.isSame(as: other.span)
        }
    }
}
