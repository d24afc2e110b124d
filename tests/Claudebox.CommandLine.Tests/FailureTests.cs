using System.ComponentModel;
using Claudebox.CommandLine.Tests.Support;
using Claudebox.Streams;

namespace Claudebox.CommandLine.Tests;

/// <summary>What the computer refuses is told in a sentence, not in a stack trace.</summary>
public sealed class FailureTests
{
    public static TheoryData<Exception> Refusals => [new UnauthorizedAccessException("It is forbidden."), new Win32Exception(2, "It is forbidden."), new IOException("It is forbidden.")];

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Refusals))]
    public async Task It_is_a_message_and_an_exit_code(Exception refusal)
    {
        var console = new MemoryConsole { Output = new RefusingStream(refusal) };

        Assert.Equal(1, await console.RunAsync("completion", "bash"));

        Assert.Equal("claudebox: It is forbidden.", console.ErrorText.Trim());
    }

    private sealed class RefusingStream(Exception refusal) : WriteOnlyStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) => throw refusal;
    }
}
