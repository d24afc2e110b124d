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
            if (context.Response is { HasStarted: false, StatusCode: 404 or 405, ContentType: null })
            {
                await WriteNoRouteAsync(context);
            }
        }
        catch (ClaudeboxException e) when (!context.Response.HasStarted)
        {
            await Problem.WriteAsync(context.Response, e.Failure);
        }
        catch (BadHttpRequestException e) when (!context.Response.HasStarted)
        {
            // Such as a body that ended too early, or a header that cannot be.
            var code = e.StatusCode == StatusCodes.Status413PayloadTooLarge ? FailureCode.RequestTooLarge : FailureCode.InvalidRequest;
            await Problem.WriteAsync(context.Response, new RunFailure { Code = code, Message = e.Message }, httpStatus: e.StatusCode);
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

    private static Task WriteNoRouteAsync(HttpContext context)
    {
        var status = context.Response.StatusCode;
        var message = status == StatusCodes.Status405MethodNotAllowed
            ? $"{context.Request.Path} does not know the method {context.Request.Method}."
            : $"There is no {context.Request.Path} here.";
        return Problem.WriteAsync(context.Response, new RunFailure { Code = FailureCode.NotFound, Message = message }, httpStatus: status);
    }
}
