using System.Text;
using Claudebox.Cli.Tests.Support;

namespace Claudebox.Cli.Tests.Customization;

/// <summary>Variables that travel into the container under a prefix.</summary>
public sealed class EnvironmentTests(SharedBox box) : IClassFixture<SharedBox>
{
    private static readonly string[] Values =
        ["k=", "a b", "two\nlines\n", "Grüße, 日本 🙂", "$(touch hacked)`id`%PATH%", "'\" \\ \t|&;", "=a=b=="];

    [Fact]
    public async Task Any_value_arrives_intact_and_a_changed_one_with_the_next_prompt()
    {
        for (var i = 0; i < Values.Length; i++)
        {
            box.Variables[(i % 2 == 0 ? "CLAUDEBOX_ENV_V" : "CLAUDE_ENV_V") + i] = Values[i];
        }

        var print = "printf '%s|' " + string.Join(' ', Values.Select((_, i) => $"\\\"$V{i}\\\"")) + " | base64 --wrap 0";
        Assert.Equal(string.Concat(Values.Select(value => value + "|")), await DecodedAsync(print));
        var container = await box.ContainerAsync();

        box.Variables["CLAUDEBOX_ENV_V1"] = "changed";
        box.Variables.Remove("CLAUDEBOX_ENV_V0");
        Assert.Equal("|changed|", await DecodedAsync("printf '%s|%s|' \\\"$V0\\\" \\\"$V1\\\" | base64 --wrap 0"));
        Assert.Equal(container, await box.ContainerAsync());
        Assert.Empty(Directory.EnumerateFiles(box.Home, "hacked", SearchOption.AllDirectories));
    }

    private async Task<string> DecodedAsync(string command)
    {
        var answer = await box.SucceedAsync($"[sim:bash command=\"{command}\"]");
        return Encoding.UTF8.GetString(Convert.FromBase64String(answer.Trim()["Tool result: ".Length..]));
    }
}
