using System.Diagnostics;
using Xunit;

namespace Claudebox.Docker.Tests.Support;

internal static class Eventually
{
    // Only against hanging; nothing is measured.
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    public static Task TrueAsync(Func<bool> condition) => TrueAsync(() => Task.FromResult(condition()));

    public static async Task TrueAsync(Func<Task<bool>> condition)
    {
        var clock = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(clock.Elapsed < Deadline, "The condition did not come true in time.");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }
}
