using System.Diagnostics.CodeAnalysis;

namespace Gateway.Transcripts;

/// <summary>The store cannot be used until somebody mends what the message says.</summary>
[SuppressMessage("Design", "CA1032", Justification = "An exception without advice would be of no use.")]
public sealed class StoreRefusedException(string advice, Exception? inner = null) : Exception(advice, inner);

/// <summary>The disk or the database fails at the moment; trying again later may work.</summary>
[SuppressMessage("Design", "CA1032", Justification = "An exception that does not say what failed would be of no use.")]
public sealed class StoreUnavailableException(string problem, Exception? inner = null) : Exception(problem, inner);

/// <summary>Stored content cannot be read: its key is not in the key file, or it was changed.</summary>
[SuppressMessage("Design", "CA1032", Justification = "An exception without advice would be of no use.")]
public sealed class UnreadableContentException(string advice, Exception? inner = null) : Exception(advice, inner);
