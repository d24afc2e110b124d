using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Text.Json.Nodes;

namespace Claudebox.Testing.PowerShell;

/// <summary><c>ConvertTo-Json</c>: what is left of an object when only its properties are looked at.</summary>
[Cmdlet(VerbsData.ConvertTo, "Json")]
public sealed class ConvertToJsonStandIn : PSCmdlet
{
    /// <summary>An object.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>How many levels to follow.</summary>
    [Parameter]
    public int Depth { get; set; } = 4;

    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteObject(Node(InputObject, 0)?.ToJsonString() ?? "null");

    private JsonNode? Node(object? value, int level) => ((value as PSObject)?.BaseObject ?? value) switch
    {
        null => null,
        string text => text,
        bool flag => flag,
        Enum or TimeSpan or DateTimeOffset or DateTime => JsonValue.Create(Convert.ToString(value, CultureInfo.InvariantCulture)),
        IFormattable number and (int or long or double or decimal) => JsonNode.Parse(number.ToString(null, CultureInfo.InvariantCulture)),
        _ when level >= Depth => value?.ToString(),
        IDictionary map => new JsonObject(map.Cast<DictionaryEntry>().Select(entry => KeyValuePair.Create(entry.Key.ToString()!, Node(entry.Value, level + 1)))),
        IEnumerable list => new JsonArray([.. list.Cast<object?>().Select(item => Node(item, level + 1))]),
        _ => new JsonObject(PSObject.AsPSObject(value!).Properties.Select(property => KeyValuePair.Create(property.Name, Node(property.Value, level + 1)))),
    };
}
