using Claudebox.CommandLine.Installation;

namespace Claudebox.CommandLine.Tests.Installation;

public sealed class SearchPathTests : IDisposable
{
    private readonly TestHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public void A_directory_in_PATH_needs_no_advice() => Assert.Null(Advice($"/usr/bin:{_home.In("bin")}/"));

    [Fact]
    public void Another_command_that_comes_first_is_named()
    {
        var other = _home.MakeFile("first/claudebox", "");

        Assert.Contains($"leads to {other}", Advice($"{_home.In("first")}:{_home.In("bin")}"), StringComparison.Ordinal);
        Assert.Null(Advice($"{_home.In("bin")}:{_home.In("first")}"));
    }

    [Theory]
    [InlineData("/bin/bash", ">> ~/.bashrc")]
    [InlineData("/usr/bin/zsh", ">> ~/.zshrc")]
    [InlineData("/usr/bin/fish", "fish_add_path")]
    [InlineData("", ">> ~/.profile")]
    public void A_directory_outside_of_PATH_comes_with_the_line_that_adds_it(string shell, string part)
    {
        var advice = Advice("/usr/bin", shell);

        Assert.Contains($"{_home.In("bin")} is not in PATH", advice, StringComparison.Ordinal);
        Assert.Contains(part, advice, StringComparison.Ordinal);
    }

    private string? Advice(string path, string shell = "") =>
        SearchPath.Advice(_home.In("bin", "claudebox"), new Dictionary<string, string> { ["PATH"] = path, ["SHELL"] = shell });
}
