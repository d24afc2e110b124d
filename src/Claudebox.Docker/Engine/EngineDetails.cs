namespace Claudebox.Docker;

/// <summary>What an engine says of itself.</summary>
public sealed record EngineDetails
{
    /// <summary>Where it listens.</summary>
    public required string Endpoint { get; init; }

    /// <summary>Where the address was found.</summary>
    public required string Source { get; init; }

    /// <summary>Its version.</summary>
    public required string Version { get; init; }

    /// <summary>The newest version of the API that it speaks.</summary>
    public required string ApiVersion { get; init; }

    /// <summary>Its system, such as <c>linux/amd64</c>.</summary>
    public required string Platform { get; init; }

    /// <summary>Where it keeps images and containers, on its own file system.</summary>
    public string? RootDirectory { get; init; }
}
