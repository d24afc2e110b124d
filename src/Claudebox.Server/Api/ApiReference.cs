using Claudebox.Json;
using Claudebox.Server.Auth;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace Claudebox.Server.Api;

/// <summary>The OpenAPI document and the page that shows it, both for those who have a token.</summary>
internal static class ApiReference
{
    private const string Scheme = "token";

    /// <summary>Adds what the document is made with.</summary>
    public static void AddApiReference(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, WireJson.Default);
            json.SerializerOptions.TypeInfoResolverChain.Insert(1, ServerJson.Default);
            json.SerializerOptions.NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.Strict;
            json.SerializerOptions.PropertyNamingPolicy = System.Text.Json.JsonNamingPolicy.CamelCase;
        });
        services.AddOpenApi(openApi =>
        {
            openApi.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            openApi.ShouldInclude = description => description.ActionDescriptor.EndpointMetadata.OfType<PublicRouteAttribute>().Any();
            openApi.AddDocumentTransformer(DescribeServer);
            openApi.AddOperationTransformer(DescribeParameters);
        });
    }

    /// <summary>Maps the document and the page.</summary>
    public static void MapApiReference(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi("/openapi/{documentName}.json").Public(PublicAccess.TokenOrBasic);
        routes.MapScalarApiReference("/reference", page =>
        {
            page.Title = "Claudebox";
            page.DefaultFonts = false;
        }).Public(PublicAccess.TokenOrBasic);
    }

    private static Task DescribeServer(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancel)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Claudebox",
            Version = HealthEndpoints.Version,
            Description = "Claude Code over HTTP: prompts, their events and results, sessions, and the files of workspaces. " +
                "Fields are accepted in camelCase and snake_case. Errors are problem details (RFC 9457).",
        };

        // Relative: the server cannot know under which address it was published.
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Scheme] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer" },
        };
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, document)] = [] }];
        return Task.CompletedTask;
    }

    private static async Task DescribeParameters(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancel)
    {
        operation.Parameters ??= [];
        foreach (var described in context.Description.ActionDescriptor.EndpointMetadata.OfType<DescribedParameter>())
        {
            var known = operation.Parameters.FirstOrDefault(p => p.Name == described.Name);
            if (known is not null)
            {
                operation.Parameters.Remove(known);
            }

            operation.Parameters.Add(new OpenApiParameter
            {
                Name = described.Name,
                In = Enum.Parse<ParameterLocation>(described.Place, ignoreCase: true),
                Required = described.IsRequired,
                Description = described.Meaning,
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            });
        }

        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<PublicRouteAttribute>().Any(r => r.Access == PublicAccess.Everybody))
        {
            operation.Security = [];
        }

        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<DescribedBody>().FirstOrDefault() is { } body)
        {
            IOpenApiSchema schema = await context.GetOrCreateSchemaAsync(body.Type, cancellationToken: cancel);
            if (body.Type != typeof(Stream) && context.Document is { } document)
            {
                document.AddComponent(body.Type.Name, schema);
                schema = new OpenApiSchemaReference(body.Type.Name, document);
            }

            operation.RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Content = new Dictionary<string, OpenApiMediaType> { [body.ContentType] = new() { Schema = schema } },
            };
        }
    }
}
