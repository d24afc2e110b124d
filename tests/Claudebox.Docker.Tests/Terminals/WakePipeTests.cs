using Xunit;

namespace Claudebox.Docker.Tests.Terminals;

public sealed class WakePipeTests
{
    private const int NotOpen = 1_000_000;

    [Fact]
    public void A_descriptor_that_is_not_open_is_no_reason_to_wait_or_to_go_on()
    {
        using var pipe = new WakePipe(CancellationToken.None);

        Assert.Throws<IOException>(() => pipe.WaitForInput(NotOpen));
        Assert.Throws<IOException>(() => WakePipe.WaitForRoom(NotOpen));
    }
}
