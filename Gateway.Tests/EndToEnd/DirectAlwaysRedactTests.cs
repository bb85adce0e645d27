namespace Gateway.Tests.EndToEnd;

/// <summary>The dialogues that go differently where nothing may leave unmasked (api.md 8.2).</summary>
[Collection(EndToEndCollection.Name)]
public sealed class DirectAlwaysRedactTests(DirectAlwaysRedactTests.Strict gateway) : IClassFixture<DirectAlwaysRedactTests.Strict>
{
    public static TheoryData<string> Dialogues => new(DirectFixture.NamesIn("AlwaysRedact"));

    [Theory]
    [MemberData(nameof(Dialogues))]
    public Task A_dialogue_goes_as_its_file_says(string name) => DirectFixtureTests.PlayAsync(gateway, DirectFixture.Read(name));

    public sealed class Strict : GatewayFixture
    {
        protected override Dictionary<string, string?> Settings => new() { ["Gateway:Redaction:AlwaysRedact"] = "true" };
    }
}
