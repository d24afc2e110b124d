using System.Globalization;
using System.Text;
using Claudebox.Server.Processes;

namespace Claudebox.Server.Claude;

/// <summary>The skills that every prompt gets: each <c>SKILL.md</c> below <c>.always-skills</c> of the data directory.</summary>
internal sealed class AlwaysOnSkills
{
    // Some 100,000 tokens, which is half of the model's usual context, sent anew with every request.
    private const long LargeSize = 400 * 1024;
    private const int MostNamed = 3;

    // Links are followed; the depth keeps those that lead back up from being followed for ever.
    private const int DeepestFolder = 16;

    private readonly List<(string Path, string Text)> _skills = [];
    private readonly List<string> _warnings = [];

    private AlwaysOnSkills()
    {
    }

    /// <summary>Each skill's text below its path, in path order.</summary>
    public IEnumerable<string> Texts => _skills.Select(skill => $"[Skill: {skill.Path}]\n{skill.Text}");

    /// <summary>Which skills were left out and why, and which are so large that they cost.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Reads the skills.</summary>
    /// <param name="dataDirectory">The data directory.</param>
    public static AlwaysOnSkills Read(string dataDirectory)
    {
        var result = new AlwaysOnSkills();
        var root = Path.Combine(dataDirectory, ".always-skills");
        if (Directory.Exists(root))
        {
            var paths = new List<string>();
            result.Find(root, DeepestFolder, paths);
            foreach (var path in paths.Where(Native.IsRegularFile).Order(StringComparer.Ordinal))
            {
                result.Add(path);
            }
        }

        result.WarnOfSize();
        return result;
    }

    private void Find(string folder, int depth, List<string> paths)
    {
        try
        {
            paths.AddRange(Directory.GetFiles(folder, "SKILL.md"));
            foreach (var below in depth > 0 ? Directory.GetDirectories(folder).Order(StringComparer.Ordinal) : Enumerable.Empty<string>())
            {
                Find(below, depth - 1, paths);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _warnings.Add($"Skills in {folder} were left out: it cannot be read.");
        }
    }

    private void Add(string path)
    {
        try
        {
            _skills.Add((path, File.ReadAllText(path)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _warnings.Add($"The skill {path} was left out: {e.Message}");
        }
    }

    private void WarnOfSize()
    {
        var sizes = _skills.Select(skill => (skill.Path, Size: (long)Encoding.UTF8.GetByteCount(skill.Text))).OrderByDescending(skill => skill.Size).ToList();
        var total = sizes.Sum(skill => skill.Size);
        if (total > LargeSize)
        {
            var largest = string.Join(", ", sizes.Take(MostNamed).Select(skill => $"{skill.Path} ({Kilobytes(skill.Size)})"));
            _warnings.Add($"The skills have {Kilobytes(total)}, which every prompt sends along. The largest: {largest}");
        }
    }

    private static string Kilobytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{(bytes + 1023) / 1024} KB");
}
