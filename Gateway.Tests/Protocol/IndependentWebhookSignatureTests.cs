using System.Text;
using System.Text.Json;
using Gateway.Media.Twilio;
using Gateway.Tests.Support;

namespace Gateway.Tests.Protocol;

/// <summary>Twilio's own SDK signs webhook requests and checks ours, with URLs, forms and bodies made up at random.</summary>
public sealed class IndependentWebhookSignatureTests
{
    private const string AuthToken = "0123456789abcdef0123456789abcdef";

    private static readonly List<RandomWebhook> Requests = MakeUp(600);

    [Fact]
    public async Task What_is_signed_here_Twilios_own_SDK_signs_alike_and_accepts()
    {
        var signatures = Requests.Select(request => TwilioWebhookSignature.Compute(request.Url, request.Parameters, AuthToken)).ToList();

        var answers = await AskAsync(Requests, signatures);

        Assert.Equal(signatures, answers.Select(answer => answer.Signature));
        Assert.All(answers, answer => Assert.True(answer.Valid));
        Assert.All(answers, answer => Assert.True(answer.Express));
    }

    [Fact]
    public async Task What_Twilios_own_SDK_signs_is_accepted_here_after_the_way_through_a_form()
    {
        var answers = await AskAsync(Requests, Requests.Select(_ => ""));

        Assert.Equal(Requests.Select(_ => "as written"), Requests.Zip(answers, (request, answer) => Match(request, answer.Signature)));
    }

    [Fact]
    public async Task One_changed_character_is_refused_by_both()
    {
        var random = new Random(2);
        var signatures = Requests.Select(request => TwilioWebhookSignature.Compute(request.Url, request.Parameters, AuthToken)).ToList();
        var damaged = Requests.Select(request => request.Damaged(random)).ToList();

        Assert.All(damaged.Zip(signatures), pair => Assert.Null(Match(pair.First, pair.Second)));
        Assert.All(await AskAsync(damaged, signatures), answer => Assert.False(answer.Valid || answer.Express));

        var forged = signatures.Select(signature => RandomWebhook.Change(random, signature, 0)).ToList();
        Assert.All(Requests.Zip(forged), pair => Assert.Null(Match(pair.First, pair.Second)));
        Assert.All(await AskAsync(Requests, forged), answer => Assert.False(answer.Valid || answer.Express));

        Assert.All(Requests.Zip(signatures), pair => Assert.Null(Match(pair.First, pair.Second, RandomWebhook.Change(random, AuthToken, 0))));
    }

    [Fact]
    public async Task Whatever_form_of_a_URL_was_signed_nothing_is_refused_here_that_Twilios_own_SDK_accepts()
    {
        var signed = Requests.SelectMany(request => Forms(request.Url).Select(url => (request, Signature: TwilioWebhookSignature.Compute(url, request.Parameters, AuthToken)))).ToList();

        var answers = await AskAsync(signed.Select(pair => pair.request).ToList(), signed.Select(pair => pair.Signature));

        var accepted = signed.Zip(answers).Where(pair => pair.Second.Valid).Select(pair => pair.First).ToList();
        Assert.True(accepted.Count > 2 * Requests.Count, $"only {accepted.Count} were accepted");
        Assert.All(accepted, pair => Assert.NotNull(Match(pair.request, pair.Signature)));
    }

    /// <summary>The forms that an old service might sign: ports come and go, and the query is escaped more or less.</summary>
    private static IEnumerable<string> Forms(string url)
    {
        var parts = SignedUrl.Split(url)!.Value;
        foreach (var port in new[] { parts.Port, "", parts.StandardPort })
        {
            var form = (parts with { Port = port }) is var (scheme, user, host, signedPort, rest) ? scheme + user + host + signedPort + rest : url;
            yield return form;
            yield return form.Replace("'", "%27", StringComparison.Ordinal);
            yield return form.Replace("+", "%20", StringComparison.Ordinal);
        }
    }

    private static string? Match(RandomWebhook request, string signature, string token = AuthToken) => request.Body is { } body
        ? TwilioWebhookSignature.MatchBody(request.Url, Encoding.UTF8.GetBytes(body), signature, token)
        : TwilioWebhookSignature.Match(request.Url, TwilioForm.Parse(request.FormBody), signature, token);

    private static List<RandomWebhook> MakeUp(int count)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, count).Select(_ => RandomWebhook.Next(random))];
    }

    private static async Task<IReadOnlyList<Answer>> AskAsync(IReadOnlyList<RandomWebhook> requests, IEnumerable<string> signatures) =>
    [
        .. (await Node.AskAsync("webhook.mjs", [.. requests.Zip(signatures, (request, signature) =>
                new { url = request.Url, token = AuthToken, parameters = request.Grouped, body = request.Body, signature = signature.Length == 0 ? null : signature })]))
            .Select(answer => answer.Deserialize<Answer>(JsonSerializerOptions.Web)!),
    ];

    private sealed record Answer(string Signature, bool Valid, bool Express);
}
