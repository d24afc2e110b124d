using Claudebox.CommandLine.Tables;

namespace Claudebox.CommandLine.Tests.Tables;

public sealed class TextTableTests
{
    [Fact]
    public void Columns_stand_below_each_other_and_cells_are_lines()
    {
        var table = TextTable.Of(["NAME", "B", "TEXT"], [["a", "long cell", "first\nsecond \e[31mred"], ["longer name", null, ""]]);

        Assert.Equal("NAME          B           TEXT\na             long cell   first second [31mred\nlonger name\n", table);
    }
}
