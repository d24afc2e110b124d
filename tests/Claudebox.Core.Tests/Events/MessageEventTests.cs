using System.Text;
using System.Text.Json;
using Claudebox.Core.Tests.Support;
using Claudebox.Events;

namespace Claudebox.Core.Tests.Events;

/// <summary>The members of the lines of types <c>assistant</c> and <c>user</c>, against real lines.</summary>
public sealed class MessageEventTests
{
    private const string SubAgentCall = "toolu_fakep34vdr5gg5vnyvtp6he7";

    [Fact]
    public void An_assistants_text_is_one_block()
    {
        var text = SampleLines.Event<AssistantEvent>("assistant: text block");
        Assert.Equal("msg_fakepuxx5edgx09k3t457xr6", text.MessageId);
        Assert.Equal("claude-opus-4-8", text.Model);
        Assert.Equal("req_fake000006", text.RequestId);
        Assert.Null(text.ParentToolUseId);
        Assert.Null(text.Error);
        Assert.Equal("I will run echo.", Assert.IsType<TextBlock>(Assert.Single(text.Blocks)).Text);
    }

    [Fact]
    public void A_tool_call_belongs_to_the_message_of_the_text_before_it()
    {
        var call = SampleLines.Event<AssistantEvent>("assistant: tool_use block (same message.id as the text above)");
        Assert.Equal(SampleLines.Event<AssistantEvent>("assistant: text block").MessageId, call.MessageId);
        var tool = Assert.IsType<ToolUseBlock>(Assert.Single(call.Blocks));
        Assert.Equal("tool_use", tool.Type);
        Assert.Equal("toolu_fake2839gtu66yzie1lhxrur", tool.Id);
        Assert.Equal("Bash", tool.Name);
        Assert.Equal("""{"command":"echo hi","description":"Say hi"}""", tool.Input?.GetRawText());
    }

    [Fact]
    public void Thinking_is_a_block()
    {
        var thinking = SampleLines.Event<AssistantEvent>("assistant: thinking block");
        Assert.Equal("Let me think about it carefully.", Assert.IsType<ThinkingBlock>(Assert.Single(thinking.Blocks)).Thinking);
    }

    [Theory]
    [InlineData("assistant: synthetic API error", "unknown", "API Error: 400 messages.0: fake bad request")]
    [InlineData("assistant: not logged in", "authentication_failed", "Not logged in · Please run /login")]
    public void A_synthetic_message_names_its_error(string title, string error, string text)
    {
        var message = SampleLines.Event<AssistantEvent>(title);
        Assert.Equal("<synthetic>", message.Model);
        Assert.Equal(error, message.Error);
        Assert.Equal(text, Assert.IsType<TextBlock>(Assert.Single(message.Blocks)).Text);
    }

    [Fact]
    public void Lines_of_a_sub_agent_name_the_call_that_started_it()
    {
        Assert.Equal(SubAgentCall, SampleLines.Event<AssistantEvent>("assistant inside a subagent (parent_tool_use_id set)").ParentToolUseId);
        var prompt = SampleLines.Event<UserEvent>("user inside a subagent");
        Assert.Equal(SubAgentCall, prompt.ParentToolUseId);
        Assert.Equal("SUBAGENT SCN=subbash please", Assert.IsType<TextBlock>(Assert.Single(prompt.Blocks)).Text);
    }

    [Theory]
    [InlineData("user: tool_result Bash ok", false, "hi", JsonValueKind.Object)]
    [InlineData("user: tool_result Bash failed (tool_use_result is a STRING on error)", true, "Exit code 3\nout\nerr", JsonValueKind.String)]
    [InlineData("user: tool_result Read", false, "1\talpha\n2\tbeta\n3\tgamma\n4\t", JsonValueKind.Object)]
    [InlineData("user: tool_result MCP", false, "echo: hello mcp", JsonValueKind.Array)]
    [InlineData("user: permission denied tool_result", true, "This command requires approval", JsonValueKind.String)]
    public void A_tool_result_has_its_text_and_says_whether_it_failed(string title, bool isError, string text, JsonValueKind detail)
    {
        var user = SampleLines.Event<UserEvent>(title);
        var result = Assert.IsType<ToolResultBlock>(Assert.Single(user.Blocks));
        Assert.StartsWith("toolu_fake", result.ToolUseId, StringComparison.Ordinal);
        Assert.Equal(isError, result.IsError);
        Assert.Equal(text, result.Text);
        Assert.Equal(detail, user.ToolUseResult?.ValueKind);
    }

    [Fact]
    public void A_result_of_several_texts_is_joined_by_line_feeds()
    {
        var result = Assert.IsType<ToolResultBlock>(Assert.Single(
            SampleLines.Event<UserEvent>("user: tool_result Agent (content is an ARRAY)").Blocks));
        Assert.Equal(JsonValueKind.Array, result.Content?.ValueKind);
        Assert.StartsWith("Sub says hi.\nagentId: ", result.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_blocks_of_a_result_leave_a_placeholder()
    {
        var line = """{"type":"user","message":{"content":[{"type":"tool_result","content":[{"type":"text","text":"a"},{"type":"image","source":{}},7]}]}}""";
        var user = Assert.IsType<UserEvent>(ClaudeEvent.Parse(Encoding.UTF8.GetBytes(line)));
        Assert.Equal("a\n[image]\n[unknown]", Assert.IsType<ToolResultBlock>(Assert.Single(user.Blocks)).Text);
    }

    [Theory]
    [InlineData("user: compact summary (content is a STRING, isSynthetic)", false, true, "This session is being continued")]
    [InlineData("user: local command output replay", true, false, "<local-command-stdout>Compacted ")]
    [InlineData("user: interrupted", false, false, "[Request interrupted by user]")]
    [InlineData("user: synthetic nudge (isSynthetic)", false, true, "[Your previous response had no visible output.")]
    [InlineData("user: replay ack (--replay-user-messages)", true, false, "SCN=text one")]
    public void A_message_of_plain_text_or_of_text_blocks_is_text(string title, bool isReplay, bool isSynthetic, string start)
    {
        var user = SampleLines.Event<UserEvent>(title);
        Assert.Equal(isReplay, user.IsReplay);
        Assert.Equal(isSynthetic, user.IsSynthetic);
        Assert.Null(user.ToolUseResult);
        Assert.StartsWith(start, Assert.IsType<TextBlock>(Assert.Single(user.Blocks)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_block_of_a_newer_type_keeps_its_type_and_json()
    {
        var line = """{"type":"assistant","message":{"content":[{"type":"server_tool_use","id":"x"},{"type":"text","text":"t"}]}}""";
        var message = Assert.IsType<AssistantEvent>(ClaudeEvent.Parse(Encoding.UTF8.GetBytes(line)));
        var other = Assert.IsType<OtherBlock>(message.Blocks[0]);
        Assert.Equal("server_tool_use", other.Type);
        Assert.Equal("""{"type":"server_tool_use","id":"x"}""", other.Json.GetRawText());
        Assert.IsType<TextBlock>(message.Blocks[1]);
    }
}
