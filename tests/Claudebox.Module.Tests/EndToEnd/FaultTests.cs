using System.Collections;
using System.Management.Automation;
using Claudebox.Testing;

namespace Claudebox.Module.Tests.EndToEnd;

/// <summary>What a user meets before the first prompt has ever worked: each with an id and what to do about it.</summary>
[Collection(EngineCollection.Name)]
public sealed class FaultTests(EngineFixture engine)
{
    [Fact]
    public async Task An_image_that_does_not_exist()
    {
        await using var box = new Box(engine);

        Refused(box, "claudebox-test-missing:1", "ImageNotFound", "Name an image that exists");
    }

    [Fact]
    public async Task A_registry_that_does_not_answer()
    {
        await using var box = new Box(engine);
        Environment.SetEnvironmentVariable("CLAUDEBOX_REGISTRY", "127.0.0.1:1");
        try
        {
            Refused(box, "127.0.0.1:1/claudebox:1", "ImageNotFound", "Name an image that exists");
        }
        finally
        {
            Environment.SetEnvironmentVariable("CLAUDEBOX_REGISTRY", null);
        }
    }

    [Fact]
    public async Task An_image_of_someone_else()
    {
        const string Foreign = "claudebox-test-foreign:1";
        await using var box = new Box(engine);
        var archive = Path.Combine(box.Workspace, "empty.tar");
        await File.WriteAllBytesAsync(archive, new byte[10_240]);
        await DockerCli.RunAsync("import", archive, Foreign);
        try
        {
            Refused(box, Foreign, "ImageIncompatible", "CLAUDEBOX_IMAGE");
        }
        finally
        {
            await DockerCli.RunAsync("image", "rm", Foreign);
        }
    }

    [Fact]
    public async Task Wrong_credentials()
    {
        await using var box = new Box(engine);

        var result = box.Run("Invoke-Claudebox '[sim:error status=401 message=\"invalid x-api-key\"]' @box");

        IsError(result.AllErrors, "AuthenticationFailed", "ANTHROPIC_API_KEY");
    }

    [Fact]
    public async Task No_credentials()
    {
        await using var box = new Box(engine);
        var common = box.Common;
        ((Hashtable)common["Environment"]!).Remove("ANTHROPIC_API_KEY");
        engine.Simulator.Clear();

        var result = box.Shell.Run("Invoke-Claudebox '[sim:text text=never]' @box", ("box", common));

        IsError(result.AllErrors, "AuthenticationFailed", "ANTHROPIC_API_KEY");
        Assert.Empty(engine.Simulator.Requests);
        Assert.Equal("failed", Assert.Single(box.Runs()).Status);
    }

    private static void Refused(Box box, string image, string id, string advice)
    {
        var common = box.Common;
        common["Image"] = image;

        var result = box.Shell.Run("'one', 'two' | Invoke-Claudebox @box", ("box", common));

        Assert.Empty(result.Output);
        IsError(result.AllErrors, id, advice);
        Assert.Contains(image, result.AllErrors[0].ToString(), StringComparison.Ordinal);
    }

    private static void IsError(IReadOnlyList<ErrorRecord> errors, string id, string advice)
    {
        var error = Assert.Single(errors);
        Assert.StartsWith(id + ",", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(advice, error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }
}
