using System.Text;
using System.Text.Json;
using Claudebox.Cli.Tests.Support;

namespace Claudebox.Cli.Tests.Prompts;

/// <summary>What reaches the model of what is typed.</summary>
public sealed class PromptTests(SharedBox box) : IClassFixture<SharedBox>
{
    [Fact]
    public async Task A_prompt_in_quotes_runs_and_its_answer_is_printed()
    {
        var result = await box.RunAsync("say hello world");

        Assert.Equal((0, "You said: say hello world\n", ""), (result.ExitCode, result.Output, result.Error));
        box.RequestOf("say hello world");
    }

    [Theory]
    [InlineData("dcotor", "doctor")]
    [InlineData("atuh", "auth")]
    [InlineData("randomjunk", null)]
    public async Task One_unknown_word_is_an_error_and_no_prompt(string word, string? meant)
    {
        var result = await box.RunAsync(word);

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains($"unknown command '{word}'", result.Error, StringComparison.Ordinal);
        Assert.Equal(meant is not null, result.Error.Contains($"Did you mean '{meant}'?", StringComparison.Ordinal));
        Assert.DoesNotContain(box.Model.Requests, request => request.PromptText == word);
    }

    [Theory]
    [InlineData("-p", "-5 degrees")]
    [InlineData("-p", "- fix this")]
    [InlineData("-p", "@readme.md explain")]
    [InlineData("[x] fix the list")]
    [InlineData("-p", "[suggest:3]")]
    [InlineData("-p", "doctor")]
    [InlineData("--print", "true")]
    [InlineData("-p", "what does --no-continue do?")]
    [InlineData("--", "--model")]
    [InlineData("--", "-x=1 is the solution")]
    [InlineData("-p", "--", "--", "dashes")]
    [InlineData("$(touch hacked); `id` 'single' \"double\" \\ %PATH% ü 日本 🙂\nsecond line")]
    [InlineData("json")]
    public async Task A_prompt_arrives_as_it_was_typed(params string[] arguments)
    {
        // One word needs -p, which here is what makes it a prompt.
        var typed = arguments is ["json"] ? ["-p", "json"] : arguments;
        var prompt = arguments is ["-p", "--", .. var rest] ? string.Join(' ', rest) : arguments[^1];

        Assert.Equal($"You said: {prompt}\n", await box.SucceedAsync(typed));

        Assert.Contains(box.Model.Requests, request => request.IsMain && request.PromptText == prompt);
        Assert.Empty(Directory.EnumerateFiles(box.Home, "hacked", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Several_words_are_joined_with_blanks()
    {
        await box.SucceedAsync("-p", "join", "these  two", "--effort", "low", "words");

        box.RequestOf("join these  two words");
    }

    [Fact]
    public async Task Several_words_without_quotes_are_no_prompt()
    {
        var result = await box.RunAsync("fix", "the", "bug", "--effort", "low");

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains("claudebox \"fix the bug\" --effort low\n", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(box.Model.Requests, request => request.PromptText.Contains("fix the bug", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_prompt_that_begins_with_a_slash_is_a_command_of_Claude_Code_only_when_asked_for()
    {
        // A blank before it is what keeps it from being a command.
        Assert.Equal("You said:  /cost of living\n", await box.SucceedAsync("/cost of living"));

        var command = await box.SucceedAsync("/cost of living", "--slash-command");
        Assert.DoesNotContain("You said", command, StringComparison.Ordinal);
        Assert.DoesNotContain("You said", await box.SucceedAsync("/cost", "--slash-command"), StringComparison.Ordinal);
        Assert.Equal(1, box.Model.Count(request => request.LastUserText.Contains("/cost of living", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("opus", "claude-opus-4-8", "claude-opus-4-8")]
    [InlineData("sonnet", "claude-sonnet-5", "claude-sonnet-5")]
    [InlineData("haiku", "claude-haiku-4-5-20251001", "claude-haiku-4-5-20251001")]
    [InlineData("opusplan", "claude-sonnet-5", "claude-sonnet-5")]
    [InlineData("sonnet[1m]", "claude-sonnet-5", "claude-sonnet-5[1m]")]
    [InlineData("claude-sonnet-4-5", "claude-sonnet-4-5", "claude-sonnet-4-5")]
    public async Task A_model_is_chosen_by_alias_or_full_name(string model, string requested, string shown)
    {
        var prompt = $"with the model {model}";
        var events = await box.SucceedAsync(prompt, "--no-continue", $"--model={model}", "--output-format", "stream-json");

        Assert.Equal(requested, box.RequestOf(prompt).Model);
        using var init = JsonDocument.Parse(events.Split('\n').First(line => line.Contains("\"subtype\":\"init\"", StringComparison.Ordinal)));
        Assert.Equal(shown, init.RootElement.GetProperty("model").GetString());
    }

    [Theory]
    [InlineData("high")]
    [InlineData("low")]
    public async Task The_effort_reaches_the_model(string effort)
    {
        var prompt = $"with {effort} effort";
        await box.SucceedAsync("--effort", effort, prompt, "--model", "opus");

        Assert.Equal(effort, box.RequestOf(prompt).Body.GetProperty("output_config").GetProperty("effort").GetString());
    }

    [Fact]
    public async Task A_system_prompt_replaces_the_standard_one_and_an_addition_comes_last()
    {
        var skill = Path.Combine(box.Data, ".always-skills", "poet", "SKILL.md");
        Directory.CreateDirectory(Path.GetDirectoryName(skill)!);
        await File.WriteAllTextAsync(skill, "Answer in verse.", TestContext.Current.CancellationToken);

        await box.SucceedAsync("replaced", "system prompt", "-p", "--system-prompt", "You are a security auditor.");
        await box.SucceedAsync("added to the system prompt", "--append-system-prompt", "- Focus on SQL injection.");
        File.Delete(skill);

        var replaced = box.RequestOf("replaced system prompt").SystemText;
        Assert.Contains("You are a security auditor.", replaced, StringComparison.Ordinal);
        Assert.DoesNotContain("- Focus on SQL injection.", replaced, StringComparison.Ordinal);
        var added = box.RequestOf("added to the system prompt").SystemText;
        string[] parts = ["Docker container", "Answer in verse.", "- Focus on SQL injection."];
        var places = parts.Select(part => added.IndexOf(part, StringComparison.Ordinal)).ToList();
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
    }

    [Fact]
    public async Task Variables_of_a_run_arrive_whatever_their_value()
    {
        box.Variables["FROM_HERE"] = "k=";
        var prompt = "[sim:bash command='printf %s \"$ONE|$FROM_HERE|$GIVEN\"']";
        box.Variables["CLAUDEBOX_ENV_GIVEN"] = "a b\nc";

        var answer = await box.SucceedAsync(prompt, "--env", "ONE=x=y", "--env=FROM_HERE");

        Assert.Equal("Tool result: x=y|k=|a b\nc\n", answer);
        var unset = await box.RunAsync(prompt, "--env", "NOT_SET");
        Assert.Equal(2, unset.ExitCode);
        Assert.Contains("--env NOT_SET", unset.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_megabyte_arrives_by_file_and_by_the_standard_input()
    {
        var text = string.Concat(Enumerable.Range(0, 1 << 15).Select(number => $"line number {number} of a long text ü\n"));
        Assert.True(Encoding.UTF8.GetByteCount(text) > 1 << 20);
        await File.WriteAllTextAsync(Path.Combine(box.Workspace, "long.txt"), text, TestContext.Current.CancellationToken);

        await box.SucceedAsync("--prompt-file", "long.txt");
        Assert.Equal(0, (await box.RunWithAsync(Encoding.UTF8.GetBytes(text))).ExitCode);

        Assert.Equal(2, box.Model.Count(request => request.IsMain && request.PromptText == text));
    }

    [Fact]
    public async Task People_see_what_Claude_does_when_they_ask_for_it()
    {
        var result = await box.RunAsync("[sim:bash say='I will look.' command='echo seen; exit 3']", "--verbose-events", "--verbose");

        Assert.Equal(0, result.ExitCode);
        Assert.StartsWith("Tool result: ", result.Output, StringComparison.Ordinal);
        var lines = result.Error.Split('\n');
        Assert.Contains("I will look.", lines);
        Assert.Contains("> Bash: echo seen; exit 3", lines);
        Assert.Contains(lines, line => line.StartsWith("  failed: ", StringComparison.Ordinal) && line.Contains("seen", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("claudebox: Run ", StringComparison.Ordinal));
    }
}
