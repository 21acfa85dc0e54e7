import CacheMetrics

extension KeySurvey {
    /// The survey as lines: how it was made, then the keys.
    var facts: [UInt8] {
        var writer = FactWriter()
        if let counterMethod { writer.add(counterMethod) }
        writer.add(method)
        writer.line("walk")
        writer.number(keysSeen)
        writer.number(sweeps)
        writer.number(progressMillionths)
        writer.number(database)
        writer.number(databaseKeys)
        writer.number(probedKeys)
        writer.number(isUnordered ? 1 : 0)
        writer.number(obstacle?.rawValue)
        for key in hottest { writer.add(key, as: "h") }
        for key in biggest { writer.add(key, as: "b") }
        if let session = pastSession {
            writer.add(session.window, as: "past")
            writer.number(session.endedMilliseconds)
            for key in session.keys { writer.add(key, as: "k") }
        }
        for key in rankings {
            writer.line("z")
            writer.word(key)
        }
        for stream in streams { writer.add(stream) }
        writer.add(patterns)
        if let slots { writer.add(slots) }
        if let replica {
            writer.line("over")
            writer.word(replica)
        }
        return writer.bytes
    }

    /// Reads a survey; lines that make no sense are left out.
    init(facts: [UInt8]) {
        self.init(method: .unknown)
        for var line in FactLine.lines(of: facts) {
            switch line.kind {
            case "lfu", "idle", "heard", "changes", "tracked": readMethod(&line)
            case "past":
                let window = TrackedWindow(&line)
                let end = line.number(UInt64.self)
                pastSession = TrackedSession(window: window, endedMilliseconds: end, keys: [])
            case "k": if let key = SurveyedKey(&line, method) { pastSession?.keys.append(key) }
            case "walk": readProgress(&line)
            case "h": if let key = SurveyedKey(&line, method) { hottest.append(key) }
            case "b": if let key = SurveyedKey(&line, method) { biggest.append(key) }
            case "he", "hn", "hc", "hi":
                if !hottest.isEmpty { hottest[hottest.count - 1].readMore(&line) }
            case "be", "bn", "bc", "bi":
                if !biggest.isEmpty { biggest[biggest.count - 1].readMore(&line) }
            case "z": if let key = line.word() { rankings.append(key) }
            case "x": if let key = line.word() { streams.append(StreamUse(key: key)) }
            case "xg" where !streams.isEmpty: streams[streams.count - 1].readGroup(&line)
            case "over": replica = line.word()
            case "slots": slots = SlotReport(&line)
            case "sl": if let use = SlotUse(&line) { slots?.busiest.append(use) }
            default: _ = patterns.read(&line)
            }
        }
    }

    /// Reads how hot keys are told from cold ones.
    private mutating func readMethod(_ line: inout FactLine) {
        switch line.kind {
        case "lfu":
            guard let factor = line.number(Int64.self), let decay = line.number(Int64.self)
            else { return }
            let areAssumed = line.number(Int.self) == 1
            method = .frequency(logFactor: factor, decayMinutes: decay, areAssumed: areAssumed)
        case "idle": method = .idleTime
        case "tracked":
            if case .frequency = method { counterMethod = method }
            method = .tracked(TrackedWindow(&line))
        default:
            let window = TrafficWindow(
                bursts: line.number() ?? 0,
                commands: line.number() ?? 0,
                milliPerSecond: line.number() ?? 0
            )
            method = line.kind == "changes" ? .changes(window) : .traffic(window)
        }
    }

    /// Reads how far the scan has come.
    private mutating func readProgress(_ line: inout FactLine) {
        keysSeen = line.number() ?? 0
        sweeps = line.number() ?? 0
        progressMillionths = line.number() ?? 0
        database = line.number() ?? 0
        databaseKeys = line.number()
        probedKeys = line.number() ?? 0
        isUnordered = line.number(Int.self) == 1
        obstacle = line.number(UInt8.self).flatMap(Obstacle.init)
    }
}

extension FactWriter {
    /// Adds how hot keys are told from cold ones.
    fileprivate mutating func add(_ method: KeySurvey.Method) {
        switch method {
        case .frequency(let logFactor, let decayMinutes, let areAssumed):
            line("lfu")
            number(logFactor)
            number(decayMinutes)
            number(areAssumed ? 1 : 0)
        case .idleTime: line("idle")
        case .traffic(let window), .changes(let window):
            line(method == .changes(window) ? "changes" : "heard")
            for figure in [window.bursts, window.commands, window.milliPerSecond] {
                number(figure)
            }
        case .tracked(let window): add(window, as: "tracked")
        case .unknown: line("unknown")
        }
    }

    fileprivate mutating func add(_ window: TrackedWindow, as kind: String) {
        line(kind)
        number(window.milliseconds)
        number(window.sampleRatio)
        number(window.allMicroseconds)
    }
}

extension TrackedWindow {
    fileprivate init(_ line: inout FactLine) {
        self.init(
            milliseconds: line.number(),
            sampleRatio: max(1, line.number() ?? 1),
            allMicroseconds: line.number()
        )
    }
}
