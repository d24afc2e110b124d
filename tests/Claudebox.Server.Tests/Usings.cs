// The simulator has blocks of its own to answer with; the tests speak of the events' blocks.
global using ToolUseBlock = Claudebox.Events.ToolUseBlock;
