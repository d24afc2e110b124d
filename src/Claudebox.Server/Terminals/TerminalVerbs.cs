using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Claudebox.Json;
using Claudebox.Runs;
using Claudebox.Server.Hosting;
using Claudebox.Server.Processes;
using Claudebox.Settings;
using Claudebox.Streams;
using Claudebox.Terminals;

namespace Claudebox.Server.Terminals;

/// <summary>
/// The verbs on a terminal of this container: <c>terminal ID</c> starts what the resident server has decided for a terminal that
/// the host holds; <c>interactive …</c>, for people in the container, holds one itself.
/// </summary>
internal static class TerminalVerbs
{
    private static readonly string[] OfTerminal = ["TERM", "COLORTERM"];

    /// <summary>Starts a terminal's command on this process's terminal and gives its exit code.</summary>
    /// <param name="terminalId">The terminal.</param>
    public static async Task<int> RunAsync(string terminalId)
    {
        using var client = ServerSocket.Client(ServerOptions.FromEnvironment());
        return await RunAsync(client, terminalId);
    }

    /// <summary>Holds a terminal and starts its command.</summary>
    /// <param name="arguments">The verb and its options.</param>
    public static async Task<int> HoldAsync(IReadOnlyList<string> arguments)
    {
        var options = ServerOptions.FromEnvironment();
        var variables = EnvironmentVariables.OfProcess();
        var environment = new Dictionary<string, string>(ForwardedEnvironment.Collect(variables, entries: null, network: "host"));
        foreach (var name in OfTerminal)
        {
            if (variables.TryGetValue(name, out var value))
            {
                environment[name] = value;
            }
        }

        using var client = ServerSocket.Client(options);
        var request = new TerminalRequest { Arguments = arguments, Environment = environment };
        using var lease = await PostAsync(client, "/terminals", request, WireJson.Default.TerminalRequest);
        var opened = await ReadLineAsync(lease, WireJson.Default.TerminalUpdate);
        return await RunAsync(client, opened.TerminalId!);
    }

    private static async Task<int> RunAsync(HttpClient client, string terminalId)
    {
        using var attached = await PostAsync(
            client, $"/terminals/{Uri.EscapeDataString(terminalId)}/command", new TerminalStart(Environment.ProcessId), ServerJson.Default.TerminalStart);
        var plan = await ReadLineAsync(attached, ServerJson.Default.TerminalPlan);
        if (plan.Notices.Count > 0)
        {
            await using var output = Console.OpenStandardOutput();
            await output.WriteAsync(Encoding.UTF8.GetBytes(string.Concat(plan.Notices.Select(notice => $"claudebox: {notice}\r\n"))));
        }

        Process? process = null;

        // Keys that end or stop programs are for the command; this process only passes its exit code on.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true);
        using var quit = PosixSignalRegistration.Create(PosixSignal.SIGQUIT, signal => signal.Cancel = true);
        using var hangup = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal => signal.Cancel = true);

        // Claude Code stops its process group at Ctrl+Z and waits to be continued, but there is no shell here to do that.
        using var suspend = PosixSignalRegistration.Create(PosixSignal.SIGTSTP, signal =>
        {
            signal.Cancel = true;
            if (Volatile.Read(ref process) is { } suspended)
            {
                _ = Native.Kill(suspended.Id, Native.SigCont);
            }
        });
        Volatile.Write(ref process, Start(plan));
        using (process)
        {
            if (plan.ProcessFile is { } file)
            {
                await NoteProcessAsync(file, process.Id);
            }

            await process.WaitForExitAsync();
            return process.ExitCode;
        }
    }

    // Claude Code has begun: a full disk must not end it, nor leave it without the process that passes its exit code on.
    private static async Task NoteProcessAsync(string file, int processId)
    {
        try
        {
            await File.WriteAllTextAsync(file, processId.ToString(CultureInfo.InvariantCulture) + "\n");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"claudebox: the conversation is not noted as this workspace's: {e.Message}\r");
        }
    }

    private static Process Start(TerminalPlan plan)
    {
        try
        {
            return Process.Start(plan.ToStartInfo())!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new ClaudeboxException(FailureCode.ClaudeFailed, "Claude Code could not be started: " + e.Message, e);
        }
    }

    private static async Task<HttpResponseMessage> PostAsync<T>(HttpClient client, string path, T body, JsonTypeInfo<T> type)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, type));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var message = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = content,
            Version = client.DefaultRequestVersion,
            VersionPolicy = client.DefaultVersionPolicy,
        };
        HttpResponseMessage response;
        try
        {
            response = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead);
        }
        catch (HttpRequestException e)
        {
            throw new ClaudeboxException(FailureCode.ContainerFailed, "The server of this container does not answer: " + e.Message, e);
        }

        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            var problem = JsonSerializer.Deserialize(await response.Content.ReadAsByteArrayAsync(), WireJson.Default.ProblemDocument)!;
            throw new ClaudeboxException(problem.Code, problem.Detail ?? problem.Title ?? $"The server answered {(int)response.StatusCode}.");
        }
    }

    private static async Task<T> ReadLineAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type)
    {
        using var lines = new LineReader(await response.Content.ReadAsStreamAsync());
        var line = await lines.ReadLineAsync() ?? throw new ClaudeboxException(FailureCode.ContainerFailed, "The server of this container has stopped.");
        return JsonSerializer.Deserialize(line.Span, type)!;
    }
}
