using System.Diagnostics;
using Claudebox.Server.Claude;
using Claudebox.Server.Processes;
using Microsoft.Extensions.Logging.Abstractions;

namespace Claudebox.Server.Tests;

public sealed class SharedFilesTests : IDisposable
{
    private static readonly FileOwner Owner = new(1234, 5678);

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("claudebox-shared-files-");

    public SharedFilesTests()
    {
        _root.CreateSubdirectory("shared/skills/one");
        _root.CreateSubdirectory("copies");
    }

    private string Shared => Path.Combine(_root.FullName, "shared");

    private string Copies => Path.Combine(_root.FullName, "copies");

    private SharedFiles Files => new(Shared, Copies, Owner, NullLogger.Instance);

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public void A_shared_file_replaces_what_is_there_and_follows_its_changes()
    {
        File.WriteAllText(Path.Combine(Copies, "settings.json"), "newer, but not a copy");
        File.WriteAllText(Path.Combine(Shared, "settings.json"), "shared");
        File.SetLastWriteTimeUtc(Path.Combine(Shared, "settings.json"), DateTime.UtcNow.AddDays(-1));

        Files.Bring(["settings.json"]);
        Assert.Equal("shared", File.ReadAllText(Path.Combine(Copies, "settings.json")));
        Assert.Equal(Owner, Native.OwnerOf(Path.Combine(Copies, "settings.json")));

        File.WriteAllText(Path.Combine(Copies, "settings.json"), "changed here");
        Files.Bring(["settings.json"]);
        Assert.Equal("changed here", File.ReadAllText(Path.Combine(Copies, "settings.json")));

        File.WriteAllText(Path.Combine(Shared, "settings.json"), "shared again");
        Files.Bring(["settings.json"]);
        Assert.Equal("shared again", File.ReadAllText(Path.Combine(Copies, "settings.json")));
    }

    [Fact]
    public void What_vanishes_from_the_shared_place_vanishes_from_the_copies()
    {
        File.WriteAllText(Path.Combine(Shared, "skills/one/SKILL.md"), "skill");
        File.WriteAllText(Path.Combine(Shared, ".credentials.json"), "secret");
        Files.Bring(["skills", ".credentials.json"]);
        File.WriteAllText(Path.Combine(Copies, "of-its-own"), "stays");

        File.Delete(Path.Combine(Shared, "skills/one/SKILL.md"));
        File.Delete(Path.Combine(Shared, ".credentials.json"));
        Files.Return(".credentials.json", Owner);
        Files.Bring(["skills", ".credentials.json"]);

        Assert.False(File.Exists(Path.Combine(Shared, ".credentials.json")));
        Assert.False(File.Exists(Path.Combine(Copies, ".credentials.json")));
        Assert.False(File.Exists(Path.Combine(Copies, "skills/one/SKILL.md")));
        Assert.True(File.Exists(Path.Combine(Copies, "of-its-own")));
    }

    [Fact]
    public void Only_renewed_and_new_credentials_go_back()
    {
        File.WriteAllText(Path.Combine(Shared, ".credentials.json"), "old");
        Files.Bring([".credentials.json"]);
        File.WriteAllText(Path.Combine(Shared, ".credentials.json"), "renewed there");
        Files.Return(".credentials.json", Owner);
        Assert.Equal("renewed there", File.ReadAllText(Path.Combine(Shared, ".credentials.json")));

        Files.Bring([".credentials.json"]);
        File.WriteAllText(Path.Combine(Copies, ".credentials.json"), "renewed here");
        Files.Return(".credentials.json", Owner);
        Assert.Equal("renewed here", File.ReadAllText(Path.Combine(Shared, ".credentials.json")));

        File.WriteAllText(Path.Combine(Copies, "login"), "first login");
        Files.Return("login", Owner);
        Assert.Equal("first login", File.ReadAllText(Path.Combine(Shared, "login")));
    }

    [Fact]
    public void What_is_no_regular_file_is_left_out_and_stops_nothing()
    {
        using (var pipe = Process.Start("mkfifo", [Path.Combine(Shared, "skills", "a-fifo")]))
        {
            pipe.WaitForExit();
        }

        File.CreateSymbolicLink(Path.Combine(Shared, "skills", "b-dangling"), "/nowhere");
        Directory.CreateSymbolicLink(Path.Combine(Shared, "skills", "c-loop"), Shared);
        File.WriteAllText(Path.Combine(Shared, "skills/one/SKILL.md"), "skill");

        Files.Bring(["skills", "missing"]);

        Assert.Equal("skill", File.ReadAllText(Path.Combine(Copies, "skills/one/SKILL.md")));
        Assert.Equal(["one"], Directory.EnumerateFileSystemEntries(Path.Combine(Copies, "skills")).Select(Path.GetFileName));
    }
}
