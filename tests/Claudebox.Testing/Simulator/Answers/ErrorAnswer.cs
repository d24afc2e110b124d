namespace Claudebox.Testing;

/// <summary>An HTTP error with the API's error body.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Message">The error's message.</param>
public sealed record ErrorAnswer(int Status, string Message) : ModelAnswer
{
    /// <summary>The error's type, by default the one that the API documents for the status.</summary>
    public string Type { get; init; } = TypeOf(Status);

    /// <summary>More response headers, such as <c>retry-after</c> or <c>x-should-retry</c>.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The error type of a status, as the API's error reference lists them.</summary>
    public static string TypeOf(int status) => status switch
    {
        401 => "authentication_error",
        402 => "billing_error",
        403 => "permission_error",
        404 => "not_found_error",
        413 => "request_too_large",
        429 => "rate_limit_error",
        504 => "timeout_error",
        529 => "overloaded_error",
        >= 500 => "api_error",
        _ => "invalid_request_error",
    };
}
