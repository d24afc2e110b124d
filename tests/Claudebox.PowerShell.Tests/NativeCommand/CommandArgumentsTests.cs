using System.Globalization;
using Claudebox.PowerShell.NativeCommand;
using Claudebox.Runs;
using Claudebox.Testing.PowerShell;

namespace Claudebox.PowerShell.Tests.NativeCommand;

/// <summary>What is typed goes through the real parser into <c>$args</c> of a function, and comes back as words.</summary>
public sealed class CommandArgumentsTests : IDisposable
{
    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Theory]
    [InlineData("", "")]
    [InlineData("-p 'two words' --output-format=json", "-p|two words|--output-format=json")]
    [InlineData("-v -d -h --verbose --debug", "-v|-d|-h|--verbose|--debug")]
    [InlineData("-Verbose -WhatIf -ErrorAction Stop", "-Verbose|-WhatIf|-ErrorAction|Stop")]
    [InlineData("--model=x --model x --model 'sonnet[1m]' --model=sonnet[1m]", "--model=x|--model|x|--model|sonnet[1m]|--model=sonnet[1m]")]
    [InlineData("-x:y --x:y -x:'y z' -x:$null -x:a,b -x:5", "-x:y|--x:y|-x:y z|-x:|-x:a,b|-x:5")]
    [InlineData("'-x:' y", "-x:|y")]
    [InlineData("a,b --tools Read,Write a,'b c',3", "a,b|--tools|Read,Write|a,b c,3")]
    [InlineData("@('a', 'b') (1,(2,3))", "a,b|1,2,3")]
    [InlineData("3 -5 1.50 0x10 1kb 007 1e3 -1.0", "3|-5|1.50|0x10|1kb|007|1e3|-1.0")]
    [InlineData("(1+1) (1.5) ([long]9) ([decimal]2.5)", "2|1.5|9|2.5")]
    [InlineData("'' \"\"", "|")]
    [InlineData("--json-schema '{\"a\":\"b\"}'", "--json-schema|{\"a\":\"b\"}")]
    [InlineData("{x y}", "x y")]
    [InlineData("$true ([DayOfWeek]::Monday) ([uri]'http://h/a b')", "True|Monday|http://h/a b")]
    [InlineData("~/x *.cs .. C:\\x a=b x@y '@x' '#x' --x#y", "~/x|*.cs|..|C:\\x|a=b|x@y|@x|#x|--x#y")]
    [InlineData("日本 'ünïcödé 😀' \"a`nb\"", "日本|ünïcödé 😀|a\nb")]
    [InlineData("'--' -x", "--|-x")]
    [InlineData("-- -x", "-x")]
    [InlineData("--% -x:y \"c d\" a,b $x 'q", "-x:y|c d|a,b|$x|'q")]
    [InlineData("a --% --json-schema \"{\\\"a\\\":1}\"", "a|--json-schema|{\"a\":1}")]
    [InlineData("'--%'", "--%")]
    [InlineData("'--%' a b", "--%|a|b")]
    [InlineData("\"1 + 1 = $(1+1)\" 'a$b' '`'", "1 + 1 = 2|a$b|`")]
    public void What_is_typed_arrives_as_a_program_would_get_it(string typed, string expected) =>
        Assert.Equal(expected, string.Join('|', Words(typed)));

    [Fact]
    public void A_splatted_list_is_a_word_for_each_item() =>
        Assert.Equal(["-p", "a,b", "", "x"], Words("@list x", "$list = '-p', 'a,b', ''"));

    [Fact]
    public void Stop_parsing_expands_variables_as_it_does_for_programs()
    {
        var name = "CLAUDEBOX_TEST_" + Guid.NewGuid().ToString("N");
        Environment.SetEnvironmentVariable(name, "from outside");
        try
        {
            Assert.Equal(["a", "from outside"], Words($"--% a \"%{name}%\""));
        }
        finally
        {
            Environment.SetEnvironmentVariable(name, null);
        }
    }

    [Fact]
    public void Numbers_are_not_written_by_the_culture()
    {
        var before = CultureInfo.CurrentCulture;
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = ",";
        CultureInfo.CurrentCulture = culture;
        try
        {
            Assert.Equal(["1.5", "2.5,3"], CommandArguments.Normalize([1.5, new object[] { 2.5, 3 }]));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("a $null", "Argument 2 is $null")]
    [InlineData("a @missing", "Argument 2 is $null")]
    [InlineData("@()", "Argument 1 is an empty list")]
    [InlineData("a,$null", "Argument 1 is $null")]
    [InlineData("x @{ a = 1 }", "Argument 2 is a Hashtable")]
    [InlineData("x ([System.Security.SecureString]::new())", "Argument 2 is a SecureString")]
    public void What_is_no_text_is_an_error_that_names_it(string typed, string message)
    {
        var error = Assert.Throws<ClaudeboxException>(() => Words(typed));

        Assert.Equal(FailureCode.InvalidRequest, error.Code);
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    private IReadOnlyList<string> Words(string typed, string before = "")
    {
        var result = _shell.Run($"function typed {{ ,$args }}\n{before}\ntyped {typed}");
        Assert.Empty(result.AllErrors);
        return CommandArguments.Normalize((object?[])Assert.Single(result.Output).BaseObject);
    }
}
