namespace Claudebox.Demo;

/// <summary>A directory that the user gave, or a temporary one that is removed at the end.</summary>
internal sealed class DemoFolder(string? given, string name) : IDisposable
{
    public string Path { get; } = given ?? Directory.CreateTempSubdirectory($"claudebox-demo-{name}-").FullName;

    public void Dispose()
    {
        if (given is not null)
        {
            return;
        }

        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"{Path} could not be removed: {exception.Message}");
        }
    }
}
