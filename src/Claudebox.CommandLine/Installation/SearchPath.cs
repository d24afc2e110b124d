namespace Claudebox.CommandLine.Installation;

/// <summary>Whether a command is found by its name.</summary>
internal static class SearchPath
{
    /// <summary>Says what is to be done so that a command is found by its name.</summary>
    /// <param name="path">The command's absolute path.</param>
    /// <param name="variables">The environment variables.</param>
    /// <returns>The advice; null when the name leads to it already.</returns>
    public static string? Advice(string path, IReadOnlyDictionary<string, string> variables)
    {
        var directory = Path.GetDirectoryName(path)!;
        var name = Path.GetFileName(path);
        foreach (var entry in Entries(variables))
        {
            if (Same(entry, directory))
            {
                return null;
            }

            if (File.Exists(Path.Combine(entry, name)))
            {
                return $"The name {name} leads to {Path.Combine(entry, name)}, which comes earlier in PATH. Remove that, or put {directory} before it.";
            }
        }

        return OperatingSystem.IsWindows()
            ? $"Open a new terminal, so that it knows {directory} in its PATH."
            : $"{directory} is not in PATH. Add it: {Line(directory, variables)}";
    }

    /// <summary>Finds a program by its name.</summary>
    public static string? Find(string name, IReadOnlyDictionary<string, string> variables) =>
        Entries(variables).Select(entry => Path.Combine(entry, OperatingSystem.IsWindows() ? name + ".exe" : name)).FirstOrDefault(File.Exists);

    private static string[] Entries(IReadOnlyDictionary<string, string> variables) =>
        (variables.TryGetValue("PATH", out var path) ? path : string.Empty).Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);

    private static bool Same(string entry, string directory) => string.Equals(
        Path.TrimEndingDirectorySeparator(entry), directory, OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);

    private static string Line(string directory, IReadOnlyDictionary<string, string> variables) =>
        Path.GetFileName(variables.TryGetValue("SHELL", out var shell) ? shell : string.Empty) switch
        {
            "fish" => $"fish_add_path '{directory}'",
            "zsh" => $"echo 'export PATH=\"{directory}:$PATH\"' >> ~/.zshrc",
            "bash" => $"echo 'export PATH=\"{directory}:$PATH\"' >> ~/.bashrc",
            _ => $"echo 'export PATH=\"{directory}:$PATH\"' >> ~/.profile",
        } + ", then open a new terminal.";
}
