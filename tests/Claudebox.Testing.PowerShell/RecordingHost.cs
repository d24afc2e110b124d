using System.Globalization;
using System.Management.Automation.Host;

namespace Claudebox.Testing.PowerShell;

/// <summary>A host without a terminal: it records what is shown and answers questions from a script.</summary>
public sealed class RecordingHost : PSHost
{
    private readonly RecordingUserInterface _ui;

    /// <summary>Makes a host.</summary>
    /// <param name="name">What it says it is.</param>
    public RecordingHost(string name)
    {
        Name = name;
        _ui = new RecordingUserInterface(this);
    }

    /// <summary>What has been shown.</summary>
    public ScreenRecorder Screen { get; } = new();

    /// <summary>The questions that were asked.</summary>
    public IList<string> Questions { get; } = [];

    /// <summary>The labels of the answers to come, e.g. <c>Yes</c>; a question without one fails.</summary>
    public Queue<string> Answers { get; } = new();

    /// <inheritdoc/>
    public override CultureInfo CurrentCulture => CultureInfo.InvariantCulture;

    /// <inheritdoc/>
    public override CultureInfo CurrentUICulture => CultureInfo.InvariantCulture;

    /// <inheritdoc/>
    public override Guid InstanceId { get; } = Guid.NewGuid();

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override PSHostUserInterface UI => _ui;

    /// <inheritdoc/>
    public override Version Version { get; } = new(1, 0);

    /// <inheritdoc/>
    public override void EnterNestedPrompt() => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void ExitNestedPrompt() => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void NotifyBeginApplication()
    {
    }

    /// <inheritdoc/>
    public override void NotifyEndApplication()
    {
    }

    /// <inheritdoc/>
    public override void SetShouldExit(int exitCode)
    {
    }
}
