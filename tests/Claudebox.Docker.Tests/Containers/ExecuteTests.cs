using System.Text;
using Claudebox.Docker.Tests.Support;
using Claudebox.Runs;
using Claudebox.Streams;
using Xunit;

namespace Claudebox.Docker.Tests.Containers;

public sealed class ExecuteTests(EngineFixture fixture)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Arguments_streams_and_exit_codes_are_intact()
    {
        await using var workspace = new TestWorkspace(fixture);
        await using var connection = await workspace.OpenAsync();
        string[] arguments = ["a b", "$(x)", "'\"`", "line\nline", "ü", "", "-n"];
        var (code, output, error) = await workspace.ExecuteAsync(connection.Container, ["printf", "[%s]", .. arguments]);
        Assert.Equal((0, string.Concat(arguments.Select(a => $"[{a}]")), ""), (code, output, error));
        Assert.Equal((7, "o", "e"), await workspace.ExecuteAsync(connection.Container, "sh", "-c", "printf o; printf e >&2; exit 7"));
    }

    [Fact]
    public async Task Input_goes_in_and_ends()
    {
        await using var workspace = new TestWorkspace(fixture);
        await using var connection = await workspace.OpenAsync();
        var bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("0123456789", 50_000)));
        using var output = new MemoryStream();
        var command = new ContainerCommand
        {
            Arguments = ["sh", "-c", "id -u; pwd; echo $X; cat"],
            User = "33:33",
            WorkingDirectory = "/tmp",
            Environment = new Dictionary<string, string> { ["X"] = "k=" },
            Input = new MemoryStream(bytes),
            Output = output,
        };
        Assert.Equal(0, await fixture.Engine.ExecuteAsync(connection.Container, command, Token));
        Assert.Equal("33\n/tmp\nk=\n" + Encoding.UTF8.GetString(bytes), Encoding.UTF8.GetString(output.ToArray()));
    }

    [Fact]
    public async Task Cancelling_ends_the_command_and_all_that_it_started()
    {
        await using var workspace = new TestWorkspace(fixture);
        await using var connection = await workspace.OpenAsync();
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var command = new ContainerCommand { Arguments = ["sh", "-c", "setsid sleep 4711 & sleep 4711"] };
        var running = fixture.Engine.ExecuteAsync(connection.Container, command, source.Token);
        await Eventually.TrueAsync(async () => (await workspace.ExecuteAsync(connection.Container, "pgrep", "-fc", "^sleep 4711")).Output.Trim() == "2");
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Equal("0", (await workspace.ExecuteAsync(connection.Container, "pgrep", "-fc", "^sleep 4711")).Output.Trim());
    }

    [Fact]
    public async Task When_nobody_takes_its_output_the_command_ends_and_that_is_what_is_told()
    {
        await using var workspace = new TestWorkspace(fixture);
        await using var connection = await workspace.OpenAsync();
        var command = new ContainerCommand { Arguments = ["sh", "-c", "setsid sleep 4712 & yes"], Output = new ClosedStream() };

        var exception = await Assert.ThrowsAsync<IOException>(() => fixture.Engine.ExecuteAsync(connection.Container, command, Token));

        Assert.Equal("Nobody reads it.", exception.Message);
        Assert.Equal("0", (await workspace.ExecuteAsync(connection.Container, "pgrep", "-fc", "^(yes|sleep 4712)")).Output.Trim());
    }

    private sealed class ClosedStream : WriteOnlyStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("Nobody reads it.");
    }

    [Fact]
    public async Task A_container_that_is_gone_is_an_error()
    {
        await using var workspace = new TestWorkspace(fixture);
        await using var connection = await workspace.OpenAsync();
        await fixture.Engine.RemoveContainerAsync(connection.Container, Token);
        var exception = await Assert.ThrowsAsync<ClaudeboxException>(() => workspace.ExecuteAsync(connection.Container, "true"));
        Assert.Equal(FailureCode.ContainerFailed, exception.Code);
    }
}
