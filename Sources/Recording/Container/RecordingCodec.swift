/// How the blocks of the frames up to the next keyframe are coded.
///
/// A number once used is frozen.
enum RecordingCodec: UInt16 {
    /// As they are.
    case raw = 0
    /// As differences from the block before, without an entropy coder.
    case sparse = 1
    /// By an adaptive arithmetic coder.
    case arithmetic = 2
}
