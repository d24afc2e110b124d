using System.Globalization;
using Claudebox.Runs;

namespace Claudebox.Server.Claude;

/// <summary>Claude Code's arguments for a run. The prompt is never among them (claude-cli.md §8.1).</summary>
internal static class ClaudeArguments
{
    /// <summary>Builds the arguments.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="session">The session, decided beforehand.</param>
    /// <param name="model">The model, or null for the user's default.</param>
    /// <param name="files">The files with the system texts.</param>
    public static IReadOnlyList<string> For(RunRequest request, SessionChoice session, string? model, SystemTextFiles files)
    {
        var arguments = new List<string>
        {
            "-p", "--input-format", "stream-json", "--output-format", "stream-json", "--verbose",
            "--include-partial-messages", "--dangerously-skip-permissions",
            session.IsNew ? "--session-id" : "--resume", session.SessionId,
            "--append-system-prompt-file", files.AppendPath,
        };
        if (files.SystemPath is { } systemPath)
        {
            Add("--system-prompt-file", systemPath);
        }

        Add("--model", model);
        Add("--effort", request.Effort);
        Add("--json-schema", request.JsonSchema);
        Add("--max-turns", request.MaxTurns?.ToString(CultureInfo.InvariantCulture));
        Add("--max-budget-usd", request.MaxBudgetUsd?.ToString(CultureInfo.InvariantCulture));
        return arguments;

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                arguments.Add(name);
                arguments.Add(value);
            }
        }
    }
}
