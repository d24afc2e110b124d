using System.Text;
using System.Text.RegularExpressions;

namespace Claudebox.Testing.PowerShell;

/// <summary>What a host has shown, as text; colours are taken out.</summary>
public sealed partial class ScreenRecorder
{
    private readonly StringBuilder _text = new();

    /// <summary>What has been shown since the last <see cref="Clear"/>.</summary>
    public string Text
    {
        get
        {
            lock (_text)
            {
                return Colour().Replace(_text.ToString(), "");
            }
        }
    }

    /// <summary>Where else the text goes as it comes, e.g. a console.</summary>
    public TextWriter? Mirror { get; set; }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        lock (_text)
        {
            _text.Clear();
        }
    }

    internal void Add(string text)
    {
        lock (_text)
        {
            _text.Append(text);
            Mirror?.Write(Colour().Replace(text, ""));
        }
    }

    [GeneratedRegex(@"\x1b\[[0-9;?]*[A-Za-z]")]
    private static partial Regex Colour();
}
