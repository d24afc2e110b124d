using Claudebox.Server.Claude;
using Claudebox.Server.Hosting;

return args switch
{
    [] or ["serve"] => await ServeCommand.RunAsync(),
    ["claude", .. var arguments] => await ClaudeCommand.RunAsync(arguments),
    ["healthcheck"] => await HealthcheckCommand.RunAsync(),
    _ => await UsageAsync(),
};

static async Task<int> UsageAsync()
{
    await Console.Error.WriteLineAsync("usage: claudebox-server [serve | claude ARGUMENTS… | healthcheck]");
    return 2;
}
