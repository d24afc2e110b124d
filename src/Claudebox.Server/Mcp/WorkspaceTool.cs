using System.Text.Json;
using Claudebox.Runs;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Claudebox.Server.Mcp;

/// <summary>
/// A tool with a schema of its own, without reflection. Whatever goes wrong is an answer that says what to do, never a
/// protocol error: the client's model reads it and tries again (MCP 2025-11-25, server/tools, error handling).
/// </summary>
internal abstract class WorkspaceTool : McpServerTool
{
    private readonly ILogger _logger;
    private readonly IReadOnlyList<string> _known;
    private readonly IReadOnlyList<string> _required;

    /// <summary>Takes the tool's description.</summary>
    protected WorkspaceTool(Tool tool, ILogger logger)
    {
        ProtocolTool = tool;
        _logger = logger;
        _known = [.. tool.InputSchema.GetProperty("properties").EnumerateObject().Select(p => p.Name)];
        _required = tool.InputSchema.TryGetProperty("required", out var required)
            ? [.. required.EnumerateArray().Select(name => name.GetString()!)]
            : [];
    }

    /// <inheritdoc/>
    public sealed override Tool ProtocolTool { get; }

    /// <inheritdoc/>
    public sealed override IReadOnlyList<object> Metadata => [];

    /// <inheritdoc/>
    public sealed override async ValueTask<CallToolResult> InvokeAsync(
        RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken = default)
    {
        try
        {
            var arguments = ToolArguments.Read(ProtocolTool.Name, request.Params?.Arguments, _known, _required);
            return await CallAsync(new ToolCall(request, arguments), cancellationToken);
        }
        catch (ClaudeboxException e)
        {
            return ToolAnswer.Failed(e.Failure);
        }
        catch (Exception e) when (e is not (OperationCanceledException or McpException))
        {
            _logger.ToolBroke(ProtocolTool.Name, e);
            return ToolAnswer.Failed(new RunFailure { Code = FailureCode.InternalError, Message = e.Message });
        }
    }

    /// <summary>Does what the tool is for.</summary>
    /// <exception cref="ClaudeboxException">It cannot be done; becomes an answer.</exception>
    protected abstract ValueTask<CallToolResult> CallAsync(ToolCall call, CancellationToken cancellationToken);

    /// <summary>Reads a schema that is part of the source.</summary>
    protected static JsonElement Schema(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
