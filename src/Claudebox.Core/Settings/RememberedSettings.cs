using System.Collections.ObjectModel;
using System.Text;
using System.Text.Json;
using Claudebox.Runs;

namespace Claudebox.Settings;

/// <summary>
/// Settings that a user chose for good: the content of a configuration file. It is one JSON object with a member for each
/// setting, by its <see cref="Setting.Key"/>; switches are <c>true</c> or <c>false</c>, numbers are numbers, the others strings.
/// </summary>
public sealed class RememberedSettings
{
    private const int LargestSize = 64 * 1024;
    private readonly SortedDictionary<string, string> _values;

    private RememberedSettings(string source, IEnumerable<KeyValuePair<string, string>> values)
    {
        Source = source;
        _values = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in values)
        {
            _values[key] = value;
        }
    }

    /// <summary>No settings.</summary>
    public static RememberedSettings None { get; } = new("the configuration", []);

    /// <summary>Where they are kept, for messages: the file's path.</summary>
    public string Source { get; }

    /// <summary>The values as texts, by <see cref="Setting.Key"/>.</summary>
    public IReadOnlyDictionary<string, string> Values => new ReadOnlyDictionary<string, string>(_values);

    /// <summary>No settings, to be kept in a file.</summary>
    /// <param name="source">The file's path.</param>
    public static RememberedSettings Empty(string source) => new(source, []);

    /// <summary>Reads the content of a configuration file.</summary>
    /// <param name="content">The file's bytes.</param>
    /// <param name="source">The file's path.</param>
    /// <returns>The settings.</returns>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.InvalidRequest"/>, naming the file and what is wrong in it.</exception>
    public static RememberedSettings Parse(ReadOnlyMemory<byte> content, string source)
    {
        if (content.Length > LargestSize)
        {
            throw Invalid(source, $"is larger than {LargestSize / 1024} KiB, so it is no configuration of Claudebox");
        }

        try
        {
            using var document = JsonDocument.Parse(content);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw Invalid(source, "must hold one JSON object");
            }

            var values = document.RootElement.EnumerateObject().Select(member => Read(member, source)).ToList();
            return values.GroupBy(pair => pair.Key).FirstOrDefault(group => group.Count() > 1) is { } twice
                ? throw Invalid(source, $"has '{twice.Key}' twice")
                : new RememberedSettings(source, values);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a string that is no valid Unicode.
            throw Invalid(source, $"is no valid JSON ({exception.Message.TrimEnd('.')})", exception);
        }
    }

    /// <summary>The value of a setting.</summary>
    /// <param name="setting">The setting.</param>
    /// <returns>Its text; null when it is not remembered.</returns>
    public string? Find(Setting setting)
    {
        ArgumentNullException.ThrowIfNull(setting);
        return _values.GetValueOrDefault(setting.Key);
    }

    /// <summary>The same with one setting changed.</summary>
    /// <param name="setting">The setting.</param>
    /// <param name="text">Its text; null forgets it.</param>
    /// <returns>The settings.</returns>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.InvalidRequest"/>: the setting is not for configuration files, or cannot have this value.</exception>
    public RememberedSettings With(Setting setting, string? text)
    {
        ArgumentNullException.ThrowIfNull(setting);
        if (!setting.IsRemembered)
        {
            throw new ClaudeboxException(FailureCode.InvalidRequest, $"{setting.Name} cannot be kept in a configuration file.");
        }

        var others = _values.Where(pair => pair.Key != setting.Key);
        if (text is null)
        {
            return new RememberedSettings(Source, others);
        }

        return ProblemOf(setting, text) is { } problem
            ? throw new ClaudeboxException(FailureCode.InvalidRequest, $"'{setting.Key}' {problem}.")
            : new RememberedSettings(Source, others.Append(new(setting.Key, text)));
    }

    /// <summary>The content of the file.</summary>
    /// <returns>JSON with a line for each setting.</returns>
    public byte[] ToJson()
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            foreach (var (key, text) in _values)
            {
                switch (ByKey(key)!.Kind)
                {
                    case SettingKind.Switch:
                        writer.WriteBoolean(key, Setting.ParseSwitch(text)!.Value);
                        break;
                    case SettingKind.Number:
                        writer.WriteNumber(key, Setting.ParseNumber(text)!.Value);
                        break;
                    default:
                        writer.WriteString(key, text);
                        break;
                }
            }

            writer.WriteEndObject();
        }

        return [.. buffer.ToArray(), .. "\n"u8];
    }

    private static Setting? ByKey(string key) => SettingTable.All.FirstOrDefault(setting => setting.IsRemembered && setting.Key == key);

    private static KeyValuePair<string, string> Read(JsonProperty member, string source)
    {
        var setting = ByKey(member.Name) ?? throw Invalid(source,
            $"has the unknown setting '{Shown(member.Name)}'; known are {string.Join(", ", SettingTable.All.Where(known => known.IsRemembered).Select(known => known.Key))}");
        var text = (setting.Kind, member.Value.ValueKind) switch
        {
            (SettingKind.Switch, JsonValueKind.True) => "1",
            (SettingKind.Switch, JsonValueKind.False) => "0",
            (SettingKind.Switch, _) => throw Invalid(source, $"must have true or false as '{setting.Key}'"),
            (SettingKind.Number, JsonValueKind.Number) => member.Value.GetRawText(),
            (SettingKind.Number, _) => throw Invalid(source, $"must have a number as '{setting.Key}'"),
            (_, JsonValueKind.String) => member.Value.GetString()!,
            _ => throw Invalid(source, $"must have a string as '{setting.Key}'"),
        };
        return ProblemOf(setting, text) is { } problem
            ? throw Invalid(source, $"has a '{setting.Key}' that cannot be used: it {problem}")
            : new(setting.Key, text);
    }

    // What relative paths are relative to differs from call to call.
    private static string? ProblemOf(Setting setting, string text) => setting.Kind switch
    {
        _ when text.Length == 0 => "must not be empty",
        _ when text.Any(char.IsControl) => "must not hold control characters",
        SettingKind.Path when !(text is ['~', ..] or ['/', ..] || Workspaces.HostPaths.HasDrive(text)) =>
            $"must be an absolute path, or begin with ~, not '{text}'",
        _ => setting.ProblemOf(text),
    };

    private static string Shown(string name)
    {
        var text = new StringBuilder();
        foreach (var rune in name.EnumerateRunes().Take(40))
        {
            text.Append(Rune.IsControl(rune) ? "?" : rune.ToString());
        }

        return text.ToString();
    }

    private static ClaudeboxException Invalid(string source, string problem, Exception? cause = null) =>
        new(FailureCode.InvalidRequest, $"The configuration file {source} {problem}.", cause);
}
