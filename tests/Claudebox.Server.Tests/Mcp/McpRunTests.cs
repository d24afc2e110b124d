using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Claudebox.Server.Tests.Api;
using Claudebox.Testing;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Claudebox.Server.Tests.Mcp;

/// <summary><c>claude_run</c>, <c>get_run</c> and <c>cancel_run</c> with the real CLI.</summary>
public sealed class McpRunTests(SharedApi shared) : McpTests(shared, "runs")
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(McpClients.WithSessions)]
    [InlineData(McpClients.WithoutSessions)]
    public async Task Claude_run_gives_the_text_with_run_session_and_cost_beside_it(string version)
    {
        await using var client = await McpClients.ConnectAsync(Host, version);

        var result = await client.CallAsync("claude_run", ("prompt", "[sim:text text=\"the answer\"]"), ("workspace", Folder));

        Assert.Equal("the answer", result.Text());
        Assert.NotEqual(true, result.IsError);
        Assert.Equal(("completed", "the answer"), (result.DataText("status"), result.DataText("text")));
        Assert.Equal(Path.Combine(Host.Root, Folder), result.DataText("workspace"));
        Assert.True(result.Data("total_cost_usd").GetDecimal() > 0);
        Assert.Equal(1, result.Data("num_turns").GetInt32());
        using var http = Host.Connect();
        var record = (await http.GetAsync("/runs/" + result.DataText("run_id"))).Json;
        Assert.Equal(result.DataText("session_id"), record["sessionId"]!.GetValue<string>());
        Assert.Equal("api", record["origin"]!.GetValue<string>());
    }

    [Fact]
    public async Task Without_more_than_a_prompt_haiku_begins_a_new_conversation()
    {
        var first = await Run("[sim:text] one");
        var second = await Run("[sim:text] two");
        var continued = await Run("[sim:text] three", ("no_continue", false));
        var resumed = await Run("[sim:text] four", ("resume", first.DataText("session_id")));
        var sonnet = await Run("[sim:text] five", ("model", "sonnet"), ("effort", "low"));

        Assert.Contains("haiku", first.DataText("model"), StringComparison.Ordinal);
        Assert.Contains("sonnet", sonnet.DataText("model"), StringComparison.Ordinal);
        Assert.NotEqual(first.DataText("session_id"), second.DataText("session_id"));
        Assert.Equal(second.DataText("session_id"), continued.DataText("session_id"));
        Assert.Equal(first.DataText("session_id"), resumed.DataText("session_id"));
    }

    [Fact]
    public async Task System_texts_and_skills_reach_the_model()
    {
        var skills = Directory.CreateDirectory(Path.Combine(Host.Server.Data, ".always-skills", "greeting"));
        await File.WriteAllTextAsync(Path.Combine(skills.FullName, "SKILL.md"), "SKILL-FOR-MCP");
        try
        {
            await Run("[sim:text] with-system", ("system_prompt", "REPLACED"), ("append_system_prompt", "APPENDED"));
        }
        finally
        {
            skills.Parent!.Delete(recursive: true);
        }

        var request = Assert.Single(Host.Model.Requests, r => r.IsMain && r.PromptText.Contains("with-system", StringComparison.Ordinal));
        Assert.Contains("REPLACED", request.SystemText, StringComparison.Ordinal);
        Assert.Contains("APPENDED", request.SystemText, StringComparison.Ordinal);
        Assert.Contains("SKILL-FOR-MCP", request.SystemText, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(skills.FullName, "SKILL.md"), request.SystemText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_models_name_is_Claude_Codes_matter_as_in_the_HTTP_API()
    {
        using var http = Host.Connect();
        await Run("[sim:text] by-mcp", ("model", "house-model-7"));
        await http.RunAsync("[sim:text] by-http", Folder, ("model", "house-model-7"));
        var refused = await Run("x", ("model", "two\nlines"));

        Assert.All(["by-mcp", "by-http"], prompt => Assert.Equal(
            "house-model-7", Host.Model.Requests.Last(r => r.IsMain && r.PromptText.Contains(prompt, StringComparison.Ordinal)).Body.GetProperty("model").GetString()));
        Assert.Contains("must be a model name", refused.Error(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await http.RunAsync("x", Folder, ("model", "two\nlines"))).Status);
    }

    [Fact]
    public async Task A_schema_gives_an_object()
    {
        var result = await Run(
            "[sim:schema json='{\"answer\": 42}']",
            ("json_schema", """{"type":"object","properties":{"answer":{"type":"integer"}},"required":["answer"]}"""));

        Assert.Equal(42, result.Data("structured_output").GetProperty("answer").GetInt32());
    }

    [Fact]
    public async Task Files_go_in_and_come_out()
    {
        await Client.CallAsync("write_file", ("path", Folder + "/in.txt"), ("content", "from outside"));
        var command = new ScenarioWord("bash").With("command", "tr a-z A-Z < in.txt > out.txt").ToString();

        await Run(command);

        Assert.Equal("FROM OUTSIDE", (await Client.CallAsync("read_file", ("path", Folder + "/out.txt"))).Text());
    }

    [Theory]
    [InlineData(McpClients.WithSessions)]
    [InlineData(McpClients.WithoutSessions)]
    public async Task Progress_tells_every_step(string version)
    {
        await using var client = await McpClients.ConnectAsync(Host, version);
        const string command = "echo stepped";
        var progress = new ProgressLog();

        var result = await client.CallToolAsync(
            "claude_run",
            new Dictionary<string, object?>
            {
                ["prompt"] = new ScenarioWord("bash").With("command", command).With("text", "done").ToString(),
                ["workspace"] = Folder,
            },
            progress);

        Assert.Equal("done", result.Text());
        await progress.WaitForAsync(message => message == "done");
        var messages = progress.Messages;
        Assert.StartsWith("Run " + result.DataText("run_id"), messages[0], StringComparison.Ordinal);
        Assert.Contains(messages, message => message.StartsWith("Claude Code works with claude-haiku", StringComparison.Ordinal));
        Assert.Contains("Bash: " + command, messages);
        Assert.Equal(progress.Values.Distinct().Order(), progress.Values);
    }

    [Fact]
    public async Task A_lost_connection_ends_no_run_and_its_answer_is_found()
    {
        var gate = "lost-" + Folder;
        using (var http = Host.Connect())
        {
            var call = new JsonObject
            {
                ["jsonrpc"] = "2.0",
                ["id"] = 7,
                ["method"] = "tools/call",
                ["params"] = new JsonObject
                {
                    ["name"] = "claude_run",
                    ["arguments"] = new JsonObject { ["prompt"] = $"[sim:text text=kept gate={gate}]", ["workspace"] = Folder },
                },
            };
            using var response = await http.OpenAsync(
                HttpMethod.Post, "/mcp", call,
                ("Accept", "application/json, text/event-stream"), ("Mcp-Session-Id", Client.SessionId!), ("MCP-Protocol-Version", McpClients.WithSessions));
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            await Host.Model.WaitForRequestAsync(r => r.PromptText.Contains(gate, StringComparison.Ordinal), Limit);
        }

        var meanwhile = await Client.CallAsync("get_run", ("workspace", Folder));
        Host.Model.OpenGate(gate);
        var found = await Client.CallAsync("get_run", ("run_id", meanwhile.DataText("run_id")), ("wait_seconds", 60));

        Assert.Equal("running", meanwhile.DataText("status"));
        Assert.Equal(("completed", "kept"), (found.DataText("status"), found.Text()));
    }

    [Fact]
    public async Task Who_cannot_wait_long_gets_the_run_first_and_its_answer_later()
    {
        var gate = "patience-" + Folder;

        var started = await Run($"[sim:text text=later gate={gate}]", ("wait_seconds", 0));
        var early = await Client.CallAsync("get_run", ("run_id", started.DataText("run_id")), ("wait_seconds", 1));
        Host.Model.OpenGate(gate);
        var late = await Client.GetUntilFinalAsync(("run_id", started.DataText("run_id")));

        Assert.Equal(("running", "running"), (started.DataText("status"), early.DataText("status")));
        Assert.Contains(started.DataText("run_id"), started.Text(), StringComparison.Ordinal);
        Assert.Equal(("completed", "later"), (late.DataText("status"), late.Text()));
    }

    [Fact]
    public async Task A_run_can_be_cancelled_by_its_id_and_a_finished_one_stays_as_it_is()
    {
        var started = await Run("[sim:silence]", ("wait_seconds", 0));

        var cancelled = await Client.CallAsync("cancel_run", ("run_id", started.DataText("run_id")));
        var finished = await Run("[sim:text text=whole]");
        var unchanged = await Client.CallAsync("cancel_run", ("run_id", finished.DataText("run_id")));

        Assert.NotEqual(true, cancelled.IsError);
        Assert.Equal(("cancelled", $"The run {started.DataText("run_id")} is cancelled."), (cancelled.DataText("status"), cancelled.Text()));
        Assert.Equal(("completed", "whole"), (unchanged.DataText("status"), unchanged.Text()));
    }

    [Fact]
    public async Task The_same_run_id_never_runs_twice()
    {
        var id = Guid.NewGuid().ToString("N");

        var first = await Run($"[sim:text text=once] {id}", ("run_id", id));
        var second = await Run($"[sim:text text=once] {id}", ("run_id", id));

        Assert.Equal((id, id), (first.DataText("run_id"), second.DataText("run_id")));
        Assert.Equal("once", second.Text());
        Assert.Equal(1, Host.Model.Count(r => r.IsMain && r.PromptText.Contains(id, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_busy_workspace_is_an_answer_that_says_so()
    {
        var started = await Run("[sim:silence]", ("wait_seconds", 0));

        var refused = await Run("[sim:text]");
        await Client.CallAsync("cancel_run", ("run_id", started.DataText("run_id")));

        Assert.Contains("busy", refused.Error(), StringComparison.Ordinal);
        Assert.Contains(started.DataText("run_id"), refused.Error(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_run_says_why_and_keeps_its_session()
    {
        var failed = await Run("[sim:error status=400 message=\"nothing doing\"]");
        var asked = await Client.CallAsync("get_run", ("run_id", failed.DataText("run_id")));
        var cancelled = await Client.CallAsync("cancel_run", ("run_id", failed.DataText("run_id")));

        Assert.Contains("nothing doing", failed.Error(), StringComparison.Ordinal);
        Assert.Contains(failed.DataText("run_id"), failed.Error(), StringComparison.Ordinal);
        Assert.Equal(("failed", "ClaudeFailed"), (failed.DataText("status"), failed.DataText("error_code")));
        Assert.Equal([failed.Error(), failed.Error()], [asked.Error(), cancelled.Error()]);
    }

    [Fact]
    public async Task Arguments_that_cannot_be_are_answered_with_a_sentence()
    {
        Assert.Contains("'prompt' of claude_run is missing", (await Client.CallAsync("claude_run")).Error(), StringComparison.Ordinal);
        Assert.Contains("must not be empty", (await Client.CallAsync("claude_run", ("prompt", ""))).Error(), StringComparison.Ordinal);
        Assert.Contains("no argument 'promt'", (await Client.CallAsync("claude_run", ("promt", "x"))).Error(), StringComparison.Ordinal);
        Assert.Contains("true or false", (await Run("x", ("no_continue", "yes"))).Error(), StringComparison.Ordinal);
        Assert.Contains("whole number", (await Run("x", ("wait_seconds", 0.5))).Error(), StringComparison.Ordinal);
        Assert.Contains("low, medium", (await Run("x", ("effort", "much"))).Error(), StringComparison.Ordinal);
        Assert.Contains("not valid JSON", (await Run("x", ("json_schema", "{"))).Error(), StringComparison.Ordinal);
        Assert.Contains("no run nothing", (await Client.CallAsync("get_run", ("run_id", "nothing"))).Error(), StringComparison.Ordinal);
        Assert.Contains("no run", (await Client.CallAsync("cancel_run", ("run_id", "../x"))).Error(), StringComparison.Ordinal);
        Assert.Contains("not found", (await Client.CallAsync("claude_run", ("prompt", "x"), ("workspace", "nowhere"))).Error(), StringComparison.Ordinal);
        Assert.Contains("outside", (await Client.CallAsync("claude_run", ("prompt", "x"), ("workspace", "../x"), ("create_workspace", true))).Error(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_workspace_is_made_on_request_and_shows_as_busy_meanwhile()
    {
        var gate = "made-" + Folder;
        var path = Path.Combine(Host.Root, Folder, "made");

        var started = await Client.CallAsync(
            "claude_run", ("prompt", $"[sim:text gate={gate}]"), ("workspace", Folder + "/made"), ("create_workspace", true), ("wait_seconds", 0));
        using var http = Host.Connect();
        var status = (await http.GetAsync("/status")).Json;
        Host.Model.OpenGate(gate);

        Assert.Equal(path, started.DataText("workspace"));
        Assert.Contains(path, status["busyWorkspaces"]!.AsArray().Select(w => w!.GetValue<string>()));
        Assert.Equal("completed", (await Client.GetUntilFinalAsync(("run_id", started.DataText("run_id")))).DataText("status"));
    }

    private Task<CallToolResult> Run(string prompt, params (string Name, object? Value)[] arguments) =>
        Client.CallAsync("claude_run", [("prompt", prompt), ("workspace", Folder), .. arguments]);
}
