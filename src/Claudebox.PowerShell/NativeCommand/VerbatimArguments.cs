using System.Text;

namespace Claudebox.PowerShell.NativeCommand;

/// <summary>
/// Splits what follows <c>--%</c>, which PowerShell hands over as one text: blanks separate, double quotes hold together,
/// <c>\"</c> is a quote, and a backslash is nothing special anywhere else.
/// </summary>
internal static class VerbatimArguments
{
    public static IReadOnlyList<string> Split(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var (isWord, isQuoted) = (false, false);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length && text[i + 1] == '"')
            {
                word.Append(text[++i]);
                isWord = true;
            }
            else if (text[i] == '"')
            {
                isQuoted = !isQuoted;
                isWord = true;
            }
            else if (isQuoted || text[i] is not (' ' or '\t'))
            {
                word.Append(text[i]);
                isWord = true;
            }
            else if (isWord)
            {
                words.Add(word.ToString());
                word.Clear();
                isWord = false;
            }
        }

        if (isWord)
        {
            words.Add(word.ToString());
        }

        return words;
    }
}
