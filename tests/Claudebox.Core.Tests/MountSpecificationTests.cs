using Claudebox.Runs;
using Claudebox.Workspaces;
using CsCheck;
using Xunit;

namespace Claudebox.Core.Tests;

public sealed class MountSpecificationTests
{
    private static readonly HostPaths Unix = new("/base/dir", "/home/u", false);
    private static readonly HostPaths Windows = new("D:\\base", "C:\\Users\\u", true);

    [Theory]
    [InlineData("/a/b", "/a/b", "/a/b", false)]
    [InlineData("/a:/b", "/a", "/b", false)]
    [InlineData("/a:/b:ro", "/a", "/b", true)]
    [InlineData("/a:/b:rw", "/a", "/b", false)]
    [InlineData("~/x", "/home/u/x", "/home/u/x", false)]
    [InlineData("~", "/home/u", "/home/u", false)]
    [InlineData("~x", "/base/dir/~x", "/base/dir/~x", false)]
    [InlineData("rel/x:/y", "/base/dir/rel/x", "/y", false)]
    [InlineData("../x", "/base/x", "/base/x", false)]
    [InlineData(".:/y/../z/", "/base/dir", "/z", false)]
    [InlineData("/a b/ü$(x)", "/a b/ü$(x)", "/a b/ü$(x)", false)]
    public void Forms_on_unix(string text, string source, string target, bool readOnly) =>
        Assert.Equal(new MountSpecification(source, target, readOnly), MountSpecification.Parse(text, Unix));

    [Theory]
    [InlineData("C:\\x", "C:\\x", "/c/x", false)]
    [InlineData("c:/x/y", "C:\\x\\y", "/c/x/y", false)]
    [InlineData("C:\\x:/y", "C:\\x", "/y", false)]
    [InlineData("C:\\x:/y:ro", "C:\\x", "/y", true)]
    [InlineData("~\\x:/y", "C:\\Users\\u\\x", "/y", false)]
    [InlineData("rel:/y", "D:\\base\\rel", "/y", false)]
    [InlineData("\\x", "D:\\x", "/d/x", false)]
    [InlineData("C:\\a\\..\\b", "C:\\b", "/c/b", false)]
    public void Forms_on_windows(string text, string source, string target, bool readOnly) =>
        Assert.Equal(new MountSpecification(source, target, readOnly), MountSpecification.Parse(text, Windows));

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("/a:", "empty part")]
    [InlineData(":/a", "empty part")]
    [InlineData("/a::ro", "empty part")]
    [InlineData("/a:/b:z", "only ro and rw")]
    [InlineData("/a:b", "absolute path")]
    [InlineData("/a:/b:ro:x", "more than three")]
    [InlineData("/a:/", "whole file system")]
    [InlineData("/a:/x/..", "whole file system")]
    public void Errors_say_what_is_wrong(string text, string part)
    {
        var failure = Assert.Throws<ClaudeboxException>(() => MountSpecification.Parse(text, Unix)).Failure;
        Assert.Equal(FailureCode.InvalidRequest, failure.Code);
        Assert.Contains(part, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_path_of_windows_is_an_error() =>
        Assert.Contains("network path", Assert.Throws<ClaudeboxException>(() => MountSpecification.Parse("\\\\server\\share:/x", Windows)).Message, StringComparison.Ordinal);

    [Fact]
    public void What_is_written_is_read_back()
    {
        var segment = Gen.String[Gen.Char["ab ü$(){}'\"\n~-_,"], 1, 8];
        var path = segment.Array[1, 4].Select(s => "/" + string.Join('/', s));
        Gen.Select(path, path, Gen.Bool).Sample((source, target, readOnly) =>
        {
            var mount = new MountSpecification(source, target, readOnly);
            Assert.Equal(mount, MountSpecification.Parse(mount.ToString(), Unix));
            var windows = new MountSpecification("C:" + source.Replace('/', '\\'), target, readOnly);
            Assert.Equal(windows, MountSpecification.Parse(windows.ToString(), Windows));
        });
    }

    [Fact]
    public void Resolving_twice_changes_nothing() =>
        Gen.String[Gen.Char["a./~ \\:"], 1, 12].Sample(text =>
        {
            var once = Unix.Resolve(text);
            Assert.Equal(once, Unix.Resolve(once));
            Assert.StartsWith("/", once, StringComparison.Ordinal);
        });

    [Theory]
    [InlineData("C:\\a\\b", "/c/a/b")]
    [InlineData("z:\\", "/z")]
    public void A_windows_path_has_its_place_inside(string path, string expected) => Assert.Equal(expected, Windows.ToContainerPath(path));
}
