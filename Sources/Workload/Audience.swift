/// Somebody who has subscribed to a channel of messages.
package struct Audience: Sendable, Equatable {
    /// The channel.
    package let channel: String
    /// Whether messages are taken as they come, or left lying on the server.
    package let takesMessages: Bool

    /// An audience from its parts.
    package init(of channel: String, takesMessages: Bool) {
        (self.channel, self.takesMessages) = (channel, takesMessages)
    }
}
