namespace Claudebox.CommandLine.Installation;

/// <summary>The names of steps.</summary>
internal static class StepNames
{
    public const string Engine = "Docker Engine";
    public const string DataDirectory = "Data directory";
    public const string SshKey = "SSH key";
    public const string Image = "Image";
    public const string Containers = "Containers";
    public const string Command = "Command";
    public const string Module = "PowerShell module";
    public const string Configuration = "Configuration";
    public const string EarlierCommand = "Earlier command";
    public const string EarlierContainers = "Earlier containers";
    public const string EarlierFiles = "Earlier secrets";
}
