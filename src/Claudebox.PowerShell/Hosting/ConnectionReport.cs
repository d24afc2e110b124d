using Claudebox.PowerShell.Pipeline;

namespace Claudebox.PowerShell.Hosting;

/// <summary>Tells with <c>-Verbose</c> which container a command has got.</summary>
internal static class ConnectionReport
{
    public static async Task WriteAsync(IWorkspaceServer server, string workspace, PipelineOutput output)
    {
        if (server.Remade.Count > 0)
        {
            await output.WriteVerboseAsync(
                $"Container '{server.Container}' was remade because of: {string.Join(", ", server.Remade)}. What had been installed in it is gone.").ConfigureAwait(false);
        }

        await output.WriteVerboseAsync($"Connected to container '{server.Container}' of workspace '{workspace}'.").ConfigureAwait(false);
    }
}
