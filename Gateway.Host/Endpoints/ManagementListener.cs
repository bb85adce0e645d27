using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Gateway.Host.Endpoints;

/// <summary>
/// The listener for the operator. Connections to it are marked, so that no request header can make a public request look like one of its
/// own.
/// </summary>
internal static class ManagementListener
{
    public static void ListenForManagement(this KestrelServerOptions kestrel, Uri url)
    {
        var marked = (ListenOptions listen) => listen.Use((next) => connection =>
        {
            connection.Features.Set(new Mark());
            return next(connection);
        });
        if (url.HostNameType == UriHostNameType.Dns)
            kestrel.ListenLocalhost(url.Port, listen => marked(listen));
        else
            kestrel.Listen(System.Net.IPAddress.Parse(url.Host), url.Port, listen => marked(listen));
    }

    public static void MapManagement(this WebApplication app, HealthEndpoints health, UndeliveredEndpoint undelivered, ConversationEndpoint conversation)
    {
        app.MapWhen(context => context.Features.Get<Mark>() is not null, management => management.Run(context => context.Request.Path.Value switch
        {
            "/healthz" => HealthEndpoints.LiveAsync(context),
            "/readyz" => health.ReadyAsync(context),
            "/undelivered" => undelivered.AnswerAsync(context),
            "/conversation" => conversation.AnswerAsync(context),
            _ => ApiError.NotFound.WriteAsync(context),
        }));
    }

    private sealed record Mark;
}
