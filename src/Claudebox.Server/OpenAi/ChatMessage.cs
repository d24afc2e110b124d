namespace Claudebox.Server.OpenAi;

/// <summary>A message of a chat request.</summary>
/// <param name="Role">Who wrote it.</param>
/// <param name="Parts">Its texts and images, in order.</param>
internal sealed record ChatMessage(ChatRole Role, IReadOnlyList<ChatPart> Parts)
{
    /// <summary>The name of who wrote it, if given.</summary>
    public string? Name { get; init; }

    /// <summary>The call that a tool's message answers.</summary>
    public string? CallId { get; init; }

    /// <summary>The tools that an assistant's message called, in a history of another agent.</summary>
    public IReadOnlyList<ChatCall> Calls { get; init; } = [];
}

/// <summary>A call of a client's tool in a history.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">The tool.</param>
/// <param name="Arguments">The arguments, as the model wrote them.</param>
internal sealed record ChatCall(string Id, string Name, string Arguments);

/// <summary>A part of a message: a text, or an image.</summary>
/// <param name="Text">The text; null for an image.</param>
/// <param name="ImageUrl">The image's URL; null for a text.</param>
/// <param name="Field">Where in the request it stands, for messages.</param>
internal sealed record ChatPart(string? Text, string? ImageUrl, string Field);

/// <summary>Who wrote a message.</summary>
internal enum ChatRole
{
    /// <summary><c>system</c>, or <c>developer</c> as newer clients say.</summary>
    System,

    /// <summary><c>user</c>.</summary>
    User,

    /// <summary><c>assistant</c>.</summary>
    Assistant,

    /// <summary><c>tool</c>, or <c>function</c> as older clients say.</summary>
    Tool,
}
