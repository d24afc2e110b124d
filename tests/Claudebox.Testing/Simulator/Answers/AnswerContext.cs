namespace Claudebox.Testing;

/// <summary>What a writer of answers needs besides the answer.</summary>
/// <param name="Model">The model's name as the client asked for it.</param>
/// <param name="RequestId">The request's id.</param>
/// <param name="TimeProvider">The clock of all pauses.</param>
/// <param name="Gates">The gates that answers may wait for.</param>
/// <param name="CancellationToken">Cancelled when the client leaves or the simulator stops.</param>
internal sealed record AnswerContext(string Model, string RequestId, TimeProvider TimeProvider, GateKeeper Gates, CancellationToken CancellationToken)
{
    public string MessageId { get; } = NewId("msg_sim");

    public static string NewId(string prefix) => prefix + Guid.NewGuid().ToString("N");

    public Task PassAsync(string? gate) => Gates.PassAsync(gate, CancellationToken);

    public Task PauseAsync(TimeSpan delay) => delay > TimeSpan.Zero ? Task.Delay(delay, TimeProvider, CancellationToken) : Task.CompletedTask;

    public Task WaitForTheEndAsync() => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider, CancellationToken);
}
