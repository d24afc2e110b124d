using System.Reflection;
using System.Runtime.Loader;
using Claudebox.Runs;

namespace Claudebox.PowerShell.Loading;

/// <summary>Where <c>Claudebox.Docker</c> and the packages it needs live: the folder <c>deps</c> of the module.</summary>
internal sealed class PrivateLoadContext : AssemblyLoadContext
{
    private static readonly HashSet<string> Entries = new(StringComparer.OrdinalIgnoreCase)
    {
        "Claudebox.Docker", "Claudebox.CommandLine",
    };

    private static readonly Lazy<PrivateLoadContext> Lazily = new(() => new PrivateLoadContext());

    private readonly string _folder =
        Path.Combine(Path.GetDirectoryName(typeof(PrivateLoadContext).Assembly.Location)!, "deps");

    private PrivateLoadContext()
        : base("Claudebox")
    {
    }

    /// <summary>The one context of the process.</summary>
    public static PrivateLoadContext Instance => Lazily.Value;

    /// <summary>Whether the cmdlets may ask for this assembly from outside.</summary>
    public static bool Owns(AssemblyName name) => name.Name is { } simple && Entries.Contains(simple);

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        // The public types must have one identity in the process.
        var core = typeof(RunRecord).Assembly;
        if (assemblyName.Name == core.GetName().Name)
        {
            return core;
        }

        // What is not in the folder is the framework's, and that is the host's.
        var file = Path.Combine(_folder, assemblyName.Name + ".dll");
        return File.Exists(file) ? LoadFromAssemblyPath(file) : null;
    }
}
