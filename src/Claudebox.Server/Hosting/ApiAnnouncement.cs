using Claudebox.Server.Auth;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Claudebox.Server.Hosting;

/// <summary>Says in the log where the API is and, once, that it is open when it is.</summary>
internal static class ApiAnnouncement
{
    /// <summary>Says it when the server listens.</summary>
    public static void AnnounceApi(this WebApplication app)
    {
        // Wrong tokens end the start, not the first request.
        var secrets = app.Services.GetRequiredService<ServerSecrets>();
        if (app.Services.GetRequiredService<ServerOptions>().ApiPort is null)
        {
            return;
        }

        app.Lifetime.ApplicationStarted.Register(() =>
        {
            var port = app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses
                .Where(address => !address.Contains("unix:", StringComparison.Ordinal))
                .Select(address => BindingAddress.Parse(address).Port)
                .First();
            app.Logger.ApiListens(port);
            if (secrets.AreOpen)
            {
                app.Logger.ApiIsOpen(port);
            }
        });
    }
}
