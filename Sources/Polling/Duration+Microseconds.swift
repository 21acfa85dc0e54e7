extension Duration {
    /// Whole microseconds, rounded towards zero.
    var microseconds: Int64 { Int64(self / .microseconds(1)) }
}
