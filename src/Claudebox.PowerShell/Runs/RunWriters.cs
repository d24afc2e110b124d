using Claudebox.Objects;
using Claudebox.PowerShell.Pipeline;
using Claudebox.Views;

namespace Claudebox.PowerShell.Runs;

/// <summary>Makes the writer for what a user asked to see of a run.</summary>
/// <param name="Format">What to write.</param>
/// <param name="ResultOnly">Whether to write the result alone.</param>
/// <param name="IncludeDelta">Whether messages come piece by piece too.</param>
internal sealed record RunWriters(ClaudeboxOutputFormat Format, bool ResultOnly, bool IncludeDelta)
{
    /// <summary>Makes a writer of one run.</summary>
    public IRunWriter Create(string runId, string workspace, PipelineOutput output, TimeProvider time)
    {
        if (Format == ClaudeboxOutputFormat.Object)
        {
            return new ObjectWriter(output, new EventMapper(runId, workspace, IncludeDelta), ResultOnly, time);
        }

        var format = Format switch
        {
            ClaudeboxOutputFormat.Json => OutputFormat.Json,
            ClaudeboxOutputFormat.JsonVerbose => OutputFormat.JsonVerbose,
            ClaudeboxOutputFormat.StreamJson => OutputFormat.StreamJson,
            _ => OutputFormat.Text,
        };
        return new ViewWriter(output, format, new EventViewOptions
        {
            RunId = runId,
            Workspace = workspace,
            IncludePartialMessages = IncludeDelta,
        });
    }
}
