using System.Collections;
using System.Management.Automation;
using Claudebox.PowerShell.Hosting;

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
    [ValidateVariables]
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

    /// <summary>The variables that the user names.</summary>
    private protected Dictionary<string, string> Variables()
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in Environment ?? new Hashtable())
        {
            variables[LanguagePrimitives.ConvertTo<string>(entry.Key)] = LanguagePrimitives.ConvertTo<string>(entry.Value) ?? "";
        }

        return variables;
    }
}
