using System.Text;
using Claudebox.CommandLine.Streams;
using Claudebox.CommandLine.Terminals;
using Claudebox.Docker;

namespace Claudebox.CommandLine.Tests.Streams;

/// <summary>The small streams between engine and console.</summary>
public sealed class StreamTests
{
    [Fact]
    public void Text_that_is_cut_inside_a_character_is_put_together()
    {
        using var writer = new StringWriter();
        using var stream = new TextStream(writer);
        foreach (var value in Encoding.UTF8.GetBytes("ü 日 🙂\n"))
        {
            stream.Write([value]);
        }

        Assert.Equal("ü 日 🙂\n", writer.ToString());
    }

    [Fact]
    public void Lines_of_several_writers_stay_whole_and_tell_whose_they_are()
    {
        using var target = new MemoryStream();
        var gate = new object();
        using var one = new PrefixedLines(target, "one | ", gate);
        using var two = new PrefixedLines(target, "two | ", gate);
        one.Write("first "u8);
        two.Write("a\nb\nc"u8);
        one.Write("line\nsecond"u8);
        one.Complete();
        two.Complete();
        two.Complete();

        Assert.Equal("two | a\ntwo | b\none | first line\none | second\ntwo | c\n", Encoding.UTF8.GetString(target.ToArray()));
    }

    [Theory]
    [InlineData("token\nrest", "token", "rest")]
    [InlineData("  token \r\nrest", "token", "rest")]
    [InlineData("\n", "", "")]
    [InlineData("", "", "")]
    [InlineData("no end", "no end", "")]
    public async Task A_line_is_read_and_nothing_behind_it(string input, string line, string rest)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(input));

        Assert.Equal(line, await InputLine.ReadAsync(stream, TestContext.Current.CancellationToken));
        Assert.Equal(rest, await new StreamReader(stream).ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("token\nrest", "token")]
    [InlineData("token\rrest", "token")]
    [InlineData("tokem\bn\r", "token")]
    [InlineData("x\u007F\u007Ftoken\r", "token")]
    [InlineData("\r", "")]
    [InlineData("", "")]
    public async Task Keys_make_a_line_too(string keys, string line) =>
        Assert.Equal(line, await InputLine.ReadAsync(new TypedTerminal(keys), TestContext.Current.CancellationToken));

    private sealed class TypedTerminal(string keys) : ITerminal
    {
        private int _position;

        public TerminalSize Size => new(80, 24);

        public IDisposable EnterRawMode(Action onResized) => throw new NotSupportedException();

        public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
        {
            var typed = Encoding.UTF8.GetBytes(keys).AsSpan(_position);
            var count = Math.Min(typed.Length, buffer.Length);
            typed[..count].CopyTo(buffer.Span);
            _position += count;
            return ValueTask.FromResult(count);
        }

        public ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
