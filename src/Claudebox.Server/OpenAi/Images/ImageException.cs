namespace Claudebox.Server.OpenAi.Images;

/// <summary>An image that cannot be had.</summary>
/// <param name="problem">What is wrong with it, as the rest of a sentence that begins with its place in the request.</param>
internal sealed class ImageException(string problem) : Exception(problem);
