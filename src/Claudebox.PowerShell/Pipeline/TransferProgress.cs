using Claudebox.PowerShell.Hosting;

namespace Claudebox.PowerShell.Pipeline;

/// <summary>Says how far a file is, in the words of a progress bar.</summary>
internal static class TransferProgress
{
    private const double Megabyte = 1024 * 1024;

    /// <summary>Makes a step of a number of bytes.</summary>
    public static HostProgress Of(long done, long? size) => new(
        FormattableString.Invariant($"{done / Megabyte:0.0}{(size is null ? "" : FormattableString.Invariant($" of {size / Megabyte:0.0}"))} MB"),
        size > 0 ? (int)(100 * done / size.Value) : null);
}
