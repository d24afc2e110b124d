using System.Globalization;
using System.Net.Http.Headers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Claudebox.Docker;
using Claudebox.Runs;

namespace Claudebox.CommandLine.Installation;

/// <summary>An address below which the single files of a version lie, with their checksums in <c>SHA256SUMS</c>.</summary>
internal sealed class ReleaseSource : IDisposable
{
    private const string Checksums = "SHA256SUMS";
    private const int LargestChecksums = 1024 * 1024;
    private const long LargestFile = 2L << 30;
    private readonly HttpClient _http = new() { Timeout = Timeout.InfiniteTimeSpan };
    private readonly TimeSpan _patience;
    private readonly Uri _base;

    private ReleaseSource(Uri address, TimeSpan patience)
    {
        _base = address;
        _patience = patience;
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("claudebox", InstalledCommand.OwnVersion));
    }

    /// <summary>The name of this computer's single file.</summary>
    public static string FileName { get; } = string.Create(
        CultureInfo.InvariantCulture,
        $"claudebox-{(OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux")}-{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}{(OperatingSystem.IsWindows() ? ".exe" : "")}");

    /// <summary>Opens an address.</summary>
    /// <param name="address">The address, http or https.</param>
    /// <param name="patience">How long nothing may come; null means 30 s.</param>
    /// <returns>The source; null when the address cannot be one.</returns>
    public static ReleaseSource? TryOpen(string address, TimeSpan? patience = null) =>
        Uri.TryCreate(address.TrimEnd('/') + "/", UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? new ReleaseSource(uri, patience ?? TimeSpan.FromSeconds(30))
            : null;

    /// <inheritdoc/>
    public override string ToString() => _base.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    /// <summary>Looks up the checksum of this computer's single file.</summary>
    /// <returns>The SHA-256 in lower-case hexadecimal.</returns>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.InstallationFailed"/>: it cannot be reached, or does not list the file.</exception>
    public async Task<string> DigestAsync(CancellationToken cancellationToken)
    {
        var text = await GetAsync(Checksums, async (body, limit) =>
        {
            var buffer = new byte[LargestChecksums];
            var length = await body.ReadAtLeastAsync(buffer, LargestChecksums, throwOnEndOfStream: false, limit.Token).ConfigureAwait(false);
            return Encoding.UTF8.GetString(buffer, 0, length);
        }, cancellationToken).ConfigureAwait(false);
        return text.Split('\n').Select(line => line.Trim().Split((char[])[' ', '*'], StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words.Length == 2 && words[1] == FileName && words[0].Length == 64 && words[0].All(char.IsAsciiHexDigit))
            .Select(words => words[0].ToLowerInvariant())
            .FirstOrDefault() ?? throw Failed($"{this}{Checksums} does not list {FileName}");
    }

    /// <summary>Downloads this computer's single file beside its later place.</summary>
    /// <param name="path">The file to make.</param>
    /// <param name="digest">Its checksum.</param>
    /// <param name="progress">Told how far it is; may be null.</param>
    /// <param name="cancellationToken">Ends the download.</param>
    /// <exception cref="ClaudeboxException"><see cref="FailureCode.InstallationFailed"/>: it cannot be had whole.</exception>
    public async Task DownloadAsync(string path, string digest, IProgress<EngineProgress>? progress, CancellationToken cancellationToken)
    {
        var found = await GetAsync(FileName, async (body, limit) =>
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            await HostFile.WriteAsync(path, HostFile.Program, (file, _) => CopyAsync(body, file, hash, progress, limit), cancellationToken: limit.Token).ConfigureAwait(false);
            return Convert.ToHexString(hash.GetHashAndReset()).ToLowerInvariant();
        }, cancellationToken).ConfigureAwait(false);
        if (found != digest)
        {
            File.Delete(path);
            throw Failed($"{this}{FileName} has the checksum {found}, and {Checksums} says {digest}: it was changed or cut short on its way");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static ClaudeboxException Failed(string message, Exception? cause = null) => new(FailureCode.InstallationFailed, message + ".", cause);

    // However long the whole takes, each piece comes in time.
    private async Task CopyAsync(
        Stream from, Stream to, IncrementalHash hash, IProgress<EngineProgress>? progress, CancellationTokenSource limit)
    {
        const int Step = 8 * 1024 * 1024;
        var buffer = new byte[128 * 1024];
        long done = 0;
        while (await from.ReadAsync(buffer, limit.Token).ConfigureAwait(false) is > 0 and var read)
        {
            limit.CancelAfter(Timeout.InfiniteTimeSpan);
            if (done + read > LargestFile)
            {
                throw Failed(string.Create(CultureInfo.InvariantCulture, $"{this}{FileName} is larger than {LargestFile >> 30} GiB: it cannot be the command"));
            }

            hash.AppendData(buffer, 0, read);
            await to.WriteAsync(buffer.AsMemory(0, read), limit.Token).ConfigureAwait(false);
            if ((done + read) / Step > done / Step)
            {
                progress?.Report(new EngineProgress { Activity = "Downloading command", Status = $"{(done + read) >> 20} MiB" });
            }

            done += read;
            limit.CancelAfter(_patience);
        }
    }

    private async Task<T> GetAsync<T>(string name, Func<Stream, CancellationTokenSource, Task<T>> read, CancellationToken cancellationToken)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(_patience);
        try
        {
            using var response = await _http.GetAsync(new Uri(_base, name), HttpCompletionOption.ResponseHeadersRead, limited.Token).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
            {
                throw Failed($"{this}{name} cannot be had: the server answers {(int)response.StatusCode}");
            }

            var body = await response.Content.ReadAsStreamAsync(limited.Token).ConfigureAwait(false);
            await using (body.ConfigureAwait(false))
            {
                return await read(body, limited).ConfigureAwait(false);
            }
        }
        catch (HttpRequestException exception)
        {
            throw Failed($"{this}{name} cannot be had: {exception.Message.TrimEnd('.')}", exception);
        }
        catch (IOException exception) when (exception is HttpIOException)
        {
            throw Failed($"{this}{name} was cut short: {exception.Message.TrimEnd('.')}", exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw Failed($"{this}{name} cannot be had: nothing came for {_patience.TotalSeconds:0} seconds", exception);
        }
    }
}
