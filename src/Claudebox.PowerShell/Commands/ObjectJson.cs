using System.Buffers;
using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Text;
using System.Text.Json;
using Claudebox.Runs;

namespace Claudebox.PowerShell.Commands;

/// <summary>Writes the hashtables and objects of a script as JSON.</summary>
internal static class ObjectJson
{
    private const int DeepestLevel = 100;

    /// <summary>Converts a value.</summary>
    /// <param name="value">A dictionary, an object with properties, a list or a plain value.</param>
    /// <returns>Its JSON.</returns>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.InvalidRequest"/>: it is nested too deeply, e.g. in itself.</exception>
    public static string Serialize(object value)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output))
        {
            Write(writer, value, 0);
        }

        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter writer, object? value, int level)
    {
        if (level > DeepestLevel)
        {
            throw new ClaudeboxException(FailureCode.InvalidRequest, $"The object is nested more than {DeepestLevel} levels deep.");
        }

        var wrapper = value as PSObject;
        switch (wrapper?.BaseObject ?? value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case string or char or Enum or Guid or Uri or DateTime or DateTimeOffset:
                writer.WriteStringValue(LanguagePrimitives.ConvertTo<string>(value));
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case SwitchParameter flag:
                writer.WriteBooleanValue(flag);
                break;
            case IFormattable number when number is decimal || number.GetType().IsPrimitive:
                // NaN and its like are not JSON: the check of the request says so.
                writer.WriteRawValue(number.ToString(null, CultureInfo.InvariantCulture), skipInputValidation: true);
                break;
            case IDictionary dictionary:
                WriteDictionary(writer, dictionary, level);
                break;
            case IEnumerable list:
                WriteList(writer, list, level);
                break;
            default:
                WriteProperties(writer, wrapper ?? PSObject.AsPSObject(value), level);
                break;
        }
    }

    private static void WriteDictionary(Utf8JsonWriter writer, IDictionary dictionary, int level)
    {
        writer.WriteStartObject();
        foreach (DictionaryEntry entry in dictionary)
        {
            writer.WritePropertyName(LanguagePrimitives.ConvertTo<string>(entry.Key));
            Write(writer, entry.Value, level + 1);
        }

        writer.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter writer, IEnumerable list, int level)
    {
        writer.WriteStartArray();
        foreach (var item in list)
        {
            Write(writer, item, level + 1);
        }

        writer.WriteEndArray();
    }

    private static void WriteProperties(Utf8JsonWriter writer, PSObject item, int level)
    {
        writer.WriteStartObject();
        foreach (var property in item.Properties.Where(property => property.IsGettable))
        {
            writer.WritePropertyName(property.Name);
            Write(writer, property.Value, level + 1);
        }

        writer.WriteEndObject();
    }
}
