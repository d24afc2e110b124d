using System.Text.Json;

namespace Claudebox.Module.Tests.EndToEnd;

/// <summary>What the ledger's file says of a run.</summary>
internal sealed record RunState(string RunId, string Workspace, string Status, DateTimeOffset SubmittedAt)
{
    public static RunState Read(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(file));
        var root = document.RootElement;
        return new RunState(
            root.GetProperty("runId").GetString()!,
            root.GetProperty("workspace").GetString()!,
            root.GetProperty("status").GetString()!,
            root.GetProperty("submittedAt").GetDateTimeOffset());
    }
}
