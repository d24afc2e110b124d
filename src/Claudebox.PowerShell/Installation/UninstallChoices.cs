namespace Claudebox.PowerShell.Installation;

/// <summary>What <c>Uninstall-Claudebox</c> removes beside module, command and configuration.</summary>
internal sealed record UninstallChoices(bool RemoveContainer, bool RemoveImage, bool RemoveKey, bool RemoveData);
