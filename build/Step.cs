using System.Diagnostics;

namespace Claudebox.Build;

/// <summary>One step of the build: a heading before it, its duration after it.</summary>
public static class Step
{
    /// <summary>Runs a step.</summary>
    /// <param name="heading">What the step does.</param>
    /// <param name="work">The step.</param>
    public static async Task RunAsync(string heading, Func<Task> work)
    {
        Console.WriteLine($"==> {heading}");
        var clock = Stopwatch.StartNew();
        await work();
        Console.WriteLine($"    done in {clock.Elapsed.TotalSeconds:0.0} s");
    }
}
