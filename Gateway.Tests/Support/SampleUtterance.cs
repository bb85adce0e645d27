using Gateway.Core;

namespace Gateway.Tests.Support;

internal static class SampleUtterance
{
    private static readonly UlidSequence Ids = new(new ManualTime());

    /// <summary>Something said in the call whose SID ends in the 32 hexadecimal digits.</summary>
    public static Utterance Of(string digits = "5b040e075515c424391012acc5a870cf") => new()
    {
        Id = Ids.Next(),
        Conversation = CallSid.Parse("CA" + digits),
        Stream = new StreamId(Guid.Parse("5ce2b755-3f38-11ed-b755-7aed4b5c38d5")),
        Participant = Participant.Customer,
        ParticipantId = "TT9833237",
        Start = TimeSpan.FromMilliseconds(400),
        End = TimeSpan.FromMilliseconds(3968),
        SpokenAt = new DateTimeOffset(2026, 3, 1, 9, 0, 0, TimeSpan.Zero),
        Text = "I need help upgrading my streaming package and my PIN number is ####",
        Engine = "pocketsphinx",
    };
}
