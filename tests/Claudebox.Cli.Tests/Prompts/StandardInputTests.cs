using System.Text;
using Claudebox.Cli.Tests.Support;

namespace Claudebox.Cli.Tests.Prompts;

/// <summary>What is piped in.</summary>
public sealed class StandardInputTests(SharedBox box) : IClassFixture<SharedBox>
{
    [Fact]
    public async Task It_is_the_prompt_when_there_is_no_other()
    {
        var bare = await box.RunWithAsync(Encoding.UTF8.GetBytes("piped prompt ü\n"));
        var print = await box.RunWithAsync(Encoding.UTF8.GetBytes("piped"), "-p", "--model", "haiku");

        Assert.Equal((0, "You said: piped prompt ü\n\n"), (bare.ExitCode, bare.Output));
        Assert.Equal((0, "You said: piped\n"), (print.ExitCode, print.Output));
    }

    [Fact]
    public async Task It_goes_behind_a_prompt()
    {
        var result = await box.RunWithAsync("data\n"u8.ToArray(), "-p", "look at this");

        Assert.Equal(0, result.ExitCode);
        box.RequestOf("look at this\ndata\n");
    }

    [Fact]
    public async Task One_that_never_comes_is_not_waited_for_for_ever()
    {
        await using var run = box.Start("nothing comes behind this");

        var result = await run.WaitAsync();

        Assert.Equal((0, "You said: nothing comes behind this\n"), (result.ExitCode, result.Output));
        Assert.Contains("nothing came on the standard input", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dash_waits_for_it_as_long_as_it_takes()
    {
        await using var run = box.Start("-p", "wait for", "-");

        // One without the dash, which begins later, has given up by its end.
        await using (var impatient = box.Start("does not wait"))
        {
            Assert.Contains("nothing came", (await impatient.WaitAsync()).Error, StringComparison.Ordinal);
        }

        Assert.False(run.HasExited);
        await run.Input.WriteAsync("slow data"u8.ToArray(), TestContext.Current.CancellationToken);
        run.Input.Close();
        var result = await run.WaitAsync();

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        box.RequestOf("wait for\nslow data");
    }

    [Fact]
    public async Task A_dash_behind_two_dashes_is_a_word()
    {
        var result = await box.RunAsync("--", "5", "-", "3");

        Assert.Equal((0, "You said: 5 - 3\n"), (result.ExitCode, result.Output));
    }

    [Fact]
    public async Task Neither_prompt_nor_input_is_an_error()
    {
        foreach (var arguments in (string[][])[[], ["-p"], ["--model", "opus"]])
        {
            var result = await box.RunAsync(arguments);
            Assert.Equal((2, ""), (result.ExitCode, result.Output));
            Assert.Contains("There is no prompt", result.Error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(new byte[] { 0x61, 0x00, 0x62 }, "byte 1 is NUL")]
    [InlineData(new byte[] { 0x61, 0x62, 0xC3, 0x28 }, "byte 2 is not UTF-8")]
    public async Task What_is_no_text_is_refused(byte[] input, string why)
    {
        foreach (var arguments in (string[][])[[], ["-p", "with a prompt"]])
        {
            var result = await box.RunWithAsync(input, arguments);
            Assert.Equal((2, ""), (result.ExitCode, result.Output));
            Assert.Contains(why, result.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_mark_of_byte_order_is_no_part_of_the_prompt()
    {
        var result = await box.RunWithAsync(Encoding.UTF8.GetBytes("\uFEFFmarked"));

        Assert.Equal("You said: marked\n", result.Output);
    }
}
