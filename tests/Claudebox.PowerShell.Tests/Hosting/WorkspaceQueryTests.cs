using Claudebox.Docker;
using Claudebox.PowerShell.Hosting;
using Xunit;

namespace Claudebox.PowerShell.Tests.Hosting;

public sealed class WorkspaceQueryTests : IDisposable
{
    private readonly string _root = ClaudeboxEngine.RealPathOf(Directory.CreateTempSubdirectory("claudebox-query-").FullName);

    [Fact]
    public void A_literal_path_matches_itself_and_nothing_like_it()
    {
        var query = WorkspaceQuery.Literal("a[1]", At("a[1]"), ClaudeboxEngine.RealPathOf);
        Assert.False(query.HasWildcards);
        Assert.True(query.Matches(At("a[1]")));
        Assert.False(query.Matches(At("a1")));
    }

    [Fact]
    public void A_link_matches_what_it_leads_to()
    {
        Link();
        Assert.True(WorkspaceQuery.Literal("link", At("link"), ClaudeboxEngine.RealPathOf).Matches(At("real")));
        Assert.True(WorkspaceQuery.Typed("link/sub", At("link", "sub"), _root, ClaudeboxEngine.RealPathOf).Matches(At("real", "sub")));
        Assert.False(WorkspaceQuery.Literal("link", At("link"), ClaudeboxEngine.RealPathOf).Matches(At("other")));
    }

    [Fact]
    public void A_typed_wildcard_matches_below_a_link_too()
    {
        Link();
        var query = WorkspaceQuery.Typed("link/s*", At("link", "s*"), _root, ClaudeboxEngine.RealPathOf);
        Assert.True(query.HasWildcards);
        Assert.True(query.Matches(At("real", "sub")));
        Assert.False(query.Matches(At("real", "other")));
    }

    [Theory]
    [InlineData("a[1]", "a1", true)]
    [InlineData("a[1]", "a[1]", true)]
    [InlineData("a[1]", "a2", false)]
    [InlineData("a?", "a1", true)]
    public void What_the_user_typed_may_be_a_wildcard(string text, string name, bool matches) =>
        Assert.Equal(matches, WorkspaceQuery.Typed(text, At(text), _root, ClaudeboxEngine.RealPathOf).Matches(At(name)));

    [Fact]
    public void The_location_before_a_typed_wildcard_holds_none()
    {
        var query = WorkspaceQuery.Typed("s*", At("a[1]", "s*"), At("a[1]"), ClaudeboxEngine.RealPathOf);
        Assert.True(query.Matches(At("a[1]", "sub")));
        Assert.False(query.Matches(At("a1", "sub")));
        var above = WorkspaceQuery.Typed("../a[1]", At("a[1]"), At("a[1]"), ClaudeboxEngine.RealPathOf);
        Assert.True(above.Matches(At("a1")));
        var rooted = WorkspaceQuery.Typed(At("a[1]", "s*"), At("a[1]", "s*"), At("a[1]"), ClaudeboxEngine.RealPathOf);
        Assert.True(rooted.Matches(At("a1", "sub")));
    }

    [Fact]
    public void A_wildcard_directly_below_the_root_matches()
    {
        var root = Path.GetPathRoot(_root)!;
        var query = WorkspaceQuery.Typed(root + "*", root + "*", _root, ClaudeboxEngine.RealPathOf);
        Assert.True(query.Matches(root + "w"));
    }

    [Fact]
    public void A_loop_of_links_is_no_failure()
    {
        Directory.CreateSymbolicLink(At("loop"), At("loop"));
        Assert.True(WorkspaceQuery.Literal("loop", At("loop"), ClaudeboxEngine.RealPathOf).Matches(At("loop")));
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private string At(params string[] names) => Path.Combine([_root, .. names]);

    private void Link()
    {
        Directory.CreateDirectory(At("real"));
        Directory.CreateSymbolicLink(At("link"), At("real"));
    }
}
