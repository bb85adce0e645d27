using System.Globalization;
using Gateway.Core;
using Gateway.Tests.Support;

namespace Gateway.Tests.Unit;

/// <summary>Names that sort by time. Vectors from the public specification of ULID and its reference implementation.</summary>
public sealed class UlidTests
{
    /// <summary>Crockford's, spelt out once more.</summary>
    private const string Digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private readonly ManualTime _time = new();

    [Theory]
    [InlineData("00000000000000000000000000", "00000000-0000-0000-0000-000000000000")]
    [InlineData("7ZZZZZZZZZZZZZZZZZZZZZZZZZ", "ffffffff-ffff-ffff-ffff-ffffffffffff")]
    [InlineData("01ARZ3NDEKTSV4RRFFQ69G5FAV", "01563e3a-b5d3-d676-4c61-efb99302bd5b")]
    [InlineData("01GMXE90AEV7H3J4DPBDKB1R79", "01853ae4-814e-d9e2-3911-b65b66b0e0e9")]
    public void A_ULID_and_its_UUID_are_the_same_128_bits(string text, string uuid)
    {
        var ulid = Ulid.Parse(text);

        Assert.Equal(text, ulid.ToString());
        Assert.Equal(Guid.Parse(uuid), ulid.ToGuid());
        Assert.Equal(ulid, Ulid.FromGuid(ulid.ToGuid()));
        Assert.Equal(ToInteger(text), UInt128.Parse(ulid.ToGuid().ToString("N"), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("01ARYZ6S41TSV4RRFFQ69G5FAV", 1469918176385)]
    [InlineData("00000000000000000000000000", 0)]
    [InlineData("7ZZZZZZZZZ0000000000000000", 281474976710655)]
    public void The_first_ten_characters_are_the_time_in_milliseconds(string text, long milliseconds)
    {
        // The last one lies in the year 10889, which no calendar here knows.
        if (milliseconds < DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())
            Assert.Equal(milliseconds, Ulid.Parse(text).Time.ToUnixTimeMilliseconds());
        Assert.Equal(text, Ulid.Parse(text).ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("01ARZ3NDEKTSV4RRFFQ69G5FA")]
    [InlineData("01ARZ3NDEKTSV4RRFFQ69G5FAVV")]
    [InlineData("80000000000000000000000000")]
    [InlineData("ZZZZZZZZZZZZZZZZZZZZZZZZZZ")]
    [InlineData("01arz3ndektsv4rrffq69g5fav")]
    [InlineData("01ARZ3NDEKTSV4RRFFQ69G5FAI")]
    [InlineData("01ARZ3NDEKTSV4RRFFQ69G5FAL")]
    [InlineData("01ARZ3NDEKTSV4RRFFQ69G5FAO")]
    [InlineData("01ARZ3NDEKTSV4RRFFQ69G5FAU")]
    [InlineData("01ARZ3NDEKTSV4RRFFQ69G5FA ")]
    [InlineData("01ARZ3NDEKTSV4RRFFQ69G5FA\0")]
    [InlineData("01ARZ3NDEKTSV4RRFFQ69G5FA\n")]
    [InlineData("0\uFF11ARZ3NDEKTSV4RRFFQ69G5FA")]
    [InlineData("01ARZ3NDEKTSV4RRFFQ69G5F\ud83d\ude00")]
    [InlineData("01ARZ3NDEKTSV4RRFFQ69G5FA\ud800")]
    [InlineData("-1ARZ3NDEKTSV4RRFFQ69G5FAV")]
    [InlineData("'; DROP TABLE message; -- ")]
    public void A_text_that_is_no_ULID_is_refused(string? text)
    {
        Assert.False(Ulid.TryParse(text, out var ulid));
        Assert.Equal(default, ulid);
        Assert.Throws<FormatException>(() => Ulid.Parse(text!));
    }

    [Fact]
    public void Names_grow_with_time_as_texts_and_as_UUIDs()
    {
        var ids = new UlidSequence(_time);
        var made = new List<Ulid>();
        for (var i = 0; i < 1000; i++)
        {
            made.Add(ids.Next());
            Assert.Equal(_time.GetUtcNow(), made[^1].Time);
            _time.Advance(TimeSpan.FromMilliseconds(1 + (i * 7919 % 100_000)));
        }

        MustGrow(made);
        Assert.Equal(made.Select(id => id.ToGuid().ToString()), made.Select(id => id.ToGuid().ToString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Names_of_one_millisecond_grow_and_keep_its_time()
    {
        var ids = new UlidSequence(_time);
        var made = Enumerable.Range(0, 10_000).Select(_ => ids.Next()).ToList();

        MustGrow(made);
        Assert.All(made, id => Assert.Equal(_time.GetUtcNow(), id.Time));
    }

    [Fact]
    public void Names_grow_when_the_clock_is_set_back()
    {
        var clock = new ShiftedTime(_time);
        var ids = new UlidSequence(clock);
        var before = ids.Next();
        clock.Shift = -TimeSpan.FromHours(1);
        var made = Enumerable.Range(0, 100).Select(_ => ids.Next()).Prepend(before).ToList();

        MustGrow(made);
        clock.Shift = TimeSpan.FromSeconds(1);
        var after = ids.Next();
        MustGrow([.. made, after]);
        Assert.Equal(clock.GetUtcNow(), after.Time);
    }

    [Fact]
    public async Task Names_made_at_the_same_time_differ()
    {
        var ids = new UlidSequence(TimeProvider.System);
        var made = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Enumerable.Range(0, 10_000).Select(_ => ids.Next()).ToList())));

        Assert.All(made, MustGrow);
        Assert.Equal(40_000, made.SelectMany(each => each).Distinct().Count());
    }

    [Fact]
    public void Two_sequences_do_not_make_the_same_names()
    {
        var (one, other) = (new UlidSequence(_time), new UlidSequence(_time));

        Assert.Empty(Enumerable.Range(0, 1000).Select(_ => one.Next()).Intersect(Enumerable.Range(0, 1000).Select(_ => other.Next())));
    }

    [Fact]
    public void Whatever_is_written_is_read_again()
    {
        var random = new Random(5);
        for (var i = 0; i < 1000; i++)
        {
            var text = random.GetItems(Digits.AsSpan(0, 8), 1)[0] + new string(random.GetItems(Digits.AsSpan(), 25));
            var ulid = Ulid.Parse(text);

            Assert.Equal(text, ulid.ToString());
            Assert.Equal(ToInteger(text), UInt128.Parse(ulid.ToGuid().ToString("N"), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
        }
    }

    private static void MustGrow(IReadOnlyList<Ulid> made)
    {
        for (var i = 1; i < made.Count; i++)
            Assert.True(string.CompareOrdinal(made[i - 1].ToString(), made[i].ToString()) < 0, $"{made[i - 1]} is not before {made[i]}");
    }

    private static UInt128 ToInteger(string text) =>
        text.Aggregate((UInt128)0, (value, digit) => (value * 32) + (UInt128)Digits.IndexOf(digit, StringComparison.Ordinal));
}
