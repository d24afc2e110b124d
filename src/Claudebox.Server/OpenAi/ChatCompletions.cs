using System.Text;
using Claudebox.Events;
using Claudebox.Runs;
using Claudebox.Server.Api;
using Claudebox.Server.OpenAi.Images;
using Claudebox.Server.Runs;

namespace Claudebox.Server.OpenAi;

/// <summary>Answers chat requests: each is a run of its own, for as long as its client stays.</summary>
internal sealed class ChatCompletions(
    RunEngine engine, RunLedger ledger, PrivateWorkspaces privateWorkspaces, ChatImages images, ServerOptions options, TimeProvider time)
{
    private const string Origin = "openai";

    /// <summary>Runs the conversation in the request and writes the answer.</summary>
    public async Task AnswerAsync(HttpContext context)
    {
        var cancel = context.RequestAborted;
        var chat = ChatRequestReader.Read(await RequestBody.ReadAsync(context, options.MaxRequestBytes));
        var headers = ChatHeaders.Read(context.Request.Headers);
        var request = ChatPrompt.Apply(RunOf(chat, headers), chat.Messages, await images.LoadAsync(chat.Messages, cancel));
        RunRequestRules.Check(request);

        // To continue needs a place that stays; without a name it is the root.
        using var workspace = headers.Workspace is null && !headers.Continue ? privateWorkspaces.Create() : null;
        var runId = RunIds.New();
        var run = await engine.SubmitAsync(request with { Wait = workspace is not null }, runId, Origin, cancel, workspace);
        context.Response.Headers["X-Run-Id"] = context.Response.Headers["x-request-id"] = runId;
        var json = new ChatJson("chatcmpl-" + runId, time.GetUtcNow().ToUnixTimeSeconds(), chat.Model);
        try
        {
            using var lifeline = run is Run own ? new ClientLifeline(own, cancel) : null;
            await (chat.Stream ? new ChatStreamWriter(context, ledger, run, chat, json, time).WriteAsync() : WriteAsync(context, run, chat, json));
        }
        finally
        {
            await EndAsync(run);
        }
    }

    private static RunRequest RunOf(ChatRequest chat, ChatHeaders headers) => new()
    {
        Prompt = "",
        Workspace = headers.Workspace,
        Model = ChatModels.ForClaude(chat.Model),
        Effort = chat.Effort,
        AppendSystemPrompt = headers.AppendSystemPrompt,
        JsonSchema = chat.JsonSchema,
        NoContinue = !headers.Continue,
    };

    private async Task WriteAsync(HttpContext context, IRunView run, ChatRequest chat, ChatJson json)
    {
        var answer = new ChatAnswer(chat.JsonSchema is not null);
        var text = new StringBuilder();
        using (var lines = new EventLines(ledger, run))
        {
            while (await lines.NextAsync(line => line, context.RequestAborted) is { } line)
            {
                if (ChatAnswer.Wants(line.Span, streaming: false))
                {
                    text.Append(answer.Take(ClaudeEvent.Parse(line.ToArray())));
                }
            }
        }

        if (answer.FailureOf(run.Record) is { } failure)
        {
            await Problem.WriteAsync(context.Response, failure, run.Record.RunId);
            return;
        }

        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(json.Completion(text.ToString(), answer.Finish, answer.Usage), context.RequestAborted);
    }

    // Over, whatever happened here: its workspace may go next.
    private static async Task EndAsync(IRunView run)
    {
        if (run is Run own)
        {
            own.End(RunEngine.Ended("The run was cancelled because its client went away."));
            await own.Completion;
        }
    }
}
