using System.Text.RegularExpressions;
using Claudebox.Runs;
using Claudebox.Workspaces;
using CsCheck;
using Xunit;

namespace Claudebox.Core.Tests;

public sealed partial class ContainerNameTests
{
    // Paths that like to collide: few names, with the characters that names are made of.
    private static readonly Gen<string> Paths = Gen.OneOf(
        Gen.OneOf("a", "b", "a_b", "a-b", "prog", "x_prog", "server", "a b", "ü", "$(x)", "_", "__", "a.b", "c+d").Array[1, 4].Select(s => "/" + string.Join('/', s)),
        Gen.String[Gen.Char["ab_/.- $ü"], 1, 120].Select(s => "/" + s).Where(s => Normal(s) && s.Length > 1));

    private static readonly Gen<WorkspaceRole> Roles = Gen.OneOf(WorkspaceRole.Interactive, WorkspaceRole.Prog, WorkspaceRole.Server);

    [Theory]
    [InlineData("/home/u/p", WorkspaceRole.Interactive, "claude-_home_u_p")]
    [InlineData("/home/u/p", WorkspaceRole.Prog, "claude-_home_u_p_prog")]
    [InlineData("/home/u/p", WorkspaceRole.Server, "claude-_home_u_p_server")]
    [InlineData("/c/Users/u/p.x", WorkspaceRole.Interactive, "claude-_c_Users_u_p.x")]
    public void A_plain_path_gives_a_plain_name(string path, WorkspaceRole role, string expected) =>
        Assert.Equal(expected, ContainerName.For(path, role));

    [Theory]
    [InlineData("/a/b_c")]
    [InlineData("/a/b c")]
    [InlineData("/a/ü")]
    [InlineData("/x/prog")]
    [InlineData("/x/cron")]
    [InlineData("/x/server")]
    [InlineData("/a/$(x)")]
    public void Other_paths_get_a_hash(string path) =>
        Assert.Matches("__[0-9a-f]{12}$", ContainerName.For(path, WorkspaceRole.Interactive));

    [Fact]
    public void Docker_accepts_every_name_and_no_name_is_very_long() =>
        Gen.Select(Paths, Roles, Gen.Bool).Sample((path, role, hash) =>
        {
            var name = ContainerName.For(path, role, hash);
            Assert.Matches(DockerName(), name);
            Assert.True(name.Length <= 140);
        });

    [Fact]
    public void Different_workspaces_and_roles_get_different_names() =>
        Gen.Select(Paths, Roles, Paths, Roles).Sample((path, role, otherPath, otherRole) =>
            (path == otherPath && role == otherRole) == (ContainerName.For(path, role) == ContainerName.For(otherPath, otherRole)), iter: 20_000);

    [Fact]
    public void The_name_with_a_hash_differs_from_every_plain_name() =>
        Gen.Select(Paths, Paths, Roles).Sample((path, other, role) =>
            ContainerName.For(path, role, withHash: true) != ContainerName.For(other, role) || path == other);

    [Theory]
    [InlineData("/a/b_c", "/a_b/c")]
    [InlineData("/x_prog", "/x/prog")]
    [InlineData("/a/b", "/a//b/")]
    public void Known_collisions_of_simple_rules(string path, string other)
    {
        var same = other == "/a//b/";
        Assert.Equal(same, ContainerName.For(path, WorkspaceRole.Interactive) == ContainerName.For(other, WorkspaceRole.Interactive));
        Assert.NotEqual(ContainerName.For(path, WorkspaceRole.Prog), ContainerName.For(other, WorkspaceRole.Interactive));
    }

    [Fact]
    public void A_name_of_the_users_own_is_checked()
    {
        Assert.Equal("mine_prog", ContainerName.ForBaseName("mine", "/p", WorkspaceRole.Prog));
        Assert.NotEqual(ContainerName.ForBaseName("mine", "/p", WorkspaceRole.Prog, withHash: true), ContainerName.ForBaseName("mine", "/q", WorkspaceRole.Prog, withHash: true));
        foreach (var bad in (string[])["", "x", "-x", "a b", "a/b", "ü2", "$(x)"])
        {
            Assert.Equal(FailureCode.InvalidRequest, Assert.Throws<ClaudeboxException>(() => ContainerName.ForBaseName(bad, "/p", WorkspaceRole.Prog)).Code);
        }
    }

    private static bool Normal(string path) => !path.Contains("//", StringComparison.Ordinal) && !path.EndsWith('/') && !path.Split('/').Any(s => s is "." or "..");

    [GeneratedRegex("^[a-zA-Z0-9][a-zA-Z0-9_.-]+$")]
    private static partial Regex DockerName();
}
