using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Protocol;

namespace Claudebox.Server.Mcp;

/// <summary>Answers the protocol's requests for resources and completions from <see cref="WorkspaceResources"/>.</summary>
internal static class WorkspaceResourceHandlers
{
    // The protocol's limit of one answer (MCP 2025-11-25, server/utilities/completion).
    private const int MostCompletions = 100;

    /// <summary>Adds the handlers.</summary>
    public static IMcpServerBuilder WithWorkspaceResources(this IMcpServerBuilder builder)
    {
        builder.Services.AddSingleton<WorkspaceResources>();
        return builder
            .WithListResourcesHandler((request, _) => ValueTask.FromResult(Of(request.Services).List(request.Params?.Cursor)))
            .WithListResourceTemplatesHandler((_, _) => ValueTask.FromResult(WorkspaceResources.Templates()))
            .WithReadResourceHandler((request, _) => ValueTask.FromResult(Of(request.Services).Read(request.Params?.Uri ?? "")))
            .WithCompleteHandler((request, _) => ValueTask.FromResult(Complete(Of(request.Services), request.Params)));
    }

    private static CompleteResult Complete(WorkspaceResources resources, CompleteRequestParams? request)
    {
        var isPath = request?.Ref is ResourceTemplateReference { Uri: WorkspaceUri.Template } or PromptReference { Name: DelegateTaskPrompt.Name }
            && request.Argument.Name is "path" or "workspace";
        IReadOnlyList<string> values = isPath ? resources.Complete(request!.Argument.Value) : [];
        return new CompleteResult
        {
            Completion = new Completion { Values = [.. values.Take(MostCompletions)], Total = values.Count, HasMore = values.Count > MostCompletions },
        };
    }

    private static WorkspaceResources Of(IServiceProvider? services) => services!.GetRequiredService<WorkspaceResources>();
}
