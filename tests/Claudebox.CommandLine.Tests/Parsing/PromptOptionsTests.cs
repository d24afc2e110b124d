using Claudebox.CommandLine.Tests.Support;
using Claudebox.Runs;
using Claudebox.Views;

namespace Claudebox.CommandLine.Tests.Parsing;

/// <summary>From options to the request.</summary>
public sealed class PromptOptionsTests
{
    private static readonly (string Option, string? Value, Func<RunRequest, object?> Read, object? Expected)[] Options =
    [
        ("--model", "sonnet[1m]", request => request.Model, "sonnet[1m]"),
        ("--effort", "xhigh", request => request.Effort, "xhigh"),
        ("--system-prompt", "- be terse", request => request.SystemPrompt, "- be terse"),
        ("--append-system-prompt", "a=b", request => request.AppendSystemPrompt, "a=b"),
        ("--resume", "d94b0d7e-1111-4222-8333-444455556666", request => request.Resume, "d94b0d7e-1111-4222-8333-444455556666"),
        ("--max-budget-usd", "0.5", request => request.MaxBudgetUsd, 0.5m),
        ("--max-turns", "3", request => request.MaxTurns, 3),
        ("--timeout", "90", request => request.TimeoutSeconds, 90),
        ("--no-continue", null, request => request.NoContinue, true),
        ("--wait", null, request => request.Wait, true),
        ("--slash-command", null, request => request.SlashCommands, true),
        ("--include-partial-messages", null, request => request.IncludePartialMessages, true),
    ];

    private readonly MemoryConsole _console = new();

    public static TheoryData<string> Names => [.. Options.Select(option => option.Option)];

    [Theory]
    [MemberData(nameof(Names))]
    public void An_option_stands_anywhere_and_in_both_forms(string name)
    {
        var (option, value, read, expected) = Options.Single(item => item.Option == name);
        string[] apart = value is null ? [option] : [option, value];
        string[] joined = [value is null ? option : $"{option}={value}"];

        foreach (var form in (string[][])[apart, joined])
        {
            foreach (var arguments in (string[][])[[.. form, "the prompt"], ["the prompt", .. form], ["-p", .. form, "the", "prompt"], ["the prompt", .. form, "--verbose"]])
            {
                var context = _console.Parse(arguments);
                Assert.Equal(expected, read(context.Prompt.Request(context.Result, "the prompt", schema: null)));
                Assert.Equal("the prompt", string.Join(' ', context.Scan.Words));
            }
        }
    }

    [Theory]
    [InlineData(null, OutputFormat.Text)]
    [InlineData("text", OutputFormat.Text)]
    [InlineData("json", OutputFormat.Json)]
    [InlineData("json-verbose", OutputFormat.JsonVerbose)]
    [InlineData("stream-json", OutputFormat.StreamJson)]
    public void The_format_is_text_unless_another_is_named(string? name, OutputFormat format)
    {
        var context = _console.Parse(name is null ? ["a b"] : ["a b", "--output-format", name]);

        Assert.Equal(format, context.Prompt.FormatOf(context.Result));
    }

    [Fact]
    public void What_is_not_asked_for_is_left_to_the_server()
    {
        var context = _console.Parse("a b");

        Assert.Equal(new RunRequest { Prompt = "a b", Origin = "prog" }, context.Prompt.Request(context.Result, "a b", schema: null));
    }

    [Fact]
    public void Numbers_are_read_alike_in_every_culture()
    {
        var before = Thread.CurrentThread.CurrentCulture;
        try
        {
            var culture = (System.Globalization.CultureInfo)System.Globalization.CultureInfo.InvariantCulture.Clone();
            culture.NumberFormat.NumberDecimalSeparator = ",";
            culture.NumberFormat.NumberGroupSeparator = ".";
            Thread.CurrentThread.CurrentCulture = culture;
            var context = _console.Parse("a b", "--max-budget-usd", "0.25");
            Assert.Equal(0.25m, context.Prompt.Request(context.Result, "a b", schema: null).MaxBudgetUsd);
            Assert.Contains("such as 0.50, not '0,25'", _console.Refusal("a b", "--max-budget-usd", "0,25"), StringComparison.Ordinal);
        }
        finally
        {
            Thread.CurrentThread.CurrentCulture = before;
        }
    }

    [Fact]
    public void Variables_keep_their_values_and_may_come_from_here()
    {
        var console = new MemoryConsole { Variables = new Dictionary<string, string> { ["HERE"] = "k=\nsecond" } };
        var context = console.Parse("a b", "--env", "ONE=x=y", "--env=EMPTY=", "--env", "HERE", "--env", "ONE=last");

        var entries = context.Container.Entries(context.Result, console.Variables);

        Assert.Equal(
            new Dictionary<string, string> { ["ONE"] = "last", ["EMPTY"] = "", ["HERE"] = "k=\nsecond" }, new Dictionary<string, string>(entries));
        foreach (var wrong in (string[])["=x", "MISSING", "1X=3", "A-B=3", "A B=3"])
        {
            var refused = console.Parse("a b", "--env", wrong);
            Assert.Equal(FailureCode.InvalidRequest, Assert.Throws<ClaudeboxException>(() => refused.Container.Entries(refused.Result, console.Variables)).Code);
        }
    }
}
