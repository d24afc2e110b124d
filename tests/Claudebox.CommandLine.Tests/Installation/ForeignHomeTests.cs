using Claudebox.CommandLine.Installation;
using Claudebox.Runs;

namespace Claudebox.CommandLine.Tests.Installation;

public sealed class ForeignHomeTests
{
    [Fact]
    public void With_sudo_nothing_is_installed_in_the_home_of_who_called_it()
    {
        var failure = Assert.Throws<ClaudeboxException>(() => ForeignHome.Check(Sudo("1000"), "/home/ada", isRoot: true));

        Assert.Equal(FailureCode.InvalidRequest, failure.Code);
        Assert.Contains("without sudo", failure.Message, StringComparison.Ordinal);
        Assert.Contains("ada could not use it", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1000", "/root", true)]
    [InlineData("1000", "/var/root/", true)]
    [InlineData("0", "/home/ada", true)]
    [InlineData("", "/home/ada", true)]
    [InlineData("1000", "/home/ada", false)]
    public void Who_installs_for_oneself_may(string caller, string home, bool isRoot) => ForeignHome.Check(Sudo(caller), home, isRoot);

    private static Dictionary<string, string> Sudo(string caller) => new() { ["SUDO_UID"] = caller, ["SUDO_USER"] = "ada" };
}
