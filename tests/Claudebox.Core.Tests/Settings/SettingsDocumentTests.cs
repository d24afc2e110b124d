using System.Text;
using Claudebox.Settings;

namespace Claudebox.Core.Tests.Settings;

public sealed class SettingsDocumentTests
{
    [Fact]
    public void The_document_lists_every_setting_with_both_names_parameter_and_default()
    {
        var document = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "settings.md"));

        Assert.Contains(Table(), document, StringComparison.Ordinal);
    }

    private static string Table()
    {
        var table = new StringBuilder("| variable | older name | parameter | default | meaning |\n| --- | --- | --- | --- | --- |\n");
        foreach (var setting in SettingTable.All)
        {
            table.Append("| ").AppendJoin(" | ", Code(setting.Name), Code(setting.LegacyName), Code(setting.Parameter), Code(Default(setting)), setting.Meaning)
                .Append(" |\n");
        }

        return table.ToString();
    }

    private static string? Default(Setting setting) => setting is { Kind: SettingKind.Switch }
        ? setting.Default == "1" ? "on" : "off"
        : setting.Default;

    private static string Code(string? text) => text is null ? "" : $"`{text}`";
}
