import CacheMetrics

/// What has been learned of one kind of text, such as INFO, since the last keyframe: codec 2.
///
/// The lines of the text before are known, and those that were there earlier and may come again.
/// Most texts have the same lines and other numbers; then only these are coded, each as how it
/// differs from what was expected: what it was, or what follows from other numbers.
struct TextModel: Sendable {
    /// The lines of the latest text, then those that it no longer had.
    private var text: NumberedText
    /// What followed from the lines that texts had lately; no bit depends on whether that is known.
    var lineSets: [LineSet]
    /// The latest text without its numbers.
    private var template = TextTemplate()
    /// The text that was written last.
    private var scanned = ScannedText()
    /// The text that was read last, and how often one was.
    private var (filled, fillings) = (FilledText(), 0)
    /// The report that was asked for last, and after how many readings.
    private var report: (report: InfoReport, fillings: Int)?
    /// Those lines of it that are looked at, if not all are.
    private var excerpt: ReportExcerpt?
    /// How many lines and numbers are the latest text's.
    private var (lines, numbers) = (0, 0)
    /// Where in `model` each number's probabilities are; negative for those of lines known to begin with
    /// that no text had so far, as most never do.
    private var places: [Int] = []
    /// How many places there would be if all lines had them from the beginning.
    private var placesGiven: Int
    private var model = NumberModel()
    private var isSame = Probability()
    /// Whether the text was not put together since its lines were coded last.
    private var isUnfilled = true
    /// How lines were taken over: by copies and by their bytes.
    private var isCopied = Probability()
    private var plan = NumberModel()
    /// What follows from what, where the text is INFO.
    private let isInfo: Bool
    private var derivations: [Derivation] = []
    /// The numbers that follow from none, and their places.
    private var steps: [NumberModel.Step] = []
    /// For each place, which of the last sixteen numbers were not what followed.
    private var misses: [UInt16] = []

    /// Places in `plan`.
    private enum Plan: Int, CaseIterable { case steps, count, shift, length }

    /// Lines that are remembered although the latest text had none of them.
    private static let mostForgotten = 256
    /// Sets of lines that are remembered.
    private static let mostLineSets = 4
    /// The most lines, numbers and bytes that a code may unfold to: copies of copies could be endless.
    private static let (mostLines, mostNumbers, longestText) = (1 << 16, 1 << 15, 4 << 20)
    /// The most places of a group: a text that changes too much is begun anew.
    private static let mostPlaces = 1 << 16

    /// A model that knows some lines to begin with.
    init(
        isInfo: Bool = false,
        knowing known: NumberedText = NumberedText(),
        selecting selection: InfoSelection? = nil,
        lineSets: [LineSet] = []
    ) {
        (self.isInfo, self.lineSets) = (isInfo, lineSets)
        excerpt = selection.map { ReportExcerpt(of: $0) }
        text = known
        places = Array(repeating: -1, count: known.numbers.count)
        placesGiven = known.numbers.count
        _ = plan.addPlaces(Plan.allCases.count)
    }

    private mutating func addPlaces(_ count: Int) -> Range<Int> {
        misses += repeatElement(0, count: count)
        return model.addPlaces(count)
    }

    /// Codes a text; a reader gives none and gets the one that was written, or `nil` from nonsense.
    ///
    /// `clock` is how far the wall clock went since the last, in microseconds. A reader that goes on to
    /// a later text gets none, if it `skips` this one.
    mutating func code(
        _ new: [UInt8]?,
        clock: Int64,
        skips: Bool,
        _ bytes: inout ByteModel,
        _ coder: inout some BitCoder
    ) -> [UInt8]? {
        var values = new.flatMap { scanned.numbers(in: $0, as: template) }
        var isFresh: [Bool] = []
        if !coder.code(values != nil, &isSame) {
            let plan = new.map { LinePlan(from: text, to: $0) }
            guard let fresh = codeLines(plan?.steps, &bytes, &coder) else { return nil }
            (values, isFresh) = (plan?.numbers, fresh)
        }
        codeNumbers(values, isFresh, clock, &coder)
        guard !coder.isLost else { return nil }
        if skips || excerpt != nil { return [] }
        return new ?? read(isNew: isUnfilled)
    }

    /// The text that was read; `nil` if it is longer than may be.
    private mutating func read(isNew: Bool) -> [UInt8]? {
        if isNew {
            guard filled.fill(template, with: text.numbers, atMost: Self.longestText) else {
                return nil
            }
        } else {
            filled.refill(template, with: text.numbers)
        }
        isUnfilled = false
        fillings += 1
        return filled.bytes
    }

    /// The text that was read last as a report; what was found where in the one before stands there
    /// still, if only values have changed.
    mutating func readReport() -> InfoReport {
        if let report = excerpt?.read(text.numbers) { return report }
        let found: InfoReport
        if let report, report.fillings == fillings - 1, case .values(let moves) = filled.change {
            found = InfoReport(filled.bytes, asIn: report.report, moved: moves)
        } else {
            found = InfoReport(filled.bytes)
        }
        report = (found, fillings)
        return found
    }
}

