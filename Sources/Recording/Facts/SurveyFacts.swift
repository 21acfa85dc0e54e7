import CacheMetrics

extension KeySurvey {
    /// The survey as lines: how it was made, then the keys.
    var facts: [UInt8] {
        var writer = FactWriter()
        switch method {
        case .frequency(let logFactor, let decayMinutes, let areAssumed):
            writer.line("lfu")
            writer.number(logFactor)
            writer.number(decayMinutes)
            writer.number(areAssumed ? 1 : 0)
        case .idleTime: writer.line("idle")
        case .traffic(let window), .changes(let window):
            writer.line(method == .changes(window) ? "changes" : "heard")
            for figure in [window.bursts, window.commands, window.milliPerSecond] {
                writer.number(figure)
            }
        case .tracked(let window):
            writer.line("tracked")
            writer.number(window.milliseconds)
            writer.number(window.sampleRatio)
            writer.number(window.allMicroseconds)
        case .unknown: writer.line("unknown")
        }
        writer.line("walk")
        writer.number(keysSeen)
        writer.number(sweeps)
        writer.number(progressMillionths)
        writer.number(database)
        for key in hottest {
            writer.add(key, as: "h")
            writer.add(encoding: key.encoding, as: "he")
        }
        for key in biggest {
            writer.add(key, as: "b")
            writer.add(encoding: key.encoding, as: "be")
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
            case "lfu":
                guard let factor = line.number(Int64.self), let decay = line.number(Int64.self)
                else { continue }
                method = .frequency(
                    logFactor: factor,
                    decayMinutes: decay,
                    areAssumed: line.number(Int.self) == 1
                )
            case "idle": method = .idleTime
            case "heard", "changes":
                let window = TrafficWindow(
                    bursts: line.number() ?? 0,
                    commands: line.number() ?? 0,
                    milliPerSecond: line.number() ?? 0
                )
                method = line.kind == "changes" ? .changes(window) : .traffic(window)
            case "tracked":
                method = .tracked(
                    TrackedWindow(
                        milliseconds: line.number(),
                        sampleRatio: max(1, line.number() ?? 1),
                        allMicroseconds: line.number()
                    )
                )
            case "walk":
                keysSeen = line.number() ?? 0
                sweeps = line.number() ?? 0
                progressMillionths = line.number() ?? 0
                database = line.number() ?? 0
            case "h": if let key = SurveyedKey(&line) { hottest.append(key) }
            case "b": if let key = SurveyedKey(&line) { biggest.append(key) }
            case "he" where !hottest.isEmpty: hottest[hottest.count - 1].encoding = line.word()
            case "be" where !biggest.isEmpty: biggest[biggest.count - 1].encoding = line.word()
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
}

extension FactWriter {
    fileprivate mutating func add(encoding: [UInt8]?, as kind: String) {
        guard let encoding else { return }
        line(kind)
        word(encoding)
    }

    fileprivate mutating func add(_ key: SurveyedKey, as kind: String) {
        line(kind)
        word(key.key)
        number(key.keyLength)
        number(key.seenMilliseconds)
        number(key.memoryBytes)
        number(key.frequency)
        number(key.idleSeconds)
        number(key.timeToLiveMilliseconds)
        word(key.type)
        number(key.earlierFrequency)
        number(key.earlierMilliseconds)
        guard key.traffic != nil || key.idleLooks != nil || key.tracked != nil else { return }
        number(key.traffic?.count)
        number(key.traffic?.milliPerSecond)
        double(key.traffic?.squares)
        let looks = key.idleLooks
        number(looks?.quietMilliseconds)
        for stretches in [looks?.long, looks?.short] {
            number(stretches?.count)
            number(stretches?.milliseconds)
        }
        guard let use = key.tracked else { return }
        for figure in [use.cpuMicroseconds, use.netBytes, use.milliPerSecond] { number(figure) }
    }
}

extension SurveyedKey {
    fileprivate init?(_ line: inout FactLine) {
        guard let key = line.word(), let length = line.number(Int64.self),
            let seen = line.number(Int64.self)
        else { return nil }
        self.init(key: key, keyLength: length, seenMilliseconds: seen)
        memoryBytes = line.number()
        frequency = line.number()
        idleSeconds = line.number()
        timeToLiveMilliseconds = line.number()
        type = line.word()
        earlierFrequency = line.number()
        earlierMilliseconds = line.number()
        let (count, milli, squares) = (
            line.number(UInt64.self), line.number(UInt64.self), line.double()
        )
        if let count, let milli, let squares {
            traffic = KeyTraffic(count: count, milliPerSecond: milli, squares: squares)
        }
        let quiet = line.number(Int64.self)
        let stretches = (0..<2).map { _ in
            IdleLooks.Stretches(count: line.number() ?? 0, milliseconds: line.number() ?? 0)
        }
        if let quiet {
            idleLooks = IdleLooks(
                quietMilliseconds: quiet,
                long: stretches[0],
                short: stretches[1]
            )
        }
        guard !line.isAtEnd else { return }
        var use = TrackedUse()
        (use.cpuMicroseconds, use.netBytes) = (line.number(), line.number())
        use.milliPerSecond = line.number()
        tracked = use
    }
}
