using Claudebox.Cli.Tests.Support;

namespace Claudebox.Cli.Tests.Customization;

/// <summary>The keys that the container uses.</summary>
public sealed class SshTests(CommandFixture fixture)
{
    // A server for the user "git", as the forges have it.
    private const string StartServer = """
        set -e
        (apt-get update -qq && apt-get install --yes -qq --no-install-recommends dropbear-bin) > log 2>&1 || { cat log; exit 1; }
        useradd --create-home git
        install --directory --owner git --mode 700 /home/git/.ssh
        install --owner git --mode 600 key.pub /home/git/.ssh/authorized_keys
        dropbearconvert openssh dropbear host host.dropbear > /dev/null 2>&1
        dropbear -E -r host.dropbear -p 127.0.0.1:2022 > /dev/null 2>&1
        """;

    [Fact]
    public async Task The_chosen_key_opens_a_known_host_without_a_question_and_no_other_key_is_there()
    {
        await using var box = new CommandBox(fixture);
        var keys = Path.Combine(box.Home, "chosen keys");
        box.Variables["CLAUDE_SSH_DIR"] = keys;
        box.MakeFile(".ssh/id_rsa", "the user's own key", "600");
        box.MakeFile("w/serve.sh", StartServer);
        await box.SucceedAsync("[sim:bash command='for name in key host; do ssh-keygen -q -t ed25519 -N \"\" -f $name; done; ls']");
        box.MakeFile("chosen keys/id_ed25519", await ReadAsync(box, "key"), "644");
        box.MakeFile("chosen keys/known_hosts", "[localhost]:2022 " + await ReadAsync(box, "host.pub"));

        var answer = await box.SucceedAsync("[sim:bash command='sudo bash serve.sh; ls ~/.ssh; ssh -T -p 2022 git@localhost whoami']");

        Assert.Equal("Tool result: id_ed25519\nknown_hosts\ngit\n", answer);
    }

    private static Task<string> ReadAsync(CommandBox box, string name) =>
        File.ReadAllTextAsync(Path.Combine(box.Workspace, name), TestContext.Current.CancellationToken);
}