// Lines.
extension TextModel {
    /// Codes which lines the text has; for each of its numbers, whether that came with its line.
    private mutating func codeLines(
        _ plan: [LinePlan.Step]?,
        _ bytes: inout ByteModel,
        _ coder: inout some BitCoder
    ) -> [Bool]? {
        let count = code(plan?.count, .steps, &coder)
        guard (0...Self.mostLines).contains(count) else { return nil }
        var taken = Taken(of: text.lines.count)
        for index in 0..<count {
            let isRead = takeStep(plan?[index], &taken, &bytes, &coder)
            guard isRead, !coder.isLost, taken.text.lines.count <= Self.mostLines,
                taken.text.numbers.count <= Self.mostNumbers,
                taken.bytes <= Self.longestText, placesGiven <= Self.mostPlaces
            else { return nil }
        }
        (lines, numbers) = (taken.text.lines.count, taken.text.numbers.count)
        // Lines that went may come back.
        for run in taken.untaken(atMost: Self.mostForgotten) { take(run, &taken) }
        (text, places) = (taken.text, taken.places)
        let set = lineSet()
        (template, scanned) = (set.template, ScannedText())
        excerpt?.setLines(text, count: lines)
        isUnfilled = true
        derivations = set.derivations
        var isDerived = Array(repeating: false, count: numbers)
        for derivation in derivations { isDerived[derivation.target] = true }
        steps = (0..<numbers).filter { !isDerived[$0] }.map {
            NumberModel.Step(number: $0, place: places[$0])
        }
        return Array(taken.isFresh.prefix(numbers))
    }

    /// What follows from the lines that the text has now.
    private mutating func lineSet() -> LineSet {
        if let known = lineSets.last(where: { $0.isOf(text, lines: lines) }) { return known }
        let set = LineSet(of: text, lines: lines, isInfo: isInfo)
        if lineSets.count == Self.mostLineSets { lineSets.removeFirst() }
        lineSets.append(set)
        return set
    }

    /// A text that is put together from lines of another and new ones.
    private struct Taken {
        var text = NumberedText()
        var places: [Int] = []
        var isFresh: [Bool] = []
        var isTaken: [Bool]
        /// The line after the one taken last.
        var next = 0
        /// How long the lines are, without their numbers.
        var bytes = 0

        init(of lines: Int) { isTaken = Array(repeating: false, count: lines) }

        /// The first lines that were not taken, those next to each other together.
        func untaken(atMost most: Int) -> [Range<Int>] {
            var (runs, count): ([Range<Int>], Int) = ([], 0)
            for index in isTaken.indices where !isTaken[index] && count < most {
                count += 1
                if let run = runs.last, run.upperBound == index {
                    runs[runs.count - 1] = run.lowerBound..<(index + 1)
                } else {
                    runs.append(index..<(index + 1))
                }
            }
            return runs
        }
    }

    private mutating func takeStep(
        _ step: LinePlan.Step?,
        _ taken: inout Taken,
        _ bytes: inout ByteModel,
        _ coder: inout some BitCoder
    ) -> Bool {
        guard coder.code(step?.copied != nil, &isCopied) else {
            let length = code(step?.literal?.count, .length, &coder)
            guard (0...Self.longestText).contains(length) else { return false }
            let line = NumberedText(
                bytes.code((step?.literal ?? [])[...], count: length, &coder)
            )
            guard line.lines.count == 1, line.numbers.count <= Self.mostNumbers else {
                return false
            }
            taken.bytes += length
            taken.text.append(line.lines[...], line.numbers)
            taken.places += addPlaces(line.numbers.count)
            placesGiven += line.numbers.count
            taken.isFresh += repeatElement(true, count: line.numbers.count)
            return true
        }
        let count = code(step?.copied?.count, .count, &coder)
        let shift = code(step?.copied.map { $0.lowerBound - taken.next }, .shift, &coder)
        let first = taken.next &+ shift
        guard count > 0, first >= 0, count <= text.lines.count, first <= text.lines.count - count
        else { return false }
        take(first..<(first + count), &taken)
        taken.next = first + count
        return taken.bytes <= Self.longestText
    }

    /// Takes lines over, of which there is at least one, with their numbers.
    private mutating func take(_ range: Range<Int>, _ taken: inout Taken) {
        let lines = text.lines[range]
        let last = lines[range.upperBound - 1]
        let numbers =
            lines[range.lowerBound].firstNumber..<(last.firstNumber + last.decimals.count)
        for index in range {
            taken.bytes += 1 + lines[index].length
            taken.isTaken[index] = true
        }
        taken.text.append(lines, text.numbers[numbers])
        if let first = numbers.first(where: { places[$0] < 0 }) { givePlaces(first, numbers) }
        taken.places += places[numbers]
        taken.isFresh += repeatElement(false, count: numbers.count)
    }

    /// Gives those numbers of a range places that have none; one of them is the first of these.
    private mutating func givePlaces(_ first: Int, _ numbers: Range<Int>) {
        for number in first..<numbers.upperBound where places[number] < 0 {
            places[number] = addPlaces(1).lowerBound
        }
    }

    private mutating func code(_ value: Int?, _ place: Plan, _ coder: inout some BitCoder) -> Int {
        Int(plan.code(Int64(value ?? 0), expected: 0, at: place.rawValue, &coder))
    }
}

// Numbers.
extension TextModel {
    private mutating func codeNumbers(
        _ values: [Int64]?,
        _ isFresh: [Bool],
        _ clock: Int64,
        _ coder: inout some BitCoder
    ) {
        let before = text.numbers
        var now = before
        let known = isFresh.isEmpty ? steps : steps.filter { !isFresh[$0.number] }
        model.code(values ?? before, &now, known, &coder)
        for derivation in derivations {
            let index = derivation.target
            guard isFresh.isEmpty || !isFresh[index] else { continue }
            let place = places[index]
            let follows = derivation.value(now, before, clock: clock)
            let isTrusted = misses[place].nonzeroBitCount < 8
            now[index] = model.code(
                values?[index] ?? 0,
                expected: isTrusted ? follows ?? before[index] : before[index],
                at: place,
                &coder
            )
            misses[place] = misses[place] << 1 | (follows == now[index] ? 0 : 1)
        }
        text.setNumbers(now)
    }
}
