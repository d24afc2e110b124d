using Claudebox.Runs;

namespace Claudebox.Terminals;

/// <summary>What makes the values of a <see cref="TerminalRequest"/> acceptable; used by host and server alike.</summary>
public static class TerminalRequestRules
{
    /// <summary>Throws when no terminal can be attached for a request.</summary>
    /// <param name="request">The request.</param>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.InvalidRequest"/>, with the fields.</exception>
    public static void Check(TerminalRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        if (request.Arguments is not [("interactive" or "claude"), ..])
        {
            errors.TryAdd("arguments", "must begin with 'interactive' or 'claude'");
        }
        else if (request.Arguments.Any(argument => argument is null || argument.Contains('\0') || !TextRules.IsWellFormed(argument)))
        {
            errors.TryAdd("arguments", "must be valid Unicode without NUL characters");
        }

        RunRequestRules.CheckEnvironment(request.Environment, errors);
        if (errors.Count > 0)
        {
            throw new ClaudeboxException(RunRequestRules.Failure(errors));
        }
    }
}
