namespace Claudebox.Files;

/// <summary>What an entry of a directory is.</summary>
public enum FileEntryType
{
    /// <summary>A regular file, or a link to one inside the root.</summary>
    File,

    /// <summary>A directory, or a link to one inside the root.</summary>
    Dir,

    /// <summary>A link that leads nowhere, or out of the root.</summary>
    Link,

    /// <summary>A FIFO, socket or device, which the API neither reads nor changes.</summary>
    Other,
}
