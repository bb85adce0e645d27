using System.Text;
using Gateway.Core;
using Gateway.Media.Twilio;
using Gateway.Tests.Support;
using Xunit.Abstractions;

namespace Gateway.Tests.Protocol;

/// <summary>Whatever a peer sends is a message or a <see cref="TwilioProtocolException"/>. The dialogues of Fixtures, damaged, the same every time.</summary>
[Collection(ProcessorBound.Name)]
public sealed class MessageReaderFuzzTests(ITestOutputHelper output)
{
    private const int MessagesPerSeed = 50_000;

    /// <summary>A million, or twenty million when <c>GATEWAY_TESTS_LONG=1</c>.</summary>
    private static readonly int Seeds = Environment.GetEnvironmentVariable("GATEWAY_TESTS_LONG") == "1" ? 400 : 20;

    private static readonly byte[][] Messages =
        [.. ProtocolFixture.Names.SelectMany(name => ProtocolFixture.Read(name).Messages).Distinct().Select(Encoding.UTF8.GetBytes)];

    private delegate void Reading(ReadOnlySpan<byte> message);

    [Fact]
    public void Any_bytes_give_a_message_or_the_one_exception() => RunInParallel(() =>
    {
        var reader = new TwilioMessageReader();
        return message => Check(reader.Read(message));
    });

    [Fact]
    public void Any_bytes_give_a_start_or_the_one_exception() =>
        RunInParallel(() => message => Check(TwilioMessageReader.ReadStart(message)), IsStart);

    [Fact]
    public async Task Any_message_can_be_handed_to_a_stream_whose_gate_is_open()
    {
        using var harness = new CallTableHarness();
        var stream = harness.Open();
        Assert.Null((await harness.StartAsync()).Refusal);
        var reader = new TwilioMessageReader();
        Run(Messages, seed: 1, message => stream.Accept(reader.Read(message)));

        // The reader of damaged messages is still good for sound ones.
        Assert.Equal(TwilioEvent.Start, reader.Read(Messages.First(IsStart)).Event);
        Assert.NotEqual(0, stream.Statistics.Frames);
    }

    private static bool IsStart(byte[] message)
    {
        try
        {
            return TwilioMessageReader.ReadStart(message) is not null;
        }
        catch (TwilioProtocolException)
        {
            return false;
        }
    }

    private static void Check(in TwilioMessage message)
    {
        Assert.True(Enum.IsDefined(message.Event), "no event");
        Assert.True(message.SequenceNumber is null or >= 0, "negative number");
        Assert.True(message.Media.TimestampMilliseconds is null or >= 0, "negative timestamp");
        Assert.True(message.Media.Samples >= 0 && message.Media.Samples <= message.Media.Payload.Length, "an impossible length");
    }

    private static void Check(StreamStart start)
    {
        Assert.True(start.Tracks.Count is 1 or 2, "no tracks");
        Assert.True(CallSid.TryParse(start.CallSid.ToString(), out _), "no Call SID");
        Assert.True(StreamSid.TryParse(start.StreamSid.ToString(), out _), "no Stream SID");
    }

    private void RunInParallel(Func<Reading> newReading, Func<byte[], bool>? of = null)
    {
        var began = TimeProvider.System.GetTimestamp();
        var messages = Messages.Where(of ?? (_ => true)).ToArray();
        var refused = 0;
        Parallel.For(0, Seeds, seed => Interlocked.Add(ref refused, Run(messages, seed, newReading())));
        output.WriteLine($"{Seeds * MessagesPerSeed:N0} messages, {refused:N0} refused, {TimeProvider.System.GetElapsedTime(began).TotalSeconds:F1} s");
        // Damage that never goes deep proves nothing, and neither does damage that is never seen.
        Assert.InRange(refused, Seeds * MessagesPerSeed / 10, Seeds * MessagesPerSeed / 10 * 9);
    }

    /// <returns>How many messages were refused.</returns>
    private static int Run(byte[][] messages, int seed, Reading read)
    {
        var mutator = new MessageMutator(messages, seed);
        var refused = 0;
        for (var i = 0; i < MessagesPerSeed; i++)
        {
            var message = mutator.Next();
            try
            {
                read(message);
            }
            catch (TwilioProtocolException)
            {
                refused++;
            }
            catch (Exception failure)
            {
                Assert.Fail($"Seed {seed}, message {i}: {failure}{Environment.NewLine}{Convert.ToBase64String(message)}");
            }
        }

        return refused;
    }
}
