using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace Claudebox.Testing.PowerShell;

/// <summary>The user interface of <see cref="RecordingHost"/>.</summary>
internal sealed class RecordingUserInterface(RecordingHost host) : PSHostUserInterface
{
    public override PSHostRawUserInterface RawUI { get; } = new FixedRawUserInterface();

    public override bool SupportsVirtualTerminal => false;

    public override void Write(string value) => host.Screen.Add(value);

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) => Write(value);

    public override void WriteLine(string value) => Write(value + "\n");

    public override void WriteErrorLine(string value) => WriteLine(value);

    public override void WriteDebugLine(string message) => WriteLine("DEBUG: " + message);

    public override void WriteVerboseLine(string message) => WriteLine("VERBOSE: " + message);

    public override void WriteWarningLine(string message) => WriteLine("WARNING: " + message);

    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
    }

    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        host.Questions.Add(caption + "\n" + message);
        var answer = host.Answers.Dequeue();
        for (var i = 0; i < choices.Count; i++)
        {
            if (choices[i].Label.Replace("&", "", StringComparison.Ordinal) == answer)
            {
                return i;
            }
        }

        throw new InvalidOperationException($"There is no choice '{answer}'.");
    }

    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions) =>
        throw new NotSupportedException("A command asked for input: " + string.Join(", ", descriptions.Select(field => field.Name)));

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) =>
        throw new NotSupportedException("A command asked for a credential.");

    public override PSCredential PromptForCredential(
        string caption, string message, string userName, string targetName, PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options) =>
        throw new NotSupportedException("A command asked for a credential.");

    public override string ReadLine() => throw new NotSupportedException("A command asked for a line.");

    public override SecureString ReadLineAsSecureString() => throw new NotSupportedException("A command asked for a secret.");
}
