using System.Collections;
using System.Management.Automation;
using Claudebox.PowerShell.Failures;
using Claudebox.PowerShell.Hosting;
using Claudebox.Runs;
using Claudebox.Settings;

namespace Claudebox.PowerShell.Commands;

/// <summary>The base of the cmdlets that say what a workspace's container is made of.</summary>
public abstract class ContainerCommand : EngineCommand
{
    private protected ContainerCommand()
    {
    }

    /// <summary>Variables of the run: names and values.</summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? Environment { get; set; }

    /// <summary>Further directories for the container, as <c>source:target[:ro]</c>.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Mount { get; set; }

    /// <summary>The image of the container.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Image { get; set; }

    /// <summary>The network of the container, e.g. <c>bridge</c> or <c>host</c>.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Network { get; set; }

    /// <summary>Keeps the Docker socket out of the container.</summary>
    [Parameter]
    public SwitchParameter NoDockerSocket { get; set; }

    /// <summary>The container of a workspace, as the parameters ask for it. Call on the pipeline thread.</summary>
    /// <param name="directory">The workspace, as an absolute path.</param>
    private protected WorkspaceTarget Target(string directory) => new()
    {
        Path = directory,
        BaseDirectory = SessionState.Path.CurrentFileSystemLocation.ProviderPath,
        Image = Image,
        Network = Network,
        Mounts = string.Join('\n', Mount ?? []),
        NoDockerSocket = NoDockerSocket,
    };

    /// <summary>The variables that the user names; a name that none can have ends the command. Call on the pipeline thread.</summary>
    private protected Dictionary<string, string> Variables()
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in Environment ?? new Hashtable())
        {
            var name = LanguagePrimitives.ConvertTo<string>(entry.Key);
            if (!EnvironmentVariables.IsName(name))
            {
                ThrowTerminatingError(ErrorRecords.Of(
                    new ClaudeboxException(FailureCode.InvalidRequest, $"-Environment: {EnvironmentVariables.ProblemOf(name)}."), Environment));
            }

            variables[name] = LanguagePrimitives.ConvertTo<string>(entry.Value) ?? "";
        }

        return variables;
    }
}
