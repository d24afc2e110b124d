#:project build/Claudebox.Build.csproj

// The only place of build logic: dotnet run build.cs TARGET. The parts are in build/, one file each.
using Claudebox.Build;

// Ctrl+C reaches the running tool as well; its end is ours, so that no half-finished step is left unreported.
Console.CancelKeyPress += (_, interrupt) => interrupt.Cancel = true;

var root = (string)AppContext.GetData("EntryPointFileDirectoryPath")!;
return await new Targets(new Repository(root)).RunAsync(args);
