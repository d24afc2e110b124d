using System.Management.Automation;
using Claudebox.PowerShell.NativeCommand;
using Claudebox.Testing.PowerShell;

namespace Claudebox.PowerShell.Tests.NativeCommand;

public sealed class CommandInputTests : IDisposable
{
    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Theory]
    [InlineData("'one', 'two'", "one\ntwo\n")]
    [InlineData("\"a`nb\", '', $null, '日本'", "a\nb\n\n\n日本\n")]
    [InlineData("[byte]65, [byte]66", "AB")]
    [InlineData("(,[byte[]](67, 10)), 'text'", "C\ntext\n")]
    [InlineData("1.5, [DayOfWeek]::Monday", "1.5\nMonday\n")]
    public void What_the_pipeline_puts_in_is_what_a_program_would_read(string script, string expected)
    {
        using var input = new CommandInput(() => null);

        Assert.Equal(expected, Read(input, script));
    }

    [Fact]
    public void Objects_that_follow_each_other_are_formatted_together_and_texts_stay_between_them()
    {
        // Out-String is not in the bare engine; this formats as little as needed to see what came together.
        _shell.Run("function format { begin { 'begin' } process { \"<$_>\" } end { 'end' } }");
        using var input = new CommandInput(() => (SteppablePipeline)_shell.Run("{ format }.GetSteppablePipeline()").Output[0].BaseObject);

        var text = Read(input, "[uri]'a', [uri]'b', 'text', [uri]'c'");

        Assert.Equal("begin\n<a>\n<b>\nend\ntext\nbegin\n<c>\nend\n", text);
    }

    private string Read(CommandInput input, string script)
    {
        var result = _shell.Run($"& {{ {script} }} | ForEach-Object {{ ,@($_) }}");
        Assert.Empty(result.AllErrors);
        foreach (var item in result.Output)
        {
            input.Add(((object?[])item.BaseObject)[0]);
        }

        using var reader = new StreamReader(input.ToStream());
        return reader.ReadToEnd();
    }
}
