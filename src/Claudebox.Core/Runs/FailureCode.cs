namespace Claudebox.Runs;

/// <summary>
/// Why something failed, in one closed vocabulary for every interface. The names are PowerShell error ids,
/// the <c>code</c> of problem documents, and keys into <see cref="FailureTable"/>.
/// </summary>
public enum FailureCode
{
    /// <summary>A bug or an unforeseen condition in Claudebox itself.</summary>
    InternalError,

    /// <summary>The request is malformed or names something that cannot be.</summary>
    InvalidRequest,

    /// <summary>The body, the prompt or the file is larger than the server takes.</summary>
    RequestTooLarge,

    /// <summary>The request has no valid token of this server.</summary>
    Unauthorized,

    /// <summary>The request came under a host name, or from a web page, that this server does not serve.</summary>
    Forbidden,

    /// <summary>A path leads out of the workspace, or to something that is no file or directory.</summary>
    PathRefused,

    /// <summary>There is no such file, directory or route.</summary>
    NotFound,

    /// <summary>The file is not in the state that <c>If-Match</c> or <c>If-None-Match</c> asks for.</summary>
    PreconditionFailed,

    /// <summary>Another run, or a terminal in a container that must be remade, holds the workspace.</summary>
    WorkspaceBusy,

    /// <summary>The workspace directory does not exist.</summary>
    WorkspaceNotFound,

    /// <summary>A limit on parallel runs or on the queue is reached.</summary>
    LimitReached,

    /// <summary>The run was cancelled by its caller, by a lost connection or by shutdown.</summary>
    RunCancelled,

    /// <summary>The server ended while the run was in progress.</summary>
    RunInterrupted,

    /// <summary>No run with this id is recorded.</summary>
    RunNotFound,

    /// <summary>Claude Code has no credentials, or the API refused them.</summary>
    AuthenticationFailed,

    /// <summary>Anthropic's API refused the request because of a rate limit.</summary>
    RateLimited,

    /// <summary>Anthropic's API is overloaded.</summary>
    Overloaded,

    /// <summary>The run spent its budget (<c>error_max_budget_usd</c>).</summary>
    BudgetExceeded,

    /// <summary>The run used all its turns (<c>error_max_turns</c>).</summary>
    MaxTurnsReached,

    /// <summary>The answer did not satisfy the JSON Schema that was asked for.</summary>
    SchemaUnsatisfied,

    /// <summary>The session to resume does not exist in this workspace.</summary>
    SessionNotFound,

    /// <summary>The run took longer than its time limit.</summary>
    ClaudeTimedOut,

    /// <summary>Claude Code ended with an error, or its output is incomplete.</summary>
    ClaudeFailed,

    /// <summary>The Claude Code program is not where it should be.</summary>
    ClaudeMissing,

    /// <summary>No Docker Engine answers, or it refuses access.</summary>
    DockerUnavailable,

    /// <summary>The image does not exist and was not built or pulled.</summary>
    ImageNotFound,

    /// <summary>Building the image failed.</summary>
    ImageBuildFailed,

    /// <summary>The image is not a Claudebox image of this version's protocol.</summary>
    ImageIncompatible,

    /// <summary>The workspace's container could not be created, started or reached.</summary>
    ContainerFailed,

    /// <summary>The server takes no work: it is stopping, or waits for its credentials.</summary>
    ServerUnavailable,

    /// <summary>The connection to the container was lost; the run's state could not be learned.</summary>
    ConnectionLost,

    /// <summary>A step of installing, updating or uninstalling did not work.</summary>
    InstallationFailed,
}
