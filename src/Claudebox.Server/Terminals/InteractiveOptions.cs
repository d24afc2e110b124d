using Claudebox.Runs;

namespace Claudebox.Server.Terminals;

/// <summary>The options of <c>claudebox-server interactive</c>; each is also accepted as <c>--name=value</c>.</summary>
internal sealed record InteractiveOptions
{
    /// <summary><c>--no-continue</c>: begin a new session.</summary>
    public bool NoContinue { get; init; }

    /// <summary><c>--resume ID</c>: the session to resume.</summary>
    public string? Resume { get; init; }

    /// <summary><c>--model NAME</c>; null leaves the choice to the user's Claude settings.</summary>
    public string? Model { get; init; }

    /// <summary><c>--effort LEVEL</c>.</summary>
    public string? Effort { get; init; }

    /// <summary><c>--system-prompt TEXT</c>: replaces Claude Code's own.</summary>
    public string? SystemPrompt { get; init; }

    /// <summary><c>--append-system-prompt TEXT</c>.</summary>
    public string? AppendSystemPrompt { get; init; }

    /// <summary>Reads the options.</summary>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.InvalidRequest"/>: an option is unknown, or its value is wrong.</exception>
    public static InteractiveOptions Parse(IReadOnlyList<string> arguments)
    {
        var result = new InteractiveOptions();
        for (var rest = new Queue<string>(arguments); rest.TryDequeue(out var argument);)
        {
            var equals = argument.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? argument : argument[..equals];
            if (name == "--no-continue" && equals < 0)
            {
                result = result with { NoContinue = true };
                continue;
            }

            string Value() => equals >= 0 ? argument[(equals + 1)..]
                : rest.TryDequeue(out var next) ? next
                : throw Wrong($"The option '{name}' needs a value.");
            result = name switch
            {
                "--resume" => result with { Resume = Value() },
                "--model" => result with { Model = Value() },
                "--effort" => result with { Effort = Value() },
                "--system-prompt" => result with { SystemPrompt = Value() },
                "--append-system-prompt" => result with { AppendSystemPrompt = Value() },
                _ => throw Wrong($"'interactive' has no option '{argument}'."),
            };
        }

        // The same values that runs accept.
        RunRequestRules.Check(new RunRequest
        {
            Prompt = "interactive",
            NoContinue = result.NoContinue,
            Resume = result.Resume,
            Model = result.Model,
            Effort = result.Effort,
        });
        return result;
    }

    private static ClaudeboxException Wrong(string message) => new(FailureCode.InvalidRequest, message);
}
