using System.Text.Json;
using Claudebox.Testing;

namespace Claudebox.Cli.Tests.Packaging;

public sealed class NoticesTests
{
    public static TheoryData<string> Shipped => ["Claudebox.Cli", "Claudebox.CommandLine", "Claudebox.PowerShell", "Claudebox.Server"];

    [Theory]
    [MemberData(nameof(Shipped))]
    public async Task Every_package_that_is_shipped_is_named_in_the_notices(string project)
    {
        var notices = await File.ReadAllTextAsync(Repository.PathOf("THIRD-PARTY-NOTICES.txt"));
        var words = notices.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);

        await using var file = File.OpenRead(Repository.PathOf("src", project, "obj", "project.assets.json"));
        using var assets = await JsonDocument.ParseAsync(file);

        // What restoring found that has something to run; of analyzers and reference assemblies nothing is shipped.
        var shipped = assets.RootElement.GetProperty("targets").EnumerateObject()
            .SelectMany(target => target.Value.EnumerateObject())
            .Where(library => library.Value.GetProperty("type").GetString() == "package" && library.Value.TryGetProperty("runtime", out var runtime) &&
                runtime.EnumerateObject().Any(item => !item.Name.EndsWith("/_._", StringComparison.Ordinal)))
            .Select(library => library.Name.Split('/')[0]);
        Assert.All(shipped, package => Assert.Contains(package, words));
    }
}
