using Claudebox.Runs;

namespace Claudebox.Server.Runs;

/// <summary>The form of run ids. They are names of folders, so nothing else is let through.</summary>
internal static class RunIds
{
    private const int LongestId = 64;

    /// <summary>Whether a text can be a run id.</summary>
    public static bool AreValid(string runId) =>
        runId.Length is > 0 and <= LongestId && runId.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    /// <summary>Throws when a text cannot be a run id.</summary>
    public static void Check(string runId)
    {
        if (!AreValid(runId))
        {
            throw new ClaudeboxException(FailureCode.InvalidRequest,
                $"A run id (Idempotency-Key) has 1 to {LongestId} letters, digits, '-' or '_'.");
        }
    }

    /// <summary>Makes an id for a client that chose none.</summary>
    public static string New() => Guid.NewGuid().ToString("N");

    /// <summary>The failure for an unknown id.</summary>
    public static ClaudeboxException NotFound(string runId) => new(FailureCode.RunNotFound, $"There is no run {runId}.");
}
