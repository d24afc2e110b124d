using System.Text;

namespace Claudebox.Testing;

/// <summary>All scenarios, and the choice between them.</summary>
public static class ScenarioCatalog
{
    private const int EchoLength = 200;

    private static readonly Dictionary<string, Scenario> _byName;

    static ScenarioCatalog()
    {
        All =
        [
            new TextScenario(), new TextsScenario(), new LongScenario(), new BigScenario(), new ThinkingScenario(), new EmptyScenario(),
            new BashScenario(), new WriteScenario(), new ReadScenario(), new ToolScenario(), new ParallelScenario(), new StepsScenario(),
            new BackgroundScenario(), new AgentScenario(), new SchemaScenario(), new SchemaNeverScenario(), new ExpensiveScenario(),
            new ErrorScenario(), new CutScenario(), new ErrorEventScenario(), new SilenceScenario(), new StallScenario(),
        ];
        _byName = All.ToDictionary(scenario => scenario.Name, StringComparer.Ordinal);
    }

    /// <summary>The scenarios in the order of <c>SCENARIOS.md</c>.</summary>
    public static IReadOnlyList<Scenario> All { get; }

    /// <summary>The parameters that every scenario takes.</summary>
    public static IReadOnlyList<ScenarioParameter> CommonParameters { get; } =
    [
        new("wait", "milliseconds before the answer begins (0)"),
        new("gate", "the answer begins only after `ModelSimulator.OpenGate` with this name"),
        new("input", "claimed input tokens (12)"),
        new("output", "claimed output tokens (25)"),
    ];

    /// <summary>The answer to a request: the scenario's, or the prompt's echo when it has no word, or a 400 when the word is wrong.</summary>
    public static ModelAnswer Answer(ModelTurn turn)
    {
        try
        {
            return ScenarioWord.Find(turn.Prompt) is { } word
                ? Answer(turn, word)
                : MessageAnswer.OfText("You said: " + Quotation.Start(turn.Prompt, EchoLength));
        }
        catch (ScenarioWordException exception)
        {
            return new ErrorAnswer(400, exception.Message);
        }
    }

    /// <summary>The scenarios as Markdown: the content of <c>SCENARIOS.md</c> below its introduction.</summary>
    public static string ToMarkdown()
    {
        var text = new StringBuilder("| scenario | what happens | parameters (default) | example |\n| --- | --- | --- | --- |\n");
        foreach (var scenario in All)
        {
            text.Append($"| `{scenario.Name}` | {scenario.Summary} | {Markdown(scenario.Parameters)} | `{scenario.Example}` |\n");
        }

        return text.Append($"| any | | {Markdown(CommonParameters)} | |\n").ToString();
    }

    private static ModelAnswer Answer(ModelTurn turn, ScenarioWord word)
    {
        if (!_byName.TryGetValue(word.Name, out var scenario))
        {
            throw new ScenarioWordException($"There is no scenario '{word.Name}'.");
        }

        var known = scenario.Parameters.Concat(CommonParameters).Select(parameter => parameter.Name).ToHashSet(StringComparer.Ordinal);
        if (word.Parameters.Select(pair => pair.Key).FirstOrDefault(name => !known.Contains(name)) is { } unknown)
        {
            throw new ScenarioWordException($"sim:{word.Name} has no parameter '{unknown}'.");
        }

        var arguments = new ScenarioArguments(word);
        var answer = scenario.Answer(turn, arguments) with { Wait = arguments.Milliseconds("wait", 0), Gate = arguments.Text("gate") };
        return answer is MessageAnswer message ? WithUsage(message, arguments) : answer;
    }

    private static MessageAnswer WithUsage(MessageAnswer message, ScenarioArguments arguments) => message with
    {
        Usage = message.Usage with
        {
            Input = arguments.Number("input", message.Usage.Input),
            Output = arguments.Number("output", message.Usage.Output),
        },
    };

    private static string Markdown(IReadOnlyList<ScenarioParameter> parameters) =>
        string.Join("<br>", parameters.Select(parameter => $"`{parameter.Name}`: {parameter.Meaning}"));
}
