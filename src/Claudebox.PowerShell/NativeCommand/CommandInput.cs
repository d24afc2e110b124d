using System.Management.Automation;
using System.Text;

namespace Claudebox.PowerShell.NativeCommand;

/// <summary>
/// What a pipeline puts in, as the standard input of a program: texts are lines, bytes are bytes, and other objects are
/// what PowerShell shows of them.
/// </summary>
/// <remarks>All members are called on the pipeline thread.</remarks>
/// <param name="formatter">Begins to format objects; null where there is nothing to format them with.</param>
internal sealed class CommandInput(Func<SteppablePipeline?> formatter) : IDisposable
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly MemoryStream _bytes = new();
    private SteppablePipeline? _formatting;

    /// <summary>Takes the next object of the pipeline.</summary>
    public void Add(object? item)
    {
        switch ((item as PSObject)?.BaseObject ?? item)
        {
            case null:
                EndFormatting();
                AddLine("");
                break;
            case string text:
                EndFormatting();
                AddLine(text);
                break;
            case byte value:
                EndFormatting();
                _bytes.WriteByte(value);
                break;
            case byte[] values:
                EndFormatting();
                _bytes.Write(values);
                break;
            default:
                Format(item!);
                break;
        }
    }

    /// <summary>Gives everything that came.</summary>
    public Stream ToStream()
    {
        EndFormatting();
        return new MemoryStream(_bytes.GetBuffer(), 0, (int)_bytes.Length, writable: false);
    }

    public void Dispose()
    {
        _formatting?.Dispose();
        _bytes.Dispose();
    }

    // Objects that follow each other share one table.
    private void Format(object item)
    {
        if (_formatting is null)
        {
            _formatting = formatter();
            _formatting?.Begin(true);
        }

        if (_formatting is null)
        {
            AddLine(LanguagePrimitives.ConvertTo<string>(item));
        }
        else
        {
            AddLines(_formatting.Process(item));
        }
    }

    private void EndFormatting()
    {
        if (_formatting is { } formatting)
        {
            _formatting = null;
            AddLines(formatting.End());
            formatting.Dispose();
        }
    }

    private void AddLines(Array lines)
    {
        foreach (var line in lines)
        {
            AddLine(LanguagePrimitives.ConvertTo<string>(line));
        }
    }

    private void AddLine(string text) => _bytes.Write(Utf8.GetBytes(text + "\n"));
}
