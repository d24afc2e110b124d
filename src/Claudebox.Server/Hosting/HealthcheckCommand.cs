namespace Claudebox.Server.Hosting;

/// <summary>The verb <c>healthcheck</c>: asks the resident server for its health; exit code 0 when it answers.</summary>
internal static class HealthcheckCommand
{
    /// <summary>By which the server tells that nobody needs it: the engine asks all the time.</summary>
    public const string UserAgent = "claudebox-healthcheck";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <summary>Asks once.</summary>
    public static async Task<int> RunAsync()
    {
        var options = ServerOptions.FromEnvironment();
        using var client = ServerSocket.Client(options);
        client.Timeout = Limit;
        client.DefaultRequestHeaders.UserAgent.ParseAdd(UserAgent);
        try
        {
            Console.WriteLine(await client.GetStringAsync("/health"));
            return 0;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            await Console.Error.WriteLineAsync($"The server at {options.SocketPath} does not answer: {e.Message}");
            return 1;
        }
    }
}
