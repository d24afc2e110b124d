using Claudebox.Runs;

namespace Claudebox.Settings;

/// <summary>
/// Reads settings: from environment variables of two generations, <c>CLAUDEBOX_*</c> and then <c>CLAUDE_*</c>, then from what
/// was remembered. A variable that is set to nothing counts as unset.
/// </summary>
/// <param name="environment">The variables; <see cref="EnvironmentVariables.OfProcess"/> gives this process's.</param>
/// <param name="remembered">What was remembered; null means nothing.</param>
public sealed class SettingResolver(IReadOnlyDictionary<string, string> environment, RememberedSettings? remembered = null)
{
    /// <summary>The variables that the settings are read from.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; } = environment;

    /// <summary>What counts when no variable is set.</summary>
    public RememberedSettings Remembered { get; } = remembered ?? RememberedSettings.None;

    /// <summary>Whether diagnostic messages are wanted.</summary>
    /// <remarks>
    /// Programs of all kinds read <c>DEBUG</c> in their own way, so a value of it that is not a switch means off here
    /// and not an error.
    /// </remarks>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.InvalidRequest"/>: <c>CLAUDEBOX_DEBUG</c> is no switch.</exception>
    public bool IsDebug => Find(SettingTable.Debug.Name) is null && Find(SettingTable.Debug.LegacyName!) is { } value
        ? Setting.ParseSwitch(value) == true
        : Switch(SettingTable.Debug);

    /// <summary>The text of a setting.</summary>
    /// <param name="setting">The setting.</param>
    /// <returns>Its value, else its default.</returns>
    public string? Text(Setting setting) => Read(setting).Value;

    /// <summary>The text that someone chose for a setting.</summary>
    /// <param name="setting">The setting.</param>
    /// <returns>Its value; null when only the default would count.</returns>
    public string? Chosen(Setting setting)
    {
        ArgumentNullException.ThrowIfNull(setting);
        return FromVariable(setting)?.Value ?? Remembered.Find(setting);
    }

    /// <summary>Whether an environment variable decides a setting.</summary>
    /// <param name="setting">The setting.</param>
    public bool IsFromVariable(Setting setting)
    {
        ArgumentNullException.ThrowIfNull(setting);
        return FromVariable(setting) is not null;
    }

    /// <summary>The value of a setting of kind <see cref="SettingKind.Switch"/>.</summary>
    /// <param name="setting">The setting.</param>
    /// <returns>Whether it is on.</returns>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.InvalidRequest"/>, naming the variable or file.</exception>
    public bool Switch(Setting setting)
    {
        var read = Read(setting);
        return read.Value is { } value && (Setting.ParseSwitch(value) ?? throw Invalid(setting, setting.ProblemOf(value)!));
    }

    /// <summary>The value of a setting of kind <see cref="SettingKind.Number"/>.</summary>
    /// <param name="setting">The setting.</param>
    /// <returns>The number; 0 when it is not set and has no default.</returns>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.InvalidRequest"/>, naming the variable or file.</exception>
    public long Number(Setting setting)
    {
        var read = Read(setting);
        return read.Value is { } value ? Setting.ParseNumber(value) ?? throw Invalid(setting, setting.ProblemOf(value)!) : 0;
    }

    /// <summary>Makes the failure of a setting whose value cannot be used.</summary>
    /// <param name="setting">The setting.</param>
    /// <param name="problem">A phrase such as "must be …".</param>
    /// <returns>The failure, <see cref="FailureCode.InvalidRequest"/>; it names where the value came from.</returns>
    public ClaudeboxException Invalid(Setting setting, string problem)
    {
        var (field, _) = Read(setting);
        var where = field == setting.Key ? $"'{field}' in {Remembered.Source}" : $"The environment variable {field}";
        return new ClaudeboxException(new RunFailure
        {
            Code = FailureCode.InvalidRequest,
            Message = $"{where} {problem}.",
            Fields = new Dictionary<string, string> { [field] = problem },
        });
    }

    private (string Field, string? Value) Read(Setting setting)
    {
        ArgumentNullException.ThrowIfNull(setting);
        if (FromVariable(setting) is { } found)
        {
            return found;
        }

        return Remembered.Find(setting) is { } kept ? (setting.Key, kept) : (setting.Name, setting.Default);
    }

    private (string Field, string Value)? FromVariable(Setting setting)
    {
        if (Find(setting.Name) is { } value)
        {
            return (setting.Name, value);
        }

        return setting.LegacyName is { } legacy && Find(legacy) is { } older ? (legacy, older) : null;
    }

    private string? Find(string name) => Environment.TryGetValue(name, out var value) && value.Length > 0 ? value : null;
}
