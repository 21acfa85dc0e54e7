import CacheMetrics

extension Sample {
    /// Takes names out of what is shown besides the survey: of slow commands, boards and members.
    mutating func hideKeys(by sampler: inout KeySampler?) {
        survey?.rankings = []
        for index in (survey?.streams ?? []).indices {
            guard let stream = survey?.streams[index] else { continue }
            var shown = StreamUse(key: Self.hidden(stream.key, by: &sampler))
            shown.groups = stream.groups?.map { $0.named(KeyCensus.digits(of: $0.name)) }
            survey?.streams[index] = shown
        }
        // The scan hides the names it shows; those that the server tracked come from elsewhere.
        if case .tracked? = survey?.method {
            for index in (survey?.hottest ?? []).indices {
                let name = survey?.hottest[index].name.identity ?? []
                survey?.hottest[index].name = KeyName(Self.hidden(name, by: &sampler))
            }
        }
        for index in (boards ?? []).indices {
            let board = boards?[index]
            boards?[index].key = Array("board".utf8) + KeyCensus.digits(of: board?.key ?? [])
            boards?[index].rows = (board?.rows ?? []).map {
                Board.Row(KeyName(KeyCensus.digits(of: $0.member)), score: $0.score)
            }
        }
        for index in (slowLog ?? []).indices {
            guard let key = slowLog?[index].key else { continue }
            slowLog?[index].key = Self.hidden(key, by: &sampler)
        }
    }

    /// A name that shows which template a key follows and not which key it is.
    private static func hidden(_ name: [UInt8], by sampler: inout KeySampler?) -> [UInt8] {
        sampler?.shown(name) ?? Array("(hidden)".utf8)
    }
}
