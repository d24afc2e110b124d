namespace Claudebox.Cli.Tests.Support;

/// <summary>One workspace for the tests of a class, which come one after the other.</summary>
public sealed class SharedBox(CommandFixture fixture) : CommandBox(fixture);
