using Claudebox.Runs;

namespace Claudebox.Server.Api;

/// <summary>
/// What a run over TCP may ask for. Origins stay in the API's own family, so that no stranger lands in a terminal's or a
/// chat's conversation. Variables need a token: with them a client could, unseen, send the server's own credentials to
/// an address of its choice. Those of the program loader are nobody's: they act before the run's user is set.
/// </summary>
internal static class PublicRequestRules
{
    private const string Family = "api";

    /// <summary>Throws when a stranger may not ask for this.</summary>
    /// <param name="request">The request.</param>
    /// <param name="open">Whether the API has no token.</param>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.InvalidRequest"/>, naming the field.</exception>
    public static void Check(RunRequest request, bool open)
    {
        if (request.Origin is { } origin && origin != Family && !origin.StartsWith(Family + ":", StringComparison.Ordinal))
        {
            throw Refused("origin", $"must be {Family} or begin with {Family}:");
        }

        if (request.Environment is not { Count: > 0 } environment)
        {
            return;
        }

        if (open)
        {
            throw Refused("environment", "is accepted only by an API that has a token");
        }

        if (environment.Keys.FirstOrDefault(name => name.StartsWith("LD_", StringComparison.Ordinal)) is { } loader)
        {
            throw Refused("environment." + loader, "cannot be set over the network");
        }
    }

    private static ClaudeboxException Refused(string field, string problem) => new(new RunFailure
    {
        Code = FailureCode.InvalidRequest,
        Message = $"The request is not valid: {field} {problem}.",
        Fields = new Dictionary<string, string> { [field] = problem },
    });
}
