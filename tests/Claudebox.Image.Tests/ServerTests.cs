using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Claudebox.Testing;

namespace Claudebox.Image.Tests;

/// <summary>The container as an HTTP server, started as the announcement says.</summary>
[Collection(ImageCollection.Name)]
public sealed partial class ServerTests(ImageFixture image)
{
    private const string Owner = "1234:2345";

    [Fact]
    public async Task The_announcements_compose_file_gives_a_server()
    {
        await using var box = new ServerBox(Owner);
        var project = "claudebox-test-" + Guid.NewGuid().ToString("N")[..8];
        await File.WriteAllTextAsync(box.FileBeside("compose.yml"), $"""
            services:
              claudebox:
                image: {ImageFixture.Image}
                ports:
                  - "127.0.0.1::8080"
                environment:
            {string.Concat(ServerBox.Variables(image).Select(variable => $"      - {variable}\n"))}
                extra_hosts:
                  - "{ContainerHost.Name}:host-gateway"
                volumes:
                  - {box.Data}:/home/claude/.claude
                  - {box.Workspaces}:/workspaces
                  - /var/run/docker.sock:/var/run/docker.sock
            """);
        try
        {
            await ComposeAsync(box, project, "up", "--detach");
            await box.AdoptAsync((await DockerCli.RunAsync("ps", "--quiet", "--no-trunc", "--filter", $"label=com.docker.compose.project={project}")).Trim());

            var answer = await box.RunAsync("[sim:text text=composed]", "x");

            Assert.Equal(("composed", "/workspaces/x"), (answer["result"]!.GetValue<string>(), answer["workspace"]!.GetValue<string>()));
        }
        finally
        {
            await ComposeAsync(box, project, "down");
        }
    }

    [Fact]
    public async Task Runs_and_files_work_over_the_published_port_and_belong_to_the_workspaces_owner()
    {
        await using var box = await new ServerBox(Owner).StartAsync(image);

        using var put = await box.Http.PutAsync("/files/app/uploaded.txt", new StringContent("over HTTP"));
        var seen = await box.BashAsync("cat uploaded.txt; echo by-claude > made.txt; echo $(id -u):$(id -g) $(docker ps --quiet | grep -c .)", "app");
        var made = await box.Http.GetStringAsync("/files/app/made.txt");
        using var stranger = new HttpClient { BaseAddress = box.Http.BaseAddress };

        Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        Assert.Matches($"^over HTTP{Owner} [1-9]", seen);
        Assert.Equal("by-claude\n", made);
        foreach (var path in new[] { "app", "app/uploaded.txt", "app/made.txt" })
        {
            Assert.Equal(Owner, HostFiles.Owner(Path.Combine(box.Workspaces, path)));
        }

        Assert.Equal(HttpStatusCode.OK, (await stranger.GetAsync("/health")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await stranger.GetAsync("/ready")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync("/files")).StatusCode);
    }

