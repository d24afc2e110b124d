using System.Text.RegularExpressions;

namespace Claudebox.Testing;

/// <summary>The examples of the documents in <c>docs/</c>: what stands between fences, by the language that the first one names.</summary>
public static partial class DocumentExamples
{
    /// <summary>Reads a document's examples in a language.</summary>
    /// <param name="document">The file's name.</param>
    /// <param name="language">The language, as the fence says it.</param>
    /// <exception cref="InvalidOperationException">There are none.</exception>
    public static async Task<IReadOnlyList<string>> ReadAsync(string document, string language)
    {
        var text = await File.ReadAllTextAsync(Repository.PathOf("docs", document));
        IReadOnlyList<string> examples = [.. Fence().Matches(text).Where(m => m.Groups[1].Value == language).Select(m => m.Groups[2].Value)];
        return examples.Count > 0 ? examples : throw new InvalidOperationException($"docs/{document} has no example in {language}.");
    }

    /// <summary>The languages of a document's examples.</summary>
    /// <param name="document">The file's name.</param>
    public static async Task<IReadOnlySet<string>> LanguagesAsync(string document)
    {
        var text = await File.ReadAllTextAsync(Repository.PathOf("docs", document));
        return Fence().Matches(text).Select(m => m.Groups[1].Value).Where(language => language.Length > 0).ToHashSet();
    }

    [GeneratedRegex("^```([a-z]*)\n(.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Fence();
}
