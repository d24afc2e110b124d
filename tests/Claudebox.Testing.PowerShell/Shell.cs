using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace Claudebox.Testing.PowerShell;

/// <summary>
/// The real PowerShell engine in this process, with a host that records the screen and answers questions.
/// </summary>
/// <remarks>
/// Only <c>Microsoft.PowerShell.Core</c> is there; <c>Select-Object</c>, <c>ConvertTo-Json</c> and
/// <c>Export-Clixml</c> are small stand-ins. Modules are found only when they are imported by path.
/// </remarks>
public sealed class Shell : IDisposable
{
    private readonly Runspace _runspace;

    static Shell()
    {
        Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");
        Environment.SetEnvironmentVariable("POWERSHELL_UPDATECHECK", "Off");
    }

    /// <summary>Opens a shell.</summary>
    /// <param name="configure">Adds modules, commands and variables.</param>
    /// <param name="hostName">What the host says it is.</param>
    public Shell(Action<InitialSessionState>? configure = null, string hostName = "Claudebox.Testing")
    {
        Host = new RecordingHost(hostName);

        // CreateDefault() wants the console's assembly, which is not here.
        var state = InitialSessionState.CreateDefault2();
        state.ThrowOnRunspaceOpenError = true;
        if (OperatingSystem.IsWindows())
        {
            state.ExecutionPolicy = Microsoft.PowerShell.ExecutionPolicy.Bypass;
        }

        state.Variables.Add(new SessionStateVariableEntry("PSModuleAutoLoadingPreference", "None", ""));
        StandIns.AddTo(state);
        configure?.Invoke(state);
        _runspace = RunspaceFactory.CreateRunspace(Host, state);
        _runspace.Open();
    }

    /// <summary>The screen, and the answers to questions.</summary>
    public RecordingHost Host { get; }

    /// <summary>PowerShell's current location, a directory.</summary>
    public string Location
    {
        get => _runspace.SessionStateProxy.Path.CurrentFileSystemLocation.ProviderPath;
        set => _runspace.SessionStateProxy.Path.SetLocation(WildcardPattern.Escape(value));
    }

    /// <summary>Opens a shell with a module imported.</summary>
    /// <param name="manifest">Path of the module's psd1.</param>
    public static Shell WithModule(string manifest) => new(state => state.ImportPSModule([manifest]));

    /// <summary>Starts a script, for tests that stop it.</summary>
    /// <param name="script">The script.</param>
    /// <param name="variables">Variables that it finds.</param>
    public ShellRun Start(string script, params (string Name, object? Value)[] variables)
    {
        foreach (var (name, value) in variables)
        {
            _runspace.SessionStateProxy.SetVariable(name, value);
        }

        return new ShellRun(_runspace, script);
    }

    /// <summary>Runs a script to its end.</summary>
    /// <param name="script">The script.</param>
    /// <param name="variables">Variables that it finds.</param>
    public ShellResult Run(string script, params (string Name, object? Value)[] variables)
    {
        using var run = Start(script, variables);
        return run.Wait();
    }

    /// <summary>Runs a script as a console does, through <c>Out-Default</c>, and gives the screen.</summary>
    /// <param name="script">The script.</param>
    /// <param name="variables">Variables that it finds.</param>
    public string Show(string script, params (string Name, object? Value)[] variables)
    {
        Host.Screen.Clear();
        var result = Run($"& {{ $PSStyle.OutputRendering = 'PlainText'; {script} }} 2>&1 | Out-Default", variables);
        if (result.Terminating is { } error)
        {
            throw new InvalidOperationException($"The script ended with {error}.", error.Exception);
        }

        return Host.Screen.Text;
    }

    /// <summary>Completes a line as the Tab key does.</summary>
    /// <param name="line">The line up to the cursor.</param>
    public IReadOnlyList<CompletionResult> Complete(string line)
    {
        using var shell = System.Management.Automation.PowerShell.Create(_runspace);
        return [.. CommandCompletion.CompleteInput(line, line.Length, options: null, shell).CompletionMatches];
    }

    /// <inheritdoc/>
    public void Dispose() => _runspace.Dispose();
}
