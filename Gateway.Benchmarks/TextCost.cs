using System.Diagnostics;
using Gateway.Core;
using Gateway.Media.Recognition;
using Gateway.Media.Text.Formatting;
using Gateway.Media.Text.Redaction;

namespace Gateway.Benchmarks;

/// <summary>
/// What writing an utterance costs: the median for one of twenty words, and per word for longer ones, which must not grow. Only ratios within one run mean
/// something beyond the machine that it runs on.
/// </summary>
internal static class TextCost
{
    private const string Talk = "good morning my pin number is four seven one nine and i paid twenty dollars and fifty cents on march third "
        + "at five thirty p m what is my order number a b one two three please call me at five five five one two three four five six seven "
        + "i would like to speak with customer service about the gold package in new york for one hundred twenty five people "
        + "my email is john dot smith at gmail dot com and thank you sir have a wonderful day";

    private static readonly string[] Vocabulary = Talk.Split(' ');

    public static void Run(TextWriter output)
    {
        // The compiler takes its time to find out what is hot.
        Measure([Words(20, 0), Words(200, 0)], 40_000, Write);

        var utterances = Enumerable.Range(0, 64).Select(i => Words(20, i)).ToArray();
        var (twenty, allocated) = Measure(utterances, 20_000, Write);
        output.WriteLine($"formatting an utterance of 20 words: median {twenty:F2} \u00b5s, {allocated} bytes allocated");
        MeasureMasking(utterances, output);

        var base20 = twenty / 20;
        foreach (var count in new[] { 20, 200, 2_000, 10_000 })
        {
            var (median, _) = Measure([Words(count, 0)], 400_000 / count, Write);
            output.WriteLine($"per word of {count}: median {median / count * 1000:F0} ns, {median / count / base20:F2} times that of 20");
        }

        // What reads digits again and again would show here.
        foreach (var word in new[] { "four", "oh", "a", "b", "dot", "twenty", "thousand", "double", "point", "at", "may" })
        {
            var (small, _) = Measure([Repeated(word, 200)], 500, Write);
            var (large, _) = Measure([Repeated(word, 10_000)], 20, Write);
            var (perSmall, perLarge) = (small / 200 * 1000, large / 10_000 * 1000);
            output.WriteLine($"\"{word}\" again and again: {perSmall:F0} ns per word of 200, {perLarge:F0} ns per word of 10000, ratio {perLarge / perSmall:F2}");
        }
    }

    /// <summary>Everything that happens to the words of an utterance, in one conversation whose clock goes on.</summary>
    private static void MeasureMasking(HypothesisWord[][] utterances, TextWriter output)
    {
        var redactor = new Redactor(new RedactionOptions());
        var context = new RedactionContext();
        var now = DateTimeOffset.UnixEpoch;
        Action<HypothesisWord[]> mask = words => redactor.Redact(Formatter.Join(Formatter.Write(words, "en-US")), Participant.Customer, now = now.AddSeconds(5), context);
        Measure(utterances, 40_000, mask);
        var (twenty, allocated) = Measure(utterances, 20_000, mask);
        output.WriteLine($"formatting and masking an utterance of 20 words: median {twenty:F2} \u00b5s, {allocated} bytes allocated");
        foreach (var count in new[] { 20, 200, 2_000, 10_000 })
        {
            var (median, _) = Measure([Words(count, 0)], 400_000 / count, mask);
            output.WriteLine($"formatting and masking, per word of {count}: median {median / count * 1000:F0} ns, {median / count / (twenty / 20):F2} times that of 20");
        }
    }

    private static void Write(HypothesisWord[] words) => Formatter.Join(Formatter.Write(words, "en-US"));

    private static (double Microseconds, long Bytes) Measure(HypothesisWord[][] utterances, int rounds, Action<HypothesisWord[]> action)
    {
        var times = new double[rounds];
        for (var round = -rounds; round < rounds; round++)
        {
            var words = utterances[Math.Abs(round) % utterances.Length];
            var began = Stopwatch.GetTimestamp();
            action(words);
            if (round >= 0)
                times[round] = Stopwatch.GetElapsedTime(began).TotalMicroseconds;
        }

        Array.Sort(times);
        var before = GC.GetAllocatedBytesForCurrentThread();
        action(utterances[0]);
        return (times[rounds / 2], GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static HypothesisWord[] Words(int count, int offset) => [.. Enumerable.Range(0, count).Select(i => Word(Vocabulary[(offset * 7 + i) % Vocabulary.Length], i))];

    private static HypothesisWord[] Repeated(string word, int count) => [.. Enumerable.Range(0, count).Select(i => Word(word, i))];

    private static HypothesisWord Word(string text, int index) => new(text, TimeSpan.FromSeconds(index), TimeSpan.FromSeconds(index + 0.5));
}
