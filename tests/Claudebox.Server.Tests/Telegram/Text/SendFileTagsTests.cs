using Claudebox.Server.Telegram.Text;

namespace Claudebox.Server.Tests.Telegram.Text;

/// <summary>How an answer sends files.</summary>
public sealed class SendFileTagsTests
{
    [Theory]
    [InlineData("Here: [SEND_FILE: a.png]", "Here:", "a.png")]
    [InlineData("Before\n[SEND_FILE: out/my file.txt]\nafter", "Before\nafter", "out/my file.txt")]
    [InlineData("[SEND_FILE: a][SEND_FILE: b]\n[send_file:c]", "", "a", "b", "c")]
    [InlineData("See [SEND_FILE: data[1].csv] and [x]", "See and [x]", "data[1].csv")]
    [InlineData("a `[SEND_FILE: x]` b\n\n```\n[SEND_FILE: y]\n```", "a `[SEND_FILE: x]` b\n\n```\n[SEND_FILE: y]\n```")]
    [InlineData("snake_case [SEND_FILE: my_file*name.txt] *x*", "snake_case *x*", "my_file*name.txt")]
    [InlineData("[SEND_FILE: ] and [SEND_FILE: open", "[SEND_FILE: ] and [SEND_FILE: open")]
    [InlineData("nothing", "nothing")]
    public void Tags_are_taken_out_in_their_order(string answer, string rest, params string[] paths)
    {
        var taken = SendFileTags.Take(answer);

        Assert.Equal(rest, taken.Markdown);
        Assert.Equal(paths, taken.Paths);
    }
}
