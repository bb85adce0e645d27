using Gateway.Media.Recognition.Vocabularies;

namespace Gateway.Media.Recognition.PocketSphinx;

/// <summary>
/// The decoders. Each knows one vocabulary at a time; a lease gets a free one that knows the wanted vocabulary, otherwise one is made while there is room, otherwise the free one that has
/// not been used for longest learns it. Whoever waits is served in turn, but for a few who find a decoder that knows theirs already. Safe for concurrent use.
/// </summary>
/// <remarks>
/// One thread makes, teaches and frees all decoders. The library cannot load two at the same time; and glibc gives every new thread another part of the memory, in which stays what
/// was freed there: what threads that come and go leave behind adds up.
/// </remarks>
internal sealed class DecoderPool : IDisposable
{
    /// <summary>A decoder of a vocabulary that nobody has used for so long is not worth its memory.</summary>
    public static readonly TimeSpan IdleLimit = TimeSpan.FromMinutes(1);

    /// <summary>Teaching costs half as much as an utterance; so many may overtake somebody whose vocabulary no free decoder knows.</summary>
    private const int MaxOvertaking = 4;

    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(15);

    private readonly object _lock = new();
    private readonly PocketSphinxOptions _options;
    private readonly SharedVocabulary _shared;
    private readonly TimeProvider _time;
    private readonly ITimer _sweeper;

    /// <summary>Free decoders; who was used last stands last.</summary>
    private readonly List<PooledDecoder> _free = [];
    private readonly LinkedList<Waiting> _waiting = [];

    /// <summary>Decoders that count no longer, and that the maker has yet to free.</summary>
    private readonly List<PooledDecoder> _discarded = [];
    private Thread? _maker;
    private int _decoders;
    private int _room;
    private bool _spareWanted;
    private bool _disposed;

    public DecoderPool(PocketSphinxOptions options, SharedVocabulary shared, TimeProvider time)
    {
        _options = options;
        _shared = shared;
        _time = time;
        _room = options.MaxDecoders;
        _sweeper = time.CreateTimer(_ => Sweep(), null, SweepInterval, SweepInterval);
    }

