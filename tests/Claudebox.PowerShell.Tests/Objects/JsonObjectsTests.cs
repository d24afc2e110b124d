using System.Collections.Specialized;
using System.Management.Automation;
using System.Text.Json;
using Claudebox.Objects;
using Xunit;

namespace Claudebox.PowerShell.Tests.Objects;

public sealed class JsonObjectsTests
{
    [Fact]
    public void A_name_with_half_a_surrogate_pair_is_a_property_like_any_other()
    {
        var converted = Assert.IsType<PSObject>(Convert("""{"a\ud83d":1,"b":{"\udc00":"x"}}"""));
        Assert.Equal(["a\uFFFD", "b"], converted.Properties.Select(property => property.Name));
        Assert.Equal(1L, converted.Properties["a\uFFFD"].Value);
        Assert.Equal("x", Assert.IsType<PSObject>(converted.Properties["b"].Value).Properties["\uFFFD"].Value);
    }

    [Fact]
    public void Such_a_name_in_a_dictionary_is_a_key()
    {
        var converted = Assert.IsType<OrderedDictionary>(Convert("""{"A":1,"a":2,"\ud83d":3}"""));
        Assert.Equal(["A", "a", "\uFFFD"], converted.Keys.Cast<string>());
    }

    private static object? Convert(string json)
    {
        using var document = JsonDocument.Parse(json);
        return JsonObjects.ToObject(document.RootElement);
    }
}
