using Claudebox.Runs;
using Claudebox.Server.Claude;
using Claudebox.Server.Processes;
using Claudebox.Server.Runs;
using Claudebox.Server.Sessions;
using Claudebox.Terminals;

namespace Claudebox.Server.Terminals;

/// <summary>Decides what is started on a terminal, before anything is.</summary>
internal sealed class TerminalPlanner(
    ServerOptions options,
    ClaudeCode claude,
    ClaudePresets presets,
    LoginState login,
    PromptComposer composer,
    SessionStore sessions,
    LineageStore lineages,
    WorkspaceResolver workspaces,
    WorkspaceGuide guide)
{
    private const string Origin = "interactive";

    private const string OtherTerminal =
        "another terminal has this workspace's conversation; this one begins its own.";

    /// <summary>Makes a terminal that nothing runs on yet.</summary>
    /// <param name="request">What is asked for; its values have been checked.</param>
    /// <param name="others">The terminals that are attached now.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ClaudeboxException">The request cannot be served.</exception>
    public async Task<Terminal> PlanAsync(TerminalRequest request, IEnumerable<Terminal> others, CancellationToken cancellationToken)
    {
        claude.EnsureInstalled();
        var workspace = workspaces.Resolve(null);
        var id = Guid.NewGuid().ToString("N");
        if (request.Arguments[0] == "interactive")
        {
            var interactive = InteractiveOptions.Parse([.. request.Arguments.Skip(1)]);
            return await PlanInteractiveAsync(id, workspace, interactive, request.Environment, [.. others.Where(t => t.SessionId is not null)], cancellationToken);
        }

        claude.Config.Prepare();
        var mark = Mark();
        var start = claude.StartInfo(mark, request.Arguments.Skip(1), request.Environment, workspace);
        return new Terminal(id, workspace, mark, TerminalPlan.Of(start));
    }

    private async Task<Terminal> PlanInteractiveAsync(
        string id,
        string workspace,
        InteractiveOptions interactive,
        IReadOnlyDictionary<string, string>? variables,
        IReadOnlyList<Terminal> others,
        CancellationToken cancellationToken)
    {
        var session = await ChooseSessionAsync(workspace, interactive, others);
        claude.Config.Prepare();
        await presets.WriteAsync(variables, workspace, cancellationToken);
        await guide.WriteAsync(workspace, isNew: false);
        var isLoggedIn = await login.IsLoggedInAsync(variables, cancellationToken);
        var composed = composer.Compose(interactive.AppendSystemPrompt);
        var texts = new SystemTextFiles(options.TextsDirectory, claude.User.Owner, composed.Text, interactive.SystemPrompt);
        SessionRecorder? recorder = null;
        try
        {
            recorder = SessionRecorder.Create(
                options.TerminalsDirectory, id, claude.User.Owner, new TerminalLineage(workspace, Origin), lineages);
            var environment = new Dictionary<string, string>(variables ?? new Dictionary<string, string>())
            {
                ["CLAUDEBOX_TERMINAL"] = recorder.Folder,
            };
            var mark = Mark();
            var start = claude.StartInfo(mark, Arguments(interactive, session, texts, isLoggedIn), environment, workspace);
            var isCrowdedOut = session.IsNew && !interactive.NoContinue && others.Count > 0;
            var plan = TerminalPlan.Of(start) with
            {
                ProcessFile = recorder.ProcessFile,
                Notices = isCrowdedOut ? [.. composed.Warnings, OtherTerminal] : composed.Warnings,
            };
            return new Terminal(id, workspace, mark, plan) { Session = session, Texts = texts, Recorder = recorder };
        }
        catch
        {
            texts.Dispose();
            recorder?.Delete();
            throw;
        }
    }

    private async Task<SessionChoice> ChooseSessionAsync(string workspace, InteractiveOptions interactive, IReadOnlyList<Terminal> others)
    {
        if (interactive.Resume is { } wanted)
        {
            if (!await sessions.IsResumableAsync(workspace, wanted))
            {
                throw new ClaudeboxException(FailureCode.SessionNotFound, $"There is no session {wanted} in the workspace {workspace}.");
            }

            // Two processes in one session make its transcript a tree, of which later turns see one branch (claude-cli.md §4).
            return others.Any(t => t.SessionId == wanted)
                ? throw new ClaudeboxException(FailureCode.WorkspaceBusy, $"The session {wanted} is open in another terminal.")
                : new SessionChoice(wanted, IsNew: false, Model: null);
        }

        var current = interactive.NoContinue || others.Count > 0 ? null : await sessions.FindCurrentAsync(workspace, Origin);
        return current is null ? SessionChoice.New() : current with { Model = null };
    }

    private static List<string> Arguments(InteractiveOptions interactive, SessionChoice session, SystemTextFiles texts, bool isLoggedIn)
    {
        var arguments = new List<string>
        {
            "--dangerously-skip-permissions",
            session.IsNew ? "--session-id" : "--resume", session.SessionId,
            "--append-system-prompt-file", texts.AppendPath,
        };
        Add("--system-prompt-file", texts.SystemPath);
        Add("--model", interactive.Model);
        Add("--effort", interactive.Effort);
        if (!isLoggedIn)
        {
            arguments.Add("/login");
        }

        return arguments;

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                arguments.Add(name);
                arguments.Add(value);
            }
        }
    }

    private uint? Mark() => claude.User.CanMark ? ProcessMark.Next() : null;
}