    [Theory]
    [InlineData(Owner)]
    [InlineData("0:0")]
    public async Task No_process_that_stays_shows_a_secret_even_to_an_agent_that_is_root(string owner)
    {
        await using var box = await new ServerBox(owner).StartAsync(image);

        var seen = await box.BashAsync(
            "for p in 1 $(pgrep -f claudebox-server); do sudo cat /proc/$p/environ | tr '\\0' '\\n'; sudo tr '\\0' ' ' < /proc/$p/cmdline; done; echo done", "x");

        Assert.Contains("CLAUDE_MODE_API=1", seen, StringComparison.Ordinal);
        Assert.Contains("tini -- /opt/claudebox/entrypoint.sh serve", seen, StringComparison.Ordinal);
        Assert.EndsWith("done", seen, StringComparison.Ordinal);
        Assert.DoesNotContain(ServerBox.Token, seen, StringComparison.Ordinal);
        Assert.DoesNotContain("sk-ant-oat01", seen, StringComparison.Ordinal);
        var (_, log, error) = await DockerCli.TryAsync("logs", box.Id);
        Assert.DoesNotContain(ServerBox.Token, log + error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Git_identity_skills_and_hooks_apply_as_everywhere()
    {
        await using var box = new ServerBox(Owner);
        var skill = Directory.CreateDirectory(Path.Combine(box.Data, ".always-skills", "s")).FullName;
        await File.WriteAllTextAsync(Path.Combine(skill, "SKILL.md"), "A skill for servers.");
        await File.WriteAllTextAsync(Path.Combine(Directory.CreateDirectory(Path.Combine(box.Data, "init.d")).FullName, "1.sh"), "id -u > /var/tmp/hooked\n");
        await box.StartAsync(image, "--env", "CLAUDE_GIT_NAME=Ada", "--env", "CLAUDE_GIT_EMAIL=ada@example.org");
        image.Simulator.Clear();

        var seen = await box.BashAsync("git init -q . && git commit -q --allow-empty -m x && git log --format='%an %ae %cn'; cat /var/tmp/hooked", "repository");

        Assert.Equal("Ada ada@example.org Ada\n0", seen);
        Assert.Contains(image.Simulator.Requests, r => r.IsMain && r.SystemText.Contains("A skill for servers.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("http-api.md", "", "\"result\":")]
    [InlineData("openai.md", "/openai/v1", "\"finish_reason\":\"stop\"")]
    [InlineData("mcp.md", "", "\"status\":\"completed\"")]
    public async Task Every_example_of_the_document_works(string name, string path, string answer)
    {
        await using var box = await new ServerBox(Owner).StartAsync(image);
        Directory.CreateDirectory(Path.Combine(box.Workspaces, "my-project"));
        var answers = "";

        foreach (var example in await DocumentExamples.ReadAsync(name, "sh"))
        {
            var (code, output, error) = await DockerCli.TryAsync(
                "exec", "--workdir", "/tmp", "--env", "URL=http://127.0.0.1:8080" + path, "--env", $"TOKEN={ServerBox.Token}", box.Id,
                "bash", "-euo", "pipefail", "-c", example);
            Assert.True(code == 0, $"{example}\n{output}\n{error}");
            answers += output;
        }

        Assert.Contains(answer, answers, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Credentials_are_handed_over_as_the_document_shows()
    {
        await using var box = new ServerBox(Owner);
        await box.StartAsync(
            image, "--env", "CLAUDEBOX_ROLE=server", "--env", "CLAUDEBOX_CREDENTIALS=wait", "--env", "CLAUDE_MODE_API_TOKEN=", "--env", "CLAUDE_CODE_OAUTH_TOKEN=");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await box.Http.GetAsync("/status")).StatusCode);
        var command = HandOver().Match(await File.ReadAllTextAsync(Repository.PathOf("docs", "http-api.md"))).Groups[1].Value;
        string[] arguments = ["exec", box.Id, .. command.Split(' ').Select(word => word == "@-" ? $$"""{"tokens":["{{ServerBox.Token}}"]}""" : word)];

        var (code, _, error) = await DockerCli.TryAsync(arguments);

        Assert.True(code == 0, error);
        Assert.Equal(HttpStatusCode.OK, (await box.Http.GetAsync("/status")).StatusCode);
    }

    [Fact]
    public async Task The_images_health_check_finds_it_healthy()
    {
        await using var box = await new ServerBox(Owner).StartAsync(image, "--health-interval", "1s");

        await box.WaitForAsync("{{.State.Health.Status}}", "healthy");
    }

    [Fact]
    public async Task The_health_check_neither_fails_in_other_roles_nor_keeps_an_unused_container_running()
    {
        await using var box = new ServerBox(Owner);
        var id = (await DockerCli.RunAsync(
            "run", "--detach", "--health-interval", "1s", "--env", "CLAUDEBOX_ROLE=prog", "--env", "CLAUDEBOX_WORKSPACE=/workspace",
            "--env", "CLAUDEBOX_IDLE_SECONDS=4", "--volume", $"{box.Data}:/home/claude/.claude", "--volume", $"{box.Workspaces}:/workspace", ImageFixture.Image)).Trim();
        try
        {
            Assert.Equal("0", (await DockerCli.RunAsync("wait", id)).Trim());

            // The first probe can come before the server listens, the last one while it stops.
            Assert.Contains("0", (await DockerCli.RunAsync("inspect", "--format", "{{range .State.Health.Log}}{{.ExitCode}} {{end}}", id)).Split(' '));
        }
        finally
        {
            await DockerCli.RunAsync("rm", "--force", "--volumes", id);
        }
    }

    [Fact]
    public async Task Stopping_the_container_lets_a_run_end_and_the_next_start_has_its_result()
    {
        await using var box = await new ServerBox(Owner).StartAsync(image, "--env", "CLAUDEBOX_MODE_API_DRAIN_SECONDS=60");
        var run = box.RunAsync("[sim:text text=drained gate=stop]", "x");
        await image.Simulator.WaitForRequestAsync(r => r.PromptText.Contains("gate=stop", StringComparison.Ordinal), TimeSpan.FromSeconds(60));

        var stop = DockerCli.RunAsync("stop", "--time", "60", box.Id);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while ((await box.Http.GetAsync("/ready", limit.Token)).StatusCode != HttpStatusCode.ServiceUnavailable)
        {
            await Task.Delay(20, limit.Token);
        }

        image.Simulator.OpenGate("stop");
        var answer = await run;
        await stop;

        Assert.Equal("drained", answer["result"]!.GetValue<string>());
        Assert.Equal("0", (await DockerCli.RunAsync("inspect", "--format", "{{.State.ExitCode}}", box.Id)).Trim());
        await DockerCli.RunAsync("start", box.Id);
        await box.ConnectAsync();
        var result = JsonNode.Parse(await box.Http.GetStringAsync("/run/result?runId=" + answer["runId"]!.GetValue<string>()))!;
        Assert.Equal("drained", result["result"]!.GetValue<string>());
    }

    // The image brings compose along; the engine needs no other.
    private static Task<string> ComposeAsync(ServerBox box, string project, params string[] arguments) => DockerCli.RunAsync(
    [
        "run", "--rm", "--volume", "/var/run/docker.sock:/var/run/docker.sock", "--volume", $"{box.FileBeside("compose.yml")}:/compose.yml:ro",
        "--entrypoint", "docker", ImageFixture.Image, "compose", "--file", "/compose.yml", "--project-name", project, .. arguments,
    ]);

    [GeneratedRegex("docker exec -i CONTAINER (curl .*) <<")]
    private static partial Regex HandOver();
}
