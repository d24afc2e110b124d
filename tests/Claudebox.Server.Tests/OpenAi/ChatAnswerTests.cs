using System.Text.Json;
using Claudebox.Events;
using Claudebox.Server.OpenAi;

namespace Claudebox.Server.Tests.OpenAi;

/// <summary>What a client is told of a run's events: every text once, whichever way the CLI brings it.</summary>
public sealed class ChatAnswerTests
{
    private readonly ChatAnswer _answer = new(hasSchema: false);

    [Fact]
    public void A_block_that_came_in_pieces_is_not_told_again() =>
        Assert.Equal("Hello, world", Told(Start(), Piece("Hello, "), Piece("world"), Block("Hello, world")));

    [Fact]
    public void The_rest_of_a_block_is_told_when_its_pieces_did_not_bring_it() =>
        Assert.Equal("Hello, world", Told(Start(), Piece("Hello"), Block("Hello, world")));

    [Fact]
    public void A_block_that_is_shorter_than_its_pieces_adds_nothing() =>
        Assert.Equal("Hello\n", Told(Start(), Piece("Hello\n"), Block("Hello")));

    [Theory]
    [InlineData("Good morning to you, and more than that")]
    [InlineData("Bye")]
    [InlineData("Jello")]
    public void Another_answer_than_the_one_that_began_is_told_as_a_whole(string whole) =>
        Assert.Equal("Hello\n\n" + whole, Told(Start(), Piece("Hello"), Block(whole)));

    [Fact]
    public void An_answer_without_pieces_is_told_as_a_whole() => Assert.Equal("one\n\ntwo", Told(Block("one", "two")));

    [Fact]
    public void What_follows_another_answer_is_told_as_usual() => Assert.Equal(
        "He\n\nBye\n\nnext", Told(Start(), Piece("He"), Block("Bye"), Start(), Piece("ne"), Piece("xt"), Block("next")));

    private string Told(params string[] lines) =>
        string.Concat(lines.Select(line => _answer.Take(ClaudeEvent.Parse(System.Text.Encoding.UTF8.GetBytes(line)))));

    private static string Start() => """{"type":"stream_event","event":{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}},"parent_tool_use_id":null}""";

    private static string Piece(string text) =>
        $$$"""{"type":"stream_event","event":{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":{{{JsonSerializer.Serialize(text)}}}}},"parent_tool_use_id":null}""";

    private static string Block(params string[] texts) =>
        $$"""{"type":"assistant","message":{"model":"claude-haiku","content":[{{string.Join(',', texts.Select(t => $$"""{"type":"text","text":{{JsonSerializer.Serialize(t)}}}"""))}}]},"parent_tool_use_id":null}""";
}
