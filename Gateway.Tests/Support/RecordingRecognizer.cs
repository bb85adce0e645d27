using System.Collections.Concurrent;
using Gateway.Media.Recognition;

namespace Gateway.Tests.Support;

/// <summary>A recogniser that understands the same words every time, and remembers every sample that it was given.</summary>
internal sealed class RecordingRecognizer : IRecognizer
{
    private readonly ConcurrentQueue<Recording> _recordings = new();

    /// <summary>What it understands.</summary>
    public string Words { get; set; } = "hello";

    /// <summary>When set, utterances have to wait for it before they may begin.</summary>
    public TaskCompletionSource? Capacity { get; set; }

    /// <summary>When set, pushing samples fails with it.</summary>
    public Exception? Failure { get; set; }

    /// <summary>When set, pushing samples does not return before it has come about: a worker is stuck.</summary>
    public Task? Stuck { get; set; }

    /// <summary>Every utterance begun so far.</summary>
    public IReadOnlyList<Recording> Recordings => [.. _recordings];

    public string Name { get; init; } = "recording";

    public IReadOnlyCollection<string> Languages { get; init; } = ["en-US", "es-US"];

    /// <summary>When set, warming up fails with it.</summary>
    public Exception? Absence { get; set; }

    /// <summary>When set, an utterance is finished only after it has completed.</summary>
    public Func<CancellationToken, Task>? Finishing { get; set; }

    /// <summary>When set, it is what an engine does with a pause.</summary>
    public Func<CancellationToken, Task>? Anticipating { get; set; }

    public Task WarmUpAsync(CancellationToken cancellationToken) => Absence is { } absence ? Task.FromException(absence) : Task.CompletedTask;

    public async ValueTask<IRecognition> BeginAsync(Speaker speaker)
    {
        if (Capacity is { } capacity)
            await capacity.Task;
        var recording = new Recording(this);
        _recordings.Enqueue(recording);
        return recording;
    }

    /// <summary>One utterance. To be read when it is finished or disposed.</summary>
    internal sealed class Recording(RecordingRecognizer owner) : IRecognition
    {
        public List<short> Samples { get; } = [];

        /// <summary>How many samples it had at each pause.</summary>
        public List<int> Pauses { get; } = [];

        public bool Finished { get; private set; }

        public bool Disposed { get; private set; }

        public void Push(ReadOnlySpan<short> samples)
        {
            if (owner.Failure is { } failure)
                throw failure;
#pragma warning disable xUnit1031 // Not a test: a thread of the gateway that hangs.
            owner.Stuck?.Wait();
#pragma warning restore xUnit1031
            Samples.AddRange(samples);
        }

        public async ValueTask AnticipateAsync(CancellationToken cancellationToken)
        {
            Pauses.Add(Samples.Count);
            await (owner.Anticipating?.Invoke(cancellationToken) ?? Task.CompletedTask);
        }

        public async ValueTask<Hypothesis> FinishAsync(CancellationToken cancellationToken)
        {
            await (owner.Finishing?.Invoke(cancellationToken) ?? Task.CompletedTask);
            Finished = true;
            var words = owner.Words.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return new Hypothesis([.. words.Select((word, i) => new HypothesisWord(word, TimeSpan.FromMilliseconds(100 * i), TimeSpan.FromMilliseconds(100 * (i + 1))))]);
        }

        public void Dispose() => Disposed = true;
    }
}
