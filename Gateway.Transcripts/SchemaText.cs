namespace Gateway.Transcripts;

/// <summary>The schemas, as they stand in the source beside the store that writes them.</summary>
internal static class SchemaText
{
    public static string Read(string name)
    {
        using var reader = new StreamReader(typeof(SchemaText).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
