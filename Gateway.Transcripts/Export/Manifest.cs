using System.Text.Json.Serialization;

namespace Gateway.Transcripts.Export;

/// <summary>
/// What a feed has of one date. Writing it makes the date visible, all at once; without it files are leftovers of a publication that did not end.
/// </summary>
/// <param name="Date">The date.</param>
/// <param name="Generation">The folder with the files: a new one whenever the date is published again.</param>
/// <param name="PublishedAt">When.</param>
/// <param name="CreatedUntil">Utterances created later are not in the files.</param>
/// <param name="Files">The files, ordered by name; empty for a date on which nothing was said.</param>
public sealed record Manifest(DateOnly Date, string Generation, DateTimeOffset PublishedAt, DateTimeOffset CreatedUntil, IReadOnlyList<PublishedFile> Files);

/// <summary>One file.</summary>
/// <param name="Name">Unique within its date and format (INF-40).</param>
/// <param name="Format">Its format's name.</param>
/// <param name="Interval">The hour it holds: <c>hr=00</c> to <c>hr=23</c>.</param>
/// <param name="Rows">Utterances in it.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">Its SHA-256, 64 lower-case hexadecimal digits.</param>
public sealed record PublishedFile(string Name, string Format, string Interval, long Rows, long Bytes, string Sha256);

// What lacks a member is damaged: files are deleted by what stands here.
[JsonSourceGenerationOptions(
    System.Text.Json.JsonSerializerDefaults.Web, WriteIndented = true, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(Manifest))]
internal sealed partial class ManifestJson : JsonSerializerContext;
