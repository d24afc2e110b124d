using System.Management.Automation;

namespace Claudebox.PowerShell.Pipeline;

/// <summary>
/// The only way from an asynchronous body to the engine: every member runs on the pipeline thread and completes when
/// the engine has taken what it was given, so a slow downstream command slows the body instead of filling memory.
/// </summary>
internal sealed class PipelineOutput(PSCmdlet cmdlet, PipelinePump pump)
{
    public Task WriteObjectAsync(object value) => Call(() => cmdlet.WriteObject(value, enumerateCollection: false));

    public Task WriteErrorAsync(ErrorRecord record) => Call(() => cmdlet.WriteError(record));

    public Task WriteVerboseAsync(string text) => Call(() => cmdlet.WriteVerbose(text));

    public Task WriteWarningAsync(string text) => Call(() => cmdlet.WriteWarning(text));

    /// <summary>Shows a line as <c>Write-Host</c> does: always, and it can be redirected as information.</summary>
    public Task WriteHostAsync(string line) =>
        Call(() => cmdlet.WriteInformation(new HostInformationMessage { Message = line }, ["PSHOST"]));

    /// <summary>Sets <c>$LASTEXITCODE</c>.</summary>
    public Task SetExitCodeAsync(int exitCode) => Call(() => cmdlet.SessionState.PSVariable.Set("global:LASTEXITCODE", exitCode));

    public Task WriteProgressAsync(ProgressRecord record) => Call(() => cmdlet.WriteProgress(record));

    /// <summary>Shows progress if the pipeline has room for it; for callers that must not wait.</summary>
    public void PostProgress(ProgressRecord record) => pump.Post(() => cmdlet.WriteProgress(record));

    /// <summary>Asks whether to act (<c>-WhatIf</c>, <c>-Confirm</c>).</summary>
    public Task<bool> ShouldProcessAsync(string target, string action) =>
        pump.CallAsync(() => cmdlet.ShouldProcess(target, action));

    /// <summary>Asks whether to act, with texts of its own for <c>-WhatIf</c> and for the question.</summary>
    public Task<bool> ShouldProcessAsync(string description, string question, string caption) =>
        pump.CallAsync(() => cmdlet.ShouldProcess(description, question, caption));

    private Task<bool> Call(Action call) => pump.CallAsync(() =>
    {
        call();
        return true;
    });
}
