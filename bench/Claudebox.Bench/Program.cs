using System.Globalization;
using Claudebox.Bench;

return args switch
{
    [] => await RunOverhead.MeasureAsync(pairs: 10),
    ["api"] => await ApiCosts.MeasureAsync(),
    ["baseline", var folder] => await KestrelBaseline.RunAsync(folder),
    [var pairs] when int.TryParse(pairs, NumberStyles.None, CultureInfo.InvariantCulture, out var count) => await RunOverhead.MeasureAsync(count),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: bench [PAIRS] | api");
    return 2;
}
