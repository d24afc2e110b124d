using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Claudebox.Cli.Tests.Support;
using Claudebox.Testing;

namespace Claudebox.Cli.Tests.Customization;

/// <summary>What of the host is in reach of the agent, and what is not.</summary>
public sealed class HostAccessTests(CommandFixture fixture)
{
    [Fact]
    public async Task A_compose_file_written_inside_mounts_directories_of_the_host()
    {
        await using var box = new CommandBox(fixture);
        box.Variables["CLAUDEBOX_DOCKER"] = "1";
        box.MakeFile("w/data/file", "seen through two engines' eyes");
        box.MakeFile("w/compose.yml", $$"""
            services:
              reader:
                image: {{CommandFixture.Image}}
                entrypoint: ["cat", "/data/file"]
                network_mode: none
                volumes:
                  - $PWD/data:/data
            """);
        var project = "claudebox-test-" + Guid.NewGuid().ToString("N")[..8];

        var answer = await box.SucceedAsync($"[sim:bash command='docker compose --progress quiet --project-name {project} run --rm -T reader']");

        Assert.Equal("Tool result: seen through two engines' eyes\n", answer);
    }

    [Fact]
    public async Task Without_the_socket_there_is_no_engine_inside()
    {
        await using var box = new CommandBox(fixture);

        Assert.Equal("Tool result: none\n", await box.SucceedAsync("[sim:bash command='test -e /var/run/docker.sock || echo none']"));

        Assert.DoesNotContain("docker.sock", await DockerCli.RunAsync("inspect", await box.ContainerAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Services_that_listen_on_the_hosts_loopback_are_out_of_reach()
    {
        await using var box = new CommandBox(fixture);
        using var service = new TcpListener(IPAddress.Loopback, 0);
        service.Start();
        var port = ((IPEndPoint)service.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);

        var answer = await box.SucceedAsync(
            $"[sim:bash command='for host in 127.0.0.1 localhost {ContainerHost.Name}; do curl --silent --max-time 5 --output /dev/null --noproxy \"*\" http://$host:{port}/; echo $?; done']");

        Assert.Equal("Tool result: 7\n7\n7\n", answer);
        Assert.False(service.Pending());
    }

    [Fact]
    public async Task Of_the_hosts_files_only_the_workspace_and_the_mounts_are_there()
    {
        await using var box = new CommandBox(fixture);
        box.MakeFile(".ssh/id_ed25519", "the user's own key", "600");
        box.MakeFile("other/secret", "another workspace");

        var answer = await box.SucceedAsync($"[sim:bash command='ls -A {box.Home}; ls -A ~/.ssh 2> /dev/null | wc -l; sudo ls /home']");

        Assert.Equal("Tool result: w\n0\nclaude\n", answer);
    }

    [Fact]
    public async Task A_secret_of_one_workspace_is_nowhere_in_the_container_of_another()
    {
        await using var one = new CommandBox(fixture, "one");
        await using var other = new CommandBox(fixture, "other", one.Home);
        other.Variables["CLAUDEBOX_ENV_SECRET"] = "of-the-other-4711";
        await using var busy = other.Start("[sim:text text=done gate=other-has-a-secret]");
        busy.Input.Close();
        await other.Model.WaitForRequestAsync(request => request.PromptText.Contains("other-has-a-secret", StringComparison.Ordinal));

        // The pattern does not match itself, which is in the transcript.
        one.Variables["CLAUDEBOX_ENV_SECRET"] = "of-this-one-4711";
        const string Search = "sudo grep --recursive --files-with-matches --text {0} ~/.claude /run /tmp /home /proc/[0-9]*/environ 2> /dev/null | grep -c .";
        var answer = await one.SucceedAsync(
            $"[sim:bash command='{string.Format(CultureInfo.InvariantCulture, Search, "of-the-other-471[1]")}; {string.Format(CultureInfo.InvariantCulture, Search, "of-this-one-471[1]")} | grep -c [1-9]']");
        other.Model.OpenGate("other-has-a-secret");

        // The second search finds this one's own: the first would have found the other's.
        Assert.Equal("Tool result: 0\n1\n", answer);
        Assert.Equal((0, "done\n"), ((await busy.WaitAsync()).ExitCode, (await busy.WaitAsync()).Output));
    }
}
