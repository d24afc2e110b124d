using Claudebox.Bench;

return await RunOverhead.MeasureAsync(pairs: args is [var text] ? int.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : 10);
