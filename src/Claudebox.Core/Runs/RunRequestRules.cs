using System.Globalization;
using System.Text;
using System.Text.Json;
using Claudebox.Json;
using Claudebox.Settings;

namespace Claudebox.Runs;

/// <summary>What makes the values of a <see cref="RunRequest"/> acceptable; used by host and server alike.</summary>
public static class RunRequestRules
{
    private const int LongestWait = 30 * 24 * 60 * 60;

    // The schema travels as one argument of the CLI, which Linux limits (claude-cli.md §8.1).
    private const int LongestArgument = 131_071;

    /// <summary>Throws when a request cannot be run.</summary>
    /// <param name="request">The request.</param>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.InvalidRequest"/>, with the fields.</exception>
    public static void Check(RunRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        Check(request, errors);
        if (errors.Count > 0)
        {
            throw new ClaudeboxException(Failure(errors));
        }
    }

    internal static void Check(RunRequest request, Dictionary<string, string> errors)
    {
        if (string.IsNullOrWhiteSpace(request.Prompt) && request.Content?.Any(block => block.IsImage) != true)
        {
            errors.TryAdd("prompt", "must not be empty");
        }

        foreach (var (name, text) in Texts(request))
        {
            if (text is not null && !TextRules.IsWellFormed(text))
            {
                errors.TryAdd(name, "must be valid Unicode");
            }
        }

        if (request.Workspace?.Contains('\0') == true)
        {
            errors.TryAdd("workspace", "must not hold a NUL character");
        }

        if (request.Model is { } model && (model.Length == 0 || model.Any(char.IsControl)))
        {
            errors.TryAdd("model", "must be a model name");
        }

        if (request.Effort is { } effort && !RunRequest.EffortLevels.Contains(effort))
        {
            errors.TryAdd("effort", "must be one of " + string.Join(", ", RunRequest.EffortLevels));
        }

        if (request.Resume is { } session && !Guid.TryParseExact(session, "D", out _))
        {
            errors.TryAdd("resume", "must be a session id (a UUID)");
        }

        if (request.Resume is not null && request.NoContinue)
        {
            errors.TryAdd("resume", "cannot be combined with noContinue");
        }

        if (request.OutputFormat is not (null or "json" or "json-verbose"))
        {
            errors.TryAdd("outputFormat", "must be json or json-verbose");
        }

        Positive("maxBudgetUsd", request.MaxBudgetUsd, errors);
        Positive("maxTurns", request.MaxTurns, errors);
        Positive("timeoutSeconds", request.TimeoutSeconds, errors);
        if (request.TimeoutSeconds > LongestWait)
        {
            errors.TryAdd("timeoutSeconds", $"must be at most {LongestWait} (30 days)");
        }

        if (request.BackgroundWaitSeconds is < 0 or > LongestWait)
        {
            errors.TryAdd("backgroundWaitSeconds", $"must be 0 to {LongestWait} (30 days)");
        }

        if (request.JsonSchema?.Length > LongestArgument || Encoding.UTF8.GetByteCount(request.JsonSchema ?? "") > LongestArgument)
        {
            errors.TryAdd("jsonSchema", $"must be at most {LongestArgument} bytes");
        }

        PromptBlockRules.Check(request.Content, errors);
        CheckOrigin(request.Origin, errors);
        CheckSchema(request.JsonSchema, errors);
        CheckEnvironment(request.Environment, errors);
    }

    internal static RunFailure Failure(Dictionary<string, string> errors) => new()
    {
        Code = FailureCode.InvalidRequest,
        Message = "The request is not valid: " + string.Join("; ", errors.Select(e => $"{e.Key} {e.Value}")) + ".",
        Fields = errors,
    };

    private static IEnumerable<(string Name, string? Text)> Texts(RunRequest request) =>
    [
        ("prompt", request.Prompt), ("workspace", request.Workspace), ("model", request.Model),
        ("systemPrompt", request.SystemPrompt), ("appendSystemPrompt", request.AppendSystemPrompt), ("jsonSchema", request.JsonSchema),
        .. (request.Environment ?? new Dictionary<string, string>()).SelectMany(
            v => new[] { ("environment", v.Key), ("environment." + v.Key, v.Value) }),
    ];

    private static void Positive(string name, decimal? value, Dictionary<string, string> errors)
    {
        if (value <= 0)
        {
            errors.TryAdd(name, string.Create(CultureInfo.InvariantCulture, $"must be greater than 0, not {value}"));
        }
    }

    private static void CheckOrigin(string? origin, Dictionary<string, string> errors)
    {
        if (origin is not null &&
            (origin.Length is 0 or > 64 || !origin.All(c => char.IsAsciiLetterOrDigit(c) || c is ':' or '-' or '_')))
        {
            errors.TryAdd("origin", "must be 1 to 64 letters, digits, ':', '-' or '_'");
        }
    }

    // The CLI takes any JSON but ignores an invalid schema silently, and can never satisfy one whose top level
    // is not an object (claude-cli.md §3.2).
    private static void CheckSchema(string? schema, Dictionary<string, string> errors)
    {
        if (schema is null)
        {
            return;
        }

        try
        {
            using var document = JsonDocument.Parse(schema);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                errors.TryAdd("jsonSchema", "must be a JSON object");
            }
            else if (root.EnumerateObject().Any(member => member.SafeName() == "type" && member.Value.AsText() != "object"))
            {
                errors.TryAdd("jsonSchema", "must describe an object (\"type\": \"object\") at its top level");
            }
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            // ArgumentException: a string with an unpaired surrogate.
            errors.TryAdd("jsonSchema", "is not valid JSON");
        }
    }

    internal static void CheckEnvironment(IReadOnlyDictionary<string, string>? environment, Dictionary<string, string> errors)
    {
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            if (!EnvironmentVariables.IsName(name))
            {
                errors.TryAdd("environment", EnvironmentVariables.ProblemOf(name));
            }
            else if (value.Contains('\0'))
            {
                errors.TryAdd("environment." + name, "must not hold a NUL character");
            }
        }
    }
}
