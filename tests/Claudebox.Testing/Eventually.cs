using System.Diagnostics;

namespace Claudebox.Testing;

/// <summary>Waits for what other processes do.</summary>
public static class Eventually
{
    // Only against hanging; nothing is measured.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Waits until something holds.</summary>
    /// <param name="holds">Looks whether it holds.</param>
    /// <param name="what">What is waited for, for the message.</param>
    /// <exception cref="TimeoutException">It did not within a minute.</exception>
    public static async Task IsTrueAsync(Func<Task<bool>> holds, string what)
    {
        var clock = Stopwatch.StartNew();
        while (!await holds())
        {
            if (clock.Elapsed > Patience)
            {
                throw new TimeoutException($"Not within {Patience.TotalSeconds:0} s: {what}");
            }

            await Task.Delay(50);
        }
    }
}
