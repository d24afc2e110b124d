using Claudebox.Runs;
using Claudebox.Server.Claude;
using Claudebox.Server.Hosting;
using Claudebox.Server.Terminals;

try
{
    return args switch
    {
        [] or ["serve"] => await ServeCommand.RunAsync(),
        ["claude", .. var arguments] => await ClaudeCommand.RunAsync(arguments),
        ["interactive", ..] => await TerminalVerbs.HoldAsync(args),
        ["terminal", var id] => await TerminalVerbs.RunAsync(id),
        ["healthcheck"] => await HealthcheckCommand.RunAsync(),
        _ => await UsageAsync(),
    };
}
catch (ClaudeboxException e)
{
    await Console.Error.WriteLineAsync("claudebox-server: " + e.Message);
    return FailureTable.Of(e.Code).ExitCode;
}

static async Task<int> UsageAsync()
{
    await Console.Error.WriteLineAsync("usage: claudebox-server [serve | interactive [OPTIONS] | claude ARGUMENTS… | terminal ID | healthcheck]");
    return 2;
}
