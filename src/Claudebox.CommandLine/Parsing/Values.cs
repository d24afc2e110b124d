using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Claudebox.CommandLine.Parsing;

/// <summary>Values of options, read alike in every culture, with errors that say what is allowed.</summary>
internal static class Values
{
    /// <summary>Allows certain values only.</summary>
    public static Option<string?> OneOf(Option<string?> option, IReadOnlyList<string> values)
    {
        option.CompletionSources.Add([.. values]);
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !values.Contains(token.Value))
            {
                result.AddError($"{option.Name} must be one of {string.Join(", ", values)}, not '{token.Value}'.");
            }
        });
        return option;
    }

    /// <summary>Makes an option that takes no value.</summary>
    public static Option<bool> Switch(string name, string description, params string[] aliases) =>
        new(name, aliases) { Description = description, Arity = ArgumentArity.Zero };

    /// <summary>Reads a whole number above 0.</summary>
    public static int? Integer(ArgumentResult result) =>
        int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : Fail<int>(result, "a whole number greater than 0");

    /// <summary>Reads a number above 0.</summary>
    public static decimal? Decimal(ArgumentResult result) =>
        decimal.TryParse(result.Tokens[0].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : Fail<decimal>(result, "a number greater than 0, such as 0.50");

    private static T? Fail<T>(ArgumentResult result, string what)
        where T : struct
    {
        result.AddError($"{((OptionResult)result.Parent!).Option.Name} must be {what}, not '{result.Tokens[0].Value}'.");
        return null;
    }
}
