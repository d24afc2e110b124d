using System.Globalization;
using Claudebox.Bench;

return args switch
{
    [] => await RunOverhead.MeasureAsync(pairs: 10),
    ["command"] => await CommandCosts.MeasureAsync(pairs: 10),
    ["api"] => await ApiCosts.MeasureAsync(),
    ["images"] => await ImageCosts.MeasureAsync(rounds: 5),
    ["openai"] => await FirstChunk.MeasureAsync(),
    ["stamp", var log, .. var command] => await FirstChunk.StampAsync(log, command),
    ["baseline", var folder] => await KestrelBaseline.RunAsync(folder),
    [var pairs] when int.TryParse(pairs, NumberStyles.None, CultureInfo.InvariantCulture, out var count) => await RunOverhead.MeasureAsync(count),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: bench [PAIRS] | command | api | openai | images");
    return 2;
}
