using System.Text;

namespace Claudebox.Testing;

/// <summary>
/// What a terminal shows after some output: the text without colours, with the lines that have scrolled away. It knows the
/// sequences that Claude Code and usual tools draw with; every character takes one column.
/// </summary>
public sealed class TerminalScreen
{
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private readonly List<string> _scrolledAway = [];
    private readonly StringBuilder _sequence = new();
    private Rune[][] _lines;
    private char _highSurrogate;
    private State _state;
    private int _column;
    private int _row;
    private (int Column, int Row) _saved;

    /// <summary>An empty screen.</summary>
    public TerminalScreen(int columns, int rows)
    {
        _lines = NewLines(columns, rows);
    }

    private enum State
    {
        Text,
        Escape,
        Control,
        Command,
        CommandEscape,
        Skip,
    }

    private int Columns => _lines[0].Length;

    private int Rows => _lines.Length;

    /// <summary>All lines, those that have scrolled away first, without blanks at their ends.</summary>
    public string Text => string.Join('\n', _scrolledAway.Concat(_lines.Select(LineText))).TrimEnd('\n');

    /// <summary>Gives it another size; what is on it stays where it is, or is cut.</summary>
    public void Resize(int columns, int rows)
    {
        var lines = NewLines(columns, rows);
        for (var row = 0; row < Math.Min(rows, Rows); row++)
        {
            _lines[row].AsSpan(0, Math.Min(columns, Columns)).CopyTo(lines[row]);
        }

        _lines = lines;
        Move(_column, _row);
    }

    /// <summary>Takes output.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        var characters = new char[bytes.Length + 4];
        foreach (var character in characters.AsSpan(0, _decoder.GetChars(bytes, characters, flush: false)))
        {
            Take(character);
        }
    }

    private static Rune[][] NewLines(int columns, int rows) => [.. Enumerable.Range(0, rows).Select(_ => NewLine(columns))];

    private static Rune[] NewLine(int columns)
    {
        var line = new Rune[columns];
        Array.Fill(line, new Rune(' '));
        return line;
    }

    private static string LineText(Rune[] line) => string.Concat(line.Select(rune => rune.ToString())).TrimEnd();

    private void Take(char character)
    {
        switch (_state)
        {
            case State.Text:
                TakeText(character);
                break;
            case State.Escape:
                TakeEscape(character);
                break;
            case State.Control when character is >= '@' and <= '~':
                _state = State.Text;
                Obey(character);
                break;
            case State.Control:
                _sequence.Append(character);
                break;
            case State.Command:
                // Operating system commands, such as the window's title, end with BEL or ESC \.
                _state = character == '\a' ? State.Text : character == '\e' ? State.CommandEscape : State.Command;
                break;
            case State.CommandEscape or State.Skip:
                _state = State.Text;
                break;
        }
    }

    private void TakeText(char character)
    {
        switch (character)
        {
            case '\e':
                _state = State.Escape;
                break;
            case '\r':
                _column = 0;
                break;
            case '\n':
                LineFeed();
                break;
            case '\b':
                Move(_column - 1, _row);
                break;
            case '\t':
                Move((_column / 8 * 8) + 8, _row);
                break;
            case var _ when char.IsControl(character):
                break;
            case var _ when char.IsHighSurrogate(character):
                _highSurrogate = character;
                break;
            default:
                Put(char.IsLowSurrogate(character) ? new Rune(_highSurrogate, character) : new Rune(character));
                break;
        }
    }

    private void TakeEscape(char character)
    {
        _state = State.Text;
        switch (character)
        {
            case '[':
                _sequence.Clear();
                _state = State.Control;
                break;
            case ']' or 'P' or '_':
                _state = State.Command;
                break;
            case '(' or ')' or '#':
                _state = State.Skip;
                break;
            case '7':
                _saved = (_column, _row);
                break;
            case '8':
                Move(_saved.Column, _saved.Row);
                break;
            case 'M':
                Move(_column, _row - 1);
                break;
        }
    }

    private void Obey(char command)
    {
        if (_sequence.Length > 0 && _sequence[0] is '?' or '>' or '<' or '=')
        {
            return;
        }

        var numbers = _sequence.ToString().Split(';').Select(text => int.TryParse(text, out var number) ? number : 0).ToArray();
        var first = Math.Max(1, numbers[0]);
        switch (command)
        {
            case 'A':
                Move(_column, _row - first);
                break;
            case 'B':
                Move(_column, _row + first);
                break;
            case 'C':
                Move(_column + first, _row);
                break;
            case 'D':
                Move(_column - first, _row);
                break;
            case 'E':
                Move(0, _row + first);
                break;
            case 'F':
                Move(0, _row - first);
                break;
            case 'G':
                Move(first - 1, _row);
                break;
            case 'd':
                Move(_column, first - 1);
                break;
            case 'H' or 'f':
                Move((numbers.Length > 1 ? Math.Max(1, numbers[1]) : 1) - 1, first - 1);
                break;
            case 'J':
                EraseLines(numbers[0]);
                break;
            case 'K':
                Erase(_row, numbers[0]);
                break;
            case 'X':
                _lines[_row].AsSpan(Math.Min(_column, Columns - 1), Math.Min(first, Columns - Math.Min(_column, Columns - 1))).Fill(new Rune(' '));
                break;
            case 's':
                _saved = (_column, _row);
                break;
            case 'u':
                Move(_saved.Column, _saved.Row);
                break;
        }
    }

    private void Put(Rune rune)
    {
        if (_column >= Columns)
        {
            _column = 0;
            LineFeed();
        }

        _lines[_row][_column++] = rune;
    }

    private void LineFeed()
    {
        if (_row < Rows - 1)
        {
            _row++;
            return;
        }

        _scrolledAway.Add(LineText(_lines[0]));
        _lines = [.. _lines.Skip(1), NewLine(Columns)];
    }

    private void Move(int column, int row)
    {
        _column = Math.Clamp(column, 0, Columns - 1);
        _row = Math.Clamp(row, 0, Rows - 1);
    }

    // 0: from the cursor to the end, 1: from the beginning to the cursor, 2: all.
    private void Erase(int row, int part)
    {
        var column = Math.Min(_column, Columns - 1);
        var line = _lines[row].AsSpan();
        (part switch { 0 => line[column..], 1 => line[..(column + 1)], _ => line }).Fill(new Rune(' '));
    }

    private void EraseLines(int part)
    {
        if (part == 3)
        {
            _scrolledAway.Clear();
            return;
        }

        for (var row = 0; row < Rows; row++)
        {
            if (part == 2 || (part == 0 && row > _row) || (part == 1 && row < _row))
            {
                Erase(row, 2);
            }
        }

        if (part < 2)
        {
            Erase(_row, part);
        }
    }
}
