namespace Claudebox.Installation;

/// <summary>How a step of installing, updating or uninstalling ended.</summary>
public enum InstallStepStatus
{
    /// <summary>Something was changed.</summary>
    Done,

    /// <summary>Everything was as it is to be already.</summary>
    Unchanged,

    /// <summary>Nothing was tried, because it was not asked for, cannot apply, or needs a step that failed.</summary>
    Skipped,

    /// <summary>It was tried and did not work.</summary>
    Failed,
}
