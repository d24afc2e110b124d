using System.Collections;
using System.Management.Automation;
using Claudebox.Settings;

namespace Claudebox.PowerShell.Commands;

/// <summary>Lets names and values pass that can be environment variables; the error names the parameter.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ValidateVariablesAttribute : ValidateArgumentsAttribute
{
    /// <inheritdoc/>
    protected override void Validate(object arguments, EngineIntrinsics engineIntrinsics)
    {
        foreach (var key in ((arguments as PSObject)?.BaseObject ?? arguments) is IDictionary variables ? variables.Keys : Array.Empty<object>())
        {
            var name = LanguagePrimitives.ConvertTo<string>(key);
            if (!EnvironmentVariables.IsName(name))
            {
                throw new ValidationMetadataException(EnvironmentVariables.ProblemOf(name) + ".");
            }
        }
    }
}
