using System.Reflection;

namespace Claudebox.Docker;

/// <summary>Which Claudebox this is.</summary>
public static class ClaudeboxVersion
{
    /// <summary>The protocol between host and server; a label of images.</summary>
    internal const string Protocol = "1";

    /// <summary>This assembly's version, as the module manifest states it.</summary>
    public static string Current { get; } =
        typeof(ClaudeboxVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}
