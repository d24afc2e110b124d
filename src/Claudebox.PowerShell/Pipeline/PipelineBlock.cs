namespace Claudebox.PowerShell.Pipeline;

/// <summary>The asynchronous part of a command's block.</summary>
/// <param name="output">The way to the engine.</param>
/// <param name="cancellationToken">Cancelled when the pipeline stops.</param>
internal delegate Task PipelineBlock(PipelineOutput output, CancellationToken cancellationToken);
