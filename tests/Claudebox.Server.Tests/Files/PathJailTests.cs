using Claudebox.Runs;
using Claudebox.Server.Files;
using Claudebox.Server.Processes;

namespace Claudebox.Server.Tests.Files;

/// <summary>The jail, as the kernel keeps it and as the walk of old kernels does.</summary>
public sealed class PathJailTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("claudebox-jail-").FullName;
    private readonly string _root;
    private readonly string _outside;

    public PathJailTests()
    {
        _root = Directory.CreateDirectory(Path.Combine(_folder, "root")).FullName;
        _outside = Directory.CreateDirectory(Path.Combine(_folder, "root2")).FullName;
        File.WriteAllText(Path.Combine(_outside, "secret"), "outside");
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(_root, "folder")).FullName, "file"), "inside");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Files_inside_are_reached_and_links_never_lead_out(bool walk)
    {
        Directory.CreateSymbolicLink(Path.Combine(_root, "up"), "..");
        Directory.CreateSymbolicLink(Path.Combine(_root, "absolute"), _outside);
        Directory.CreateSymbolicLink(Path.Combine(_root, "sibling"), "../root2");
        Directory.CreateSymbolicLink(Path.Combine(_root, "folder", "chain"), "../sibling");
        File.CreateSymbolicLink(Path.Combine(_root, "process"), $"/proc/self/root{_outside}/secret");
        using var jail = new PathJail(_root, walk);

        Assert.Equal("inside", Read(jail, "folder/file"));
        Assert.Equal("inside", Read(jail, "//folder/./file"));
        foreach (var path in new[] { "up/root2/secret", "absolute/secret", "sibling/secret", "folder/chain/secret", "process", "up", "absolute" })
        {
            Assert.Equal(FailureCode.PathRefused, Refusal(() => jail.Open(JailPath.Parse(path)).Dispose()));
            Assert.Equal(FailureCode.PathRefused, Refusal(() => jail.OpenOrMakeDirectory(JailPath.Parse(path + "/new"), default).Dispose()));
        }

        Assert.Equal(FailureCode.NotFound, Refusal(() => jail.Open(JailPath.Parse("folder/missing")).Dispose()));
        Assert.Equal(FailureCode.PathRefused, Refusal(() => jail.Open(JailPath.Parse("folder/file/below")).Dispose()));
        Assert.Equal(["secret"], Directory.GetFileSystemEntries(_outside).Select(Path.GetFileName));
    }

    [Fact]
    public void The_kernel_follows_links_that_stay_inside_and_the_walk_follows_none()
    {
        Directory.CreateSymbolicLink(Path.Combine(_root, "alias"), "folder");
        using var kernel = new PathJail(_root);
        using var walk = new PathJail(_root, walk: true);

        Assert.Equal("inside", Read(kernel, "alias/file"));
        Assert.Equal(FailureCode.PathRefused, Refusal(() => walk.Open(JailPath.Parse("alias/file")).Dispose()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Directories_are_made_with_their_parents(bool walk)
    {
        using var jail = new PathJail(_root, walk);

        jail.OpenOrMakeDirectory(JailPath.Parse("a/b/c"), Native.OwnerOf(_root)).Dispose();
        jail.OpenOrMakeDirectory(JailPath.Parse("a/b/c"), Native.OwnerOf(_root)).Dispose();

        Assert.True(Directory.Exists(Path.Combine(_root, "a/b/c")));
        Assert.Equal(FailureCode.PathRefused, Refusal(() => jail.OpenOrMakeDirectory(JailPath.Parse("folder/file/d"), default).Dispose()));
    }

    [Fact]
    public void What_a_killed_server_left_of_an_upload_goes_with_the_next_one()
    {
        using var jail = new PathJail(_root);
        using var directory = jail.OpenDirectory(JailPath.Parse("folder"));
        string[] names = [".claudebox-upload-stale", ".claudebox-upload-fresh", "old"];
        foreach (var name in names)
        {
            File.WriteAllText(Path.Combine(_root, "folder", name), "");
        }

        File.SetLastWriteTimeUtc(Path.Combine(_root, "folder", names[0]), DateTime.UtcNow.AddHours(-2));
        File.SetLastWriteTimeUtc(Path.Combine(_root, "folder", names[2]), DateTime.UtcNow.AddHours(-2));
        using (var upload = new Upload(directory, Native.OwnerOf(_root), named: true))
        {
            upload.Content.Write("new"u8);
            upload.Commit(JailPath.Parse("folder/new"), mode: null, replace: false);
        }

        Assert.Equal("new", File.ReadAllText(Path.Combine(_root, "folder", "new")));
        Assert.Equal([false, true, true], names.Select(name => File.Exists(Path.Combine(_root, "folder", name))));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nothing_can_be_exchanged_between_check_and_use(bool walk)
    {
        using var jail = new PathJail(_root, walk);
        var path = Path.Combine(_root, "swapped");
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(_root, "good")).FullName, "secret"), "inside");
        Directory.CreateSymbolicLink(Path.Combine(_root, "evil"), _outside);
        using var done = new CancellationTokenSource();
        var swapping = Task.Run(() =>
        {
            while (!done.IsCancellationRequested)
            {
                Directory.Move(Path.Combine(_root, "good"), path);
                Directory.Move(path, Path.Combine(_root, "good"));
                Directory.Move(Path.Combine(_root, "evil"), path);
                Directory.Move(path, Path.Combine(_root, "evil"));
            }
        });

        // Both states were met often, so the moment between them was passed often too.
        const int Enough = 500;
        var (read, refused) = (0, 0);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (read < Enough || refused < Enough)
        {
            limit.Token.ThrowIfCancellationRequested();
            try
            {
                Assert.Equal("inside", Read(jail, "swapped/secret"));
                read++;
            }
            catch (ClaudeboxException e)
            {
                Assert.Contains(e.Code, new[] { FailureCode.NotFound, FailureCode.PathRefused });
                refused += e.Code == FailureCode.PathRefused ? 1 : 0;
            }
        }

        await done.CancelAsync();
        await swapping;
    }

    [Theory]
    [InlineData("/files/a%2fb", "a/b")]
    [InlineData("/files/a%252fb", "a%2fb")]
    [InlineData("/files/", "")]
    [InlineData("/files", "")]
    [InlineData("/files/a//b/./c/?query=%00", "a/b/c")]
    [InlineData("/files/%C3%A4", "ä")]
    public void A_target_is_decoded_once(string target, string path) =>
        Assert.Equal(path, JailPath.OfTarget(target, "/files").ToString());

    [Theory]
    [InlineData("/files/..")]
    [InlineData("/files/a/%2e%2E/b")]
    [InlineData("/files/..%2fb")]
    [InlineData("/files/a%00")]
    [InlineData("/files/%")]
    [InlineData("/files/%4")]
    [InlineData("/files/%+1")]
    [InlineData("/files/%ff")]
    [InlineData("/files/%ed%a0%80")]
    [InlineData("/other/a")]
    public void A_target_that_is_no_path_below_the_root_is_refused(string target) =>
        Assert.Equal(FailureCode.PathRefused, Refusal(() => JailPath.OfTarget(target, "/files")));

    private static string Read(PathJail jail, string path)
    {
        var parsed = JailPath.Parse(path);
        using var file = jail.Open(parsed);
        using var reader = new StreamReader(Download.Open(file, parsed).Content);
        return reader.ReadToEnd();
    }

    private static FailureCode Refusal(Action action) => Assert.Throws<ClaudeboxException>(action).Code;
}
