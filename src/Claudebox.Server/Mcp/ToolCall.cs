using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Claudebox.Server.Mcp;

/// <summary>A call of a tool.</summary>
/// <param name="Request">The request that it came with.</param>
/// <param name="Arguments">Its arguments, checked against the names of the schema.</param>
internal sealed record ToolCall(RequestContext<CallToolRequestParams> Request, ToolArguments Arguments);