    /// <summary>Decoders there are, one being made included.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _decoders;
        }
    }

    /// <summary>Free decoders that know a vocabulary.</summary>
    public int FreeFor(Vocabulary vocabulary)
    {
        lock (_lock)
            return _free.Count(decoder => decoder.Vocabulary.Equals(vocabulary));
    }

    /// <summary>A decoder that knows the vocabulary; <see cref="Return"/> must follow. Completes at once when one is free.</summary>
    /// <param name="vocabulary">Wanted; when it is the shared one, a decoder that has not learned its newest form yet will do.</param>
    public ValueTask<PooledDecoder> LeaseAsync(Vocabulary vocabulary)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var isShared = ReferenceEquals(vocabulary, _shared.Current);
            var index = _free.FindLastIndex(decoder => decoder.Vocabulary.Equals(vocabulary));
            if (index < 0 && isShared)
                index = _free.FindLastIndex(decoder => decoder.IsShared);
            if (index >= 0)
            {
                var decoder = _free[index];
                _free.RemoveAt(index);
                WantSpareOf(decoder);
                KeepMaking();
                return new ValueTask<PooledDecoder>(decoder);
            }

            var waiting = new Waiting(vocabulary, new TaskCompletionSource<PooledDecoder>(TaskCreationOptions.RunContinuationsAsynchronously));
            _waiting.AddLast(waiting);
            KeepMaking();
            return new ValueTask<PooledDecoder>(waiting.Place.Task);
        }
    }

    /// <summary>Gives a decoder back.</summary>
    public void Return(PooledDecoder decoder)
    {
        lock (_lock)
        {
            Offer(decoder);
            KeepMaking();
        }
    }

    /// <summary>Frees the free decoders, and waits until that is done; those on lease are freed when they are returned.</summary>
    public void Dispose()
    {
        _sweeper.Dispose();
        lock (_lock)
        {
            _disposed = true;
            _discarded.AddRange(_free);
            _free.Clear();
            foreach (var waiting in _waiting)
                waiting.Place.SetCanceled();
            _waiting.Clear();
            Monitor.Pulse(_lock);
        }

        _maker?.Join();
    }

    /// <summary>The next speaker should not have to wait for a decoder to be made; only for the shared vocabulary that is worth the memory. Under the lock.</summary>
    private void WantSpareOf(PooledDecoder leased) => _spareWanted |= leased.IsShared && !_free.Exists(decoder => decoder.IsShared);

    /// <summary>To whoever waits for such a one, otherwise to the free ones. Under the lock.</summary>
    private void Offer(PooledDecoder decoder)
    {
        if (_disposed)
        {
            // The maker may have ended.
            decoder.Decoder.Dispose();
            return;
        }

        for (var node = _waiting.First; node is not null; node = node.Next)
        {
            if (node.Value.Vocabulary.Equals(decoder.Vocabulary))
            {
                if (node != _waiting.First)
                    _waiting.First!.Value.Overtaken++;
                _waiting.Remove(node);
                node.Value.Place.SetResult(decoder);
                WantSpareOf(decoder);
                return;
            }

            if (_waiting.First!.Value.Overtaken >= MaxOvertaking)
                break;
        }

        decoder.FreeSince = _time.GetTimestamp();
        _free.Add(decoder);
    }

    /// <summary>Sees to it that what is wanted is made, and what is not is freed. Under the lock.</summary>
    private void KeepMaking()
    {
        if (_discarded.Count == 0 && !IsSomethingToMake())
            return;
        if (_maker is null)
        {
            var maker = new Thread(Make) { IsBackground = true, Name = "decoders" };
            // Without the context of whoever happens to be the first.
            maker.UnsafeStart();
            _maker = maker;
        }

        Monitor.Pulse(_lock);
    }

    private bool IsSomethingToMake() =>
        !_disposed && ((_waiting.Count > 0 && (HasRoom || _free.Count > 0)) || (_spareWanted && HasRoom) || _free.Exists(IsOutdated));

    private bool HasRoom => _decoders < _room;

    private bool IsOutdated(PooledDecoder decoder) => decoder.IsShared && !decoder.Vocabulary.Equals(_shared.Current);

    /// <summary>Makes one decoder after the other, and frees them, until the pool ends.</summary>
    private void Make()
    {
        var hasFreed = false;
        while (true)
        {
            PooledDecoder[] discarded;
            var task = default(MakingTask?);
            lock (_lock)
            {
                while (!_disposed && !hasFreed && _discarded.Count == 0 && !IsSomethingToMake())
                    Monitor.Wait(_lock);
                discarded = [.. _discarded];
                _discarded.Clear();
                // Freed first: together, they would be more decoders than there may be.
                if (discarded.Length == 0 && IsSomethingToMake())
                    task = Next();
                else if (discarded.Length == 0 && _disposed)
                    return;
            }

            foreach (var decoder in discarded)
                decoder.Decoder.Dispose();
            hasFreed |= discarded.Length > 0;
            if (task is { } next)
            {
                Make(next);
            }
            else if (discarded.Length == 0)
            {
                // Not while somebody waits, who would only take the memory again.
                NativeHeap.Trim();
                hasFreed = false;
            }
        }
    }

    private void Make(MakingTask task)
    {
        try
        {
            var decoder = new PooledDecoder(Teach(task.Pupil?.Decoder, task.Vocabulary), task.Vocabulary, task.IsShared);
            lock (_lock)
                Offer(decoder);
        }
        catch (Exception failure)
        {
            lock (_lock)
                Fail(task.Vocabulary, wasNew: task.Pupil is null, failure);
        }
    }

    /// <summary>What to make next. Under the lock.</summary>
    private MakingTask Next()
    {
        PooledDecoder? pupil = null;
        Vocabulary vocabulary;
        if (_waiting.First is { } first)
        {
            vocabulary = first.Value.Vocabulary;
            pupil = HasRoom ? null : _free[0];
        }
        else
        {
            vocabulary = _shared.Current;
            // The last free one stays in use while another is made.
            pupil = _free.Count > 1 || !HasRoom ? _free.Find(IsOutdated) : null;
            _spareWanted = false;
        }

        if (pupil is null)
            _decoders++;
        else
            _free.Remove(pupil);
        // Now and not when it is done: what has been replaced meanwhile must be seen to be outdated.
        return new MakingTask(vocabulary, pupil, vocabulary.Equals(_shared.Current));
    }

    private PocketSphinxDecoder Teach(PocketSphinxDecoder? decoder, Vocabulary vocabulary)
    {
        try
        {
            if (decoder is { IsWornOut: true })
            {
                decoder.Dispose();
                decoder = null;
            }

            decoder ??= PocketSphinxDecoder.Load(_options.ModelDirectory);
            decoder.Adopt(vocabulary);
            return decoder;
        }
        catch
        {
            decoder?.Dispose();
            throw;
        }
    }

    /// <summary>
    /// When one more decoder could not be made, whoever waits will get one of those there are, and no more are tried for a while; without any, waiting would be in vain. A
    /// vocabulary that a decoder could not learn costs the utterances that need it. Under the lock.
    /// </summary>
    private void Fail(Vocabulary vocabulary, bool wasNew, Exception failure)
    {
        _decoders--;
        _spareWanted = false;
        if (wasNew && _decoders > 0)
        {
            _room = _decoders;
            return;
        }

        for (var node = _waiting.First; node is not null;)
        {
            var next = node.Next;
            if (node.Value.Vocabulary.Equals(vocabulary))
            {
                _waiting.Remove(node);
                node.Value.Place.SetException(failure);
            }

            node = next;
        }
    }

    /// <summary>Frees decoders whose vocabulary is out of use, and notices a new shared vocabulary when nobody speaks.</summary>
    private void Sweep()
    {
        lock (_lock)
        {
            if (_disposed)
                return;
            _room = _options.MaxDecoders;
            var idle = _free.FindAll(decoder => !decoder.IsShared && !decoder.Vocabulary.Equals(_shared.Current) && _time.GetElapsedTime(decoder.FreeSince) >= IdleLimit);
            _free.RemoveAll(idle.Contains);
            _discarded.AddRange(idle);
            _decoders -= idle.Count;
            _spareWanted |= _decoders == 0 && idle.Count > 0;
            KeepMaking();
        }
    }

    /// <param name="Vocabulary">What the decoder is to know.</param>
    /// <param name="Pupil">Who learns it; null: one more decoder.</param>
    /// <param name="IsShared">Whether it is the shared vocabulary.</param>
    private readonly record struct MakingTask(Vocabulary Vocabulary, PooledDecoder? Pupil, bool IsShared);

    private sealed record Waiting(Vocabulary Vocabulary, TaskCompletionSource<PooledDecoder> Place)
    {
        /// <summary>How many who came later were served before.</summary>
        public int Overtaken { get; set; }
    }
}

/// <summary>A decoder and what it knows.</summary>
/// <param name="Decoder">Used by whoever has leased it, or by whoever teaches it.</param>
/// <param name="Vocabulary">What it knows.</param>
/// <param name="IsShared">Whether that was the shared vocabulary when it began to learn.</param>
internal sealed record PooledDecoder(PocketSphinxDecoder Decoder, Vocabulary Vocabulary, bool IsShared)
{
    /// <summary>Timestamp of when it was given back last.</summary>
    public long FreeSince { get; set; }
}
