namespace Claudebox.Runs;

/// <summary>The one exception that Claudebox throws for expected failures; anything else is a bug.</summary>
public sealed class ClaudeboxException : Exception
{
    /// <summary>Wraps a failure.</summary>
    /// <param name="failure">What went wrong.</param>
    /// <param name="innerException">The cause, if another exception is.</param>
    public ClaudeboxException(RunFailure failure, Exception? innerException = null)
        : base(failure.Message, innerException) => Failure = failure;

    /// <summary>Makes a failure of a code and a sentence.</summary>
    /// <param name="code">The kind of failure.</param>
    /// <param name="message">One plain sentence for people.</param>
    /// <param name="innerException">The cause, if another exception is.</param>
    public ClaudeboxException(FailureCode code, string message, Exception? innerException = null)
        : this(new RunFailure { Code = code, Message = message }, innerException)
    {
    }

    /// <summary>What went wrong.</summary>
    public RunFailure Failure { get; }

    /// <summary>The kind of failure.</summary>
    public FailureCode Code => Failure.Code;
}
