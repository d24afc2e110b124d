namespace Claudebox.Module.Tests.EndToEnd;

/// <summary>Waits for what other processes do.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Waits until something holds.</summary>
    /// <exception cref="OperationCanceledException">It did not within a minute.</exception>
    public static async Task IsTrueAsync(Func<Task<bool>> holds)
    {
        using var deadline = new CancellationTokenSource(Patience);
        while (!await holds())
        {
            await Task.Delay(100, deadline.Token);
        }
    }
}
