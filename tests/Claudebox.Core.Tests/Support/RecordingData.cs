namespace Claudebox.Core.Tests.Support;

/// <summary>Names of recordings as data of theories.</summary>
public static class RecordingData
{
    public static TheoryData<string> All => [.. Recording.All];

    public static TheoryData<string> Streams => [.. Recording.Streams];
}
