using System.Text;
using Claudebox.Runs;
using Claudebox.Server.Api;

namespace Claudebox.Server.Runs;

/// <summary>How much a request says to Claude; images have a limit of their own.</summary>
internal static class PromptSize
{
    /// <summary>Throws when a prompt or a system prompt is too large.</summary>
    /// <param name="request">The request.</param>
    /// <param name="limit">Bytes that each of them may have; 0 means any number.</param>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.RequestTooLarge"/>.</exception>
    public static void Check(RunRequest request, long limit)
    {
        var prompt = (request.Content?.Sum(block => BytesOf(block.Text)) ?? 0) + BytesOf(request.Prompt);
        var size = Math.Max(prompt, Math.Max(BytesOf(request.SystemPrompt), BytesOf(request.AppendSystemPrompt)));
        if (limit > 0 && size > limit)
        {
            throw RequestBody.TooLarge($"The prompt or system prompt has {size} bytes; the limit is {limit}.");
        }
    }

    private static long BytesOf(string? text) => Encoding.UTF8.GetByteCount(text ?? "");
}
