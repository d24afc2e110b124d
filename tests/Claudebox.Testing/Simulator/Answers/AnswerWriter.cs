using Microsoft.AspNetCore.Http;

namespace Claudebox.Testing;

/// <summary>Sends any answer over HTTP.</summary>
internal sealed class AnswerWriter(HttpResponse response, AnswerContext context)
{
    /// <summary>Sends the answer.</summary>
    /// <returns>False when the connection has to be cut now.</returns>
    /// <exception cref="OperationCanceledException">The client left or the simulator stops.</exception>
    public async Task<bool> SendAsync(ModelAnswer answer, bool streamed)
    {
        await context.PassAsync(answer.Gate);
        await context.PauseAsync(answer.Wait);
        switch (answer)
        {
            case MessageAnswer { Ending: AnswerEnding.ErrorEvent } when !streamed:
                await SendErrorAsync(new(529, "Overloaded"));
                return true;
            case MessageAnswer message:
                return await SendMessageAsync(message, streamed);
            case ErrorAnswer error:
                await SendErrorAsync(error);
                return true;
            case SilentAnswer:
                await context.WaitForTheEndAsync();
                return false;
            default:
                throw new InvalidOperationException($"No way to send a {answer.GetType().Name}.");
        }
    }

    /// <summary>Sends an error with its headers.</summary>
    public async Task SendErrorAsync(ErrorAnswer error)
    {
        response.StatusCode = error.Status;
        foreach (var (name, value) in error.Headers)
        {
            response.Headers[name] = value;
        }

        await StartAsync("application/json");
        await response.WriteAsync(AnswerFailure.Document(error.Type, error.Message, context.RequestId).ToJsonString(), context.CancellationToken);
    }

    private async Task<bool> SendMessageAsync(MessageAnswer message, bool streamed)
    {
        await StartAsync(streamed ? "text/event-stream; charset=utf-8" : "application/json");
        return streamed
            ? await new EventStreamWriter(response.BodyWriter, context).WriteAsync(message)
            : await new JsonMessageWriter(response.BodyWriter, context).WriteAsync(message);
    }

    private Task StartAsync(string contentType)
    {
        response.ContentType = contentType;
        response.Headers.CacheControl = "no-cache";
        response.Headers["request-id"] = context.RequestId;
        return response.StartAsync(context.CancellationToken);
    }
}
