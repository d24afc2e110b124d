using System.Text.Json;
using Claudebox.Json;
using Claudebox.Runs;
using CsCheck;

namespace Claudebox.Core.Tests.Runs;

/// <summary>What the host writes is what the server reads.</summary>
public sealed class RunRequestRoundTripProperties
{
    private static readonly Gen<string> Text = Gen.String[0, 30].Where(IsUnicode);
    private static readonly Gen<string?> MaybeText = Text.Null();

    private static readonly Gen<RunRequest> Texts = Gen.Select(Text, MaybeText, MaybeText, Gen.Int[-1, 4], Gen.Bool, Gen.Guid).Select(
        (prompt, system, append, effort, resumes, session) => new RunRequest
        {
            Prompt = "x" + prompt,
            SystemPrompt = system,
            AppendSystemPrompt = append,
            Workspace = system?.Replace("\0", "", StringComparison.Ordinal),
            Model = append is null ? null : "m" + string.Concat(append.Where(c => !char.IsControl(c))),
            Effort = effort < 0 ? null : RunRequest.EffortLevels[effort],
            Resume = resumes ? session.ToString() : null,
            NoContinue = !resumes && effort > 1,
            JsonSchema = append is null ? null : JsonSerializer.Serialize(new Dictionary<string, string> { ["title"] = append }),
            Origin = resumes ? null : "chat:" + (effort + 1),
            OutputFormat = resumes ? "json-verbose" : null,
        });

    private static readonly Gen<RunRequest> Requests = Gen.Select(
        Texts, Gen.Int[1, 1_000_000], Gen.Int[0, 2_592_000], Gen.Int[0, 127], Gen.Dictionary(Text, Text)[0, 4].Null()).Select(
        (request, number, wait, flags, environment) => request with
        {
            MaxBudgetUsd = (flags & 1) != 0 ? number / 10_000m : null,
            MaxTurns = (flags & 2) != 0 ? number : null,
            TimeoutSeconds = (flags & 4) != 0 ? number : null,
            BackgroundWaitSeconds = (flags & 8) != 0 ? wait : null,
            SlashCommands = (flags & 16) != 0,
            Wait = (flags & 32) != 0,
            Async = (flags & 64) != 0,
            FireAndForget = number % 2 == 0,
            IncludePartialMessages = number % 3 == 0,
            Environment = environment?.ToDictionary(
                e => "V_" + string.Concat(e.Key.Where(char.IsAsciiLetterOrDigit)) + e.Key.Length + "_" + (uint)e.Key.GetHashCode(StringComparison.Ordinal),
                e => e.Value.Replace("\0", "", StringComparison.Ordinal)),
        });

    [Fact]
    public void A_request_survives_the_wire() =>
        Requests.Sample(
            request =>
            {
                var read = RunRequestReader.Read(JsonSerializer.SerializeToUtf8Bytes(request, WireJson.Default.RunRequest));
                Assert.Equal(request with { Environment = null }, read with { Environment = null });
                Assert.Equal(
                    request.Environment?.OrderBy(e => e.Key, StringComparer.Ordinal),
                    read.Environment?.OrderBy(e => e.Key, StringComparer.Ordinal));
            },
            iter: 2_000);

    [Fact]
    public void The_wire_is_camel_case_without_nulls()
    {
        var json = JsonSerializer.Serialize(new RunRequest { Prompt = "p", MaxBudgetUsd = 0.5m }, WireJson.Default.RunRequest);
        Assert.Contains("\"maxBudgetUsd\":0.5", json, StringComparison.Ordinal);
        Assert.DoesNotContain("null", json, StringComparison.Ordinal);
        Assert.DoesNotContain("effortLevels", json, StringComparison.Ordinal);
    }

    // Text that is no Unicode cannot travel as JSON.
    private static bool IsUnicode(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && !(i + 1 < text.Length && char.IsSurrogatePair(text[i], text[++i])))
            {
                return false;
            }
        }

        return true;
    }
}
