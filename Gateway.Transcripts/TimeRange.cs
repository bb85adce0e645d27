namespace Gateway.Transcripts;

/// <summary>A span of time.</summary>
/// <param name="From">Its first moment.</param>
/// <param name="To">The first moment after it.</param>
public readonly record struct TimeRange(DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>A date, by the clock of UTC.</summary>
    public static TimeRange Of(DateOnly date)
    {
        var midnight = new DateTimeOffset(date, TimeOnly.MinValue, TimeSpan.Zero);
        return new TimeRange(midnight, midnight.AddDays(1));
    }
}

/// <summary>How far some messages reach.</summary>
/// <param name="EarliestSpoken">When the earliest of them was spoken.</param>
/// <param name="LatestCreated">When the latest of them was created.</param>
public readonly record struct MessageExtent(DateTimeOffset EarliestSpoken, DateTimeOffset LatestCreated);
