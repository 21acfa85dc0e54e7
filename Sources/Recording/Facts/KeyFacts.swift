import CacheMetrics

extension FactWriter {
    /// Adds a key: a line of what every version knew of it, then a line for each thing more.
    mutating func add(_ key: SurveyedKey, as kind: String) {
        line(kind)
        word(key.key)
        number(key.name.length)
        number(key.seenMilliseconds)
        number(key.memoryBytes)
        number(key.frequency)
        number(key.idleSeconds)
        number(key.timeToLiveMilliseconds)
        word(key.type)
        addUses(of: key)
        if let encoding = key.encoding {
            line(kind + "e")
            word(encoding)
        }
        if let hash = key.name.hash {
            line(kind + "n")
            number(hash)
        }
        if let climb = key.climb {
            line(kind + "c")
            number(climb.steps)
            number(climb.uncertainSteps)
            number(climb.exposureMicroseconds)
            number(climb.spanMilliseconds)
        }
        if let bytes = key.implausibleBytes {
            line(kind + "i")
            number(bytes)
        }
    }

    /// Adds how a key was used, by what was heard of it, by its idle times and by the server.
    private mutating func addUses(of key: SurveyedKey) {
        guard key.traffic != nil || key.idleLooks != nil || key.tracked != nil else { return }
        // Two places held an earlier read of the LFU counter before 0.2.
        for _ in 0..<2 { number(nil as Int?) }
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
    /// Reads a key of a survey by some method, or `nil` if the line makes no sense.
    init?(_ line: inout FactLine, _ method: KeySurvey.Method) {
        guard let key = line.word(), let length = line.number(Int64.self),
            let seen = line.number(Int64.self)
        else { return nil }
        let name = KeyName(bytes: key, length: max(length, Int64(key.count)), hash: nil)
        self.init(name, seenMilliseconds: seen)
        memoryBytes = line.number()
        frequency = line.number()
        idleSeconds = line.number()
        timeToLiveMilliseconds = line.number()
        type = line.word()
        let (earlier, then) = (line.number(Int64.self), line.number(Int64.self))
        if let earlier, let then, let frequency {
            climb = CounterClimb(from: earlier, to: frequency, milliseconds: seen &- then, method)
        }
        let (count, milli, squares) = (
            line.number(UInt64.self), line.number(UInt64.self), line.double()
        )
        if let count, let milli, let squares {
            traffic = KeyTraffic(count: count, milliPerSecond: milli, squares: squares)
        }
        readIdleLooks(&line)
        guard !line.isAtEnd else { return }
        var use = TrackedUse()
        (use.cpuMicroseconds, use.netBytes) = (line.number(), line.number())
        use.milliPerSecond = line.number()
        tracked = use
    }

    private mutating func readIdleLooks(_ line: inout FactLine) {
        let quiet = line.number(Int64.self)
        let stretches = (0..<2).map { _ in
            IdleLooks.Stretches(count: line.number() ?? 0, milliseconds: line.number() ?? 0)
        }
        guard let quiet else { return }
        idleLooks = IdleLooks(quietMilliseconds: quiet, long: stretches[0], short: stretches[1])
    }

    /// Reads a line of what more is known of the key before it.
    mutating func readMore(_ line: inout FactLine) {
        switch line.kind.last {
        case "e": encoding = line.word()
        case "n": name = KeyName(bytes: name.bytes, length: name.length, hash: line.number())
        case "i": implausibleBytes = line.number()
        case "c":
            guard let steps = line.number(Int64.self), let uncertain = line.number(Int64.self),
                let exposure = line.number(Int64.self), let span = line.number(Int64.self)
            else { return }
            climb = CounterClimb(
                steps: steps,
                uncertainSteps: uncertain,
                exposureMicroseconds: exposure,
                spanMilliseconds: span
            )
        default: break
        }
    }
}

extension CounterClimb {
    /// The climb between two reads of a counter, as recordings made before 0.2 have it.
    ///
    /// How many minutes turned between the two is known to one.
    fileprivate init?(
        from earlier: Int64,
        to counter: Int64,
        milliseconds: Int64,
        _ method: KeySurvey.Method
    ) {
        guard case .frequency(let factor, let decay, _) = method, milliseconds > 0,
            (0...255).contains(earlier), (0...255).contains(counter), factor >= 0, decay > 0
        else { return nil }
        let turns = milliseconds / 60_000 / decay
        let perStep = max(0, Double(earlier &+ counter) / 2 - 5) * Double(factor) + 1
        self.init(
            steps: max(0, counter &- earlier &+ turns),
            uncertainSteps: 1,
            exposureMicroseconds: Int64(min(1e15, Double(milliseconds) * 1_000 / perStep)),
            spanMilliseconds: milliseconds
        )
    }
}
