namespace Claudebox.Build;

/// <summary>The options of all targets.</summary>
public sealed record BuildOptions
{
    /// <summary>The image variant: <c>minimal</c> or <c>full</c>.</summary>
    public string Variant { get; private init; } = "minimal";

    /// <summary>Whether the image is built from package registries only.</summary>
    public bool RegistriesOnly { get; private init; }

    /// <summary>The base image that <c>--base</c> names, if any.</summary>
    public string? BaseImage { get; private init; }

    /// <summary>A CA bundle that the image build trusts while it downloads, if one is named.</summary>
    public string? CaBundle { get; private init; }

    /// <summary>Options of the test runner.</summary>
    public IReadOnlyList<string> TestArguments { get; private init; } = [];

    /// <summary>What the target hands on to the program it runs.</summary>
    public IReadOnlyList<string> Rest { get; private init; } = [];

    /// <summary>Reads the arguments behind the target's name.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="passOn">Whether the target hands unknown arguments on instead of refusing them.</param>
    /// <exception cref="BuildException">An option is unknown or lacks its value (exit code 2).</exception>
    public static BuildOptions Parse(IReadOnlyList<string> arguments, bool passOn)
    {
        // The variables by which OpenSSL and Node.js programs learn of a company's CA.
        var options = new BuildOptions { CaBundle = FirstFile("SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS") };
        var rest = new List<string>();
        for (var i = 0; i < arguments.Count; i++)
        {
            string Value() => i + 1 < arguments.Count
                ? arguments[++i]
                : throw new BuildException($"{arguments[i]} needs a value.", 2);
            switch (arguments[i])
            {
                case "--minimal" or "--full":
                    options = options with { Variant = arguments[i][2..] };
                    break;
                case "--registries-only":
                    options = options with { RegistriesOnly = true };
                    break;
                case "--base":
                    options = options with { BaseImage = Value() };
                    break;
                case "--ca":
                    var bundle = Path.GetFullPath(Value());
                    options = File.Exists(bundle)
                        ? options with { CaBundle = bundle }
                        : throw new BuildException($"There is no CA bundle {bundle}.", 2);
                    break;
                case "--filter":
                    options = options with { TestArguments = TestRun.Filter(Value()) };
                    break;
                case var other when passOn:
                    rest.Add(other);
                    break;
                case var other:
                    throw new BuildException($"Unknown option {other}.", 2);
            }
        }
        return options with { Rest = rest };
    }

    private static string? FirstFile(params IEnumerable<string> variables) =>
        variables.Select(Environment.GetEnvironmentVariable).FirstOrDefault(File.Exists);
}
