namespace Claudebox.Server.Hosting;

/// <summary>The server's log: lines for people, or, where a server's log is collected, one JSON object per line.</summary>
internal static class ServerConsole
{
    private const string Timestamp = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";

    /// <summary>Adds the log.</summary>
    public static void AddServerConsole(this ILoggingBuilder logging, bool structured)
    {
        logging.ClearProviders();
        if (structured)
        {
            logging.AddJsonConsole(console =>
            {
                console.TimestampFormat = Timestamp.Trim();
                console.UseUtcTimestamp = true;
            });
        }
        else
        {
            logging.AddSimpleConsole(console =>
            {
                console.SingleLine = true;
                console.TimestampFormat = Timestamp;
                console.UseUtcTimestamp = true;
            });
        }

        logging.SetMinimumLevel(LogLevel.Information)
            .AddFilter("Microsoft", LogLevel.Warning)
            .AddFilter("ModelContextProtocol", LogLevel.Warning)

            // It writes the addresses of requests, and with them tokens in queries; so no configuration can turn it on.
            .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);
    }
}
