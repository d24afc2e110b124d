namespace Claudebox.Testing;

/// <summary><c>sim:error</c>.</summary>
public sealed class ErrorScenario() : Scenario(
    "error", "An HTTP error, every time or the first times.", "[sim:error status=429 retry-after=1 times=2 text=recovered]",
    new("status", "the HTTP status, 400 to 599 (500)"),
    new("message", "the error's message (`simulated error`)"),
    new("type", "the error's type (the one of the status)"),
    new("retry-after", "the header of that name (none)"),
    new("should-retry", "the header `x-should-retry`: true or false (none)"),
    new("header", "another header as `name: value`; repeat it (none)"),
    new("times", "how many tries of a request fail before one is answered (all)"),
    new("text", "the text of the answer after that (`recovered`)"))
{
    /// <inheritdoc/>
    public override ModelAnswer Answer(ModelTurn turn, ScenarioArguments arguments)
    {
        if (turn.Attempt > arguments.Number("times", int.MaxValue))
        {
            return MessageAnswer.OfText(arguments.Text("text") ?? "recovered");
        }

        var status = arguments.Number("status", 500);
        if (status is < 400 or > 599)
        {
            throw new ScenarioWordException($"sim:error: status='{status}' is not an error status.");
        }

        var error = new ErrorAnswer(status, arguments.Text("message") ?? "simulated error") { Headers = [.. Headers(arguments)] };
        return arguments.Text("type") is { } type ? error with { Type = type } : error;
    }

    private static IEnumerable<KeyValuePair<string, string>> Headers(ScenarioArguments arguments)
    {
        if (arguments.Text("retry-after") is { } seconds)
        {
            yield return new("retry-after", seconds);
        }

        if (arguments.Flag("should-retry") is { } retry)
        {
            yield return new("x-should-retry", retry ? "true" : "false");
        }

        foreach (var header in arguments.All("header"))
        {
            var colon = header.IndexOf(':', StringComparison.Ordinal);
            if (colon < 1)
            {
                throw new ScenarioWordException($"sim:error: header='{header}' is not 'name: value'.");
            }

            yield return new(header[..colon], header[(colon + 1)..].Trim());
        }
    }
}
