namespace Claudebox.PowerShell.Hosting;

/// <summary>A step of the preparation of a container.</summary>
/// <param name="Status">What is being done.</param>
/// <param name="Percent">How far it is, from 0 to 100; null when unknown.</param>
internal sealed record HostProgress(string Status, int? Percent);
