using Claudebox.Runs;
using Claudebox.Server.Runs;

namespace Claudebox.Server.Api;

/// <summary>Turns expected failures of handlers into problem details; nothing else leaves the server as text.</summary>
internal static class ProblemMiddleware
{
    /// <summary>Adds the middleware.</summary>
    public static void UseProblems(this WebApplication app) => app.Use(async (context, next) =>
    {
        try
        {
            await next(context);
        }
        catch (ClaudeboxException e) when (!context.Response.HasStarted)
        {
            await Problem.WriteAsync(context.Response, e.Failure);
        }
        catch (BadHttpRequestException e) when (!context.Response.HasStarted)
        {
            await Problem.WriteAsync(context.Response, new RunFailure { Code = FailureCode.InvalidRequest, Message = e.Message });
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has gone; there is nobody to answer.
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            app.Logger.RequestBroke(context.Request.Path, e);
            await Problem.WriteAsync(context.Response, new RunFailure { Code = FailureCode.InternalError, Message = e.Message });
        }
    });
}
