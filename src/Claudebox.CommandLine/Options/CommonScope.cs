namespace Claudebox.CommandLine.Options;

/// <summary>Which of the common options mean something to a command.</summary>
[Flags]
internal enum CommonScope
{
    /// <summary>None: it looks at nothing but itself.</summary>
    None = 0,

    /// <summary>It asks an engine.</summary>
    Engine = 1,

    /// <summary>It is about one workspace.</summary>
    Workspace = 2,

    /// <summary>It may need an image.</summary>
    Image = 4,

    /// <summary>It may start the workspace's container.</summary>
    Container = Engine | Workspace | Image,
}
