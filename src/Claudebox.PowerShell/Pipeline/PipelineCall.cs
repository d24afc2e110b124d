namespace Claudebox.PowerShell.Pipeline;

/// <summary>A call into the engine that waits for the pipeline thread.</summary>
internal abstract class PipelineCall
{
    /// <summary>Makes the call; its exception is the engine's and belongs to the pipeline.</summary>
    public abstract void Invoke();

    /// <summary>Tells the waiting body that the pipeline takes no more calls.</summary>
    public abstract void Refuse();
}

/// <summary>A call into the engine with an answer.</summary>
internal sealed class PipelineCall<T>(Func<T> call) : PipelineCall
{
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Answer => _answer.Task;

    public override void Invoke() => _answer.SetResult(call());

    public override void Refuse() => _answer.TrySetCanceled();
}
