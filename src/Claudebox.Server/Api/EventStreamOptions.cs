namespace Claudebox.Server.Api;

/// <summary>How a client wants a run's events.</summary>
/// <param name="ServerSentEvents">Server-sent events, or else NDJSON.</param>
/// <param name="Raw">Claude Code's bytes, or else camelCase.</param>
/// <param name="IncludePartial">With <c>stream_event</c> and <c>status/requesting</c> lines.</param>
/// <param name="After">The last sequence number that the client has.</param>
internal sealed record EventStreamOptions(bool ServerSentEvents, bool Raw, bool IncludePartial, long After)
{
    /// <summary>Whether the client's Accept header asks for a stream of events, and which.</summary>
    /// <returns>True for server-sent events, false for NDJSON, null for neither.</returns>
    public static bool? WantsServerSentEvents(HttpRequest request)
    {
        foreach (var accepted in request.GetTypedHeaders().Accept)
        {
            switch (accepted.MediaType.Value)
            {
                case "text/event-stream":
                    return true;
                case "application/x-ndjson":
                    return false;
            }
        }

        return null;
    }
}
