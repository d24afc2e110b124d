using System.Management.Automation;
using System.Reflection;
using System.Runtime.Loader;
using Claudebox.Runs;

namespace Claudebox.PowerShell.Loading;

/// <summary>
/// Runs when the module is imported: from then on the private assemblies of Claudebox are found, in a load context of
/// their own, so that their packages never meet other versions in the same PowerShell.
/// </summary>
public sealed class ModuleAssembly : IModuleAssemblyInitializer
{
    private static readonly object Gate = new();
    private static bool _hooked;

    /// <inheritdoc/>
    public void OnImport()
    {
        // Core is loaded here so that its types can be named before the first cmdlet has run.
        _ = typeof(RunRecord).Assembly;
        lock (Gate)
        {
            // Never unhooked: runspaces that end without Remove-Module leave no trace to count by, and the handler
            // answers for our own names only.
            if (!_hooked)
            {
                AssemblyLoadContext.Default.Resolving += static (_, name) => Resolve(name);
                _hooked = true;
            }
        }
    }

    private static Assembly? Resolve(AssemblyName name) =>
        PrivateLoadContext.Owns(name) ? PrivateLoadContext.Instance.LoadFromAssemblyName(name) : null;
}
