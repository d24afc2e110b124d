namespace Claudebox.Docker;

/// <summary>A container of the earlier implementation, which had no labels.</summary>
/// <param name="Id">Docker's id.</param>
/// <param name="Name">The name.</param>
/// <param name="Image">The image's name or id.</param>
/// <param name="IsRunning">Whether it runs.</param>
public sealed record EarlierContainer(string Id, string Name, string Image, bool IsRunning);
