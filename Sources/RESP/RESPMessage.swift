/// What a server sends unasked or in answer: a reply to the oldest command, or a push.
package enum RESPMessage: Sendable, Hashable {
    /// The reply to the oldest command that has none yet.
    case reply(RESPValue)
    /// Out-of-band data, RESP3 only; answers no command.
    case push([RESPValue])
}
