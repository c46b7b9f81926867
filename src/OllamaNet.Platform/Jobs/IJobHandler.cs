namespace OllamaNet.Platform.Jobs;

/// <summary>Does a job. It may begin again after a crash: what an earlier attempt did must not be done twice.</summary>
public interface IJobHandler<TPayload>
{
    /// <param name="cancellationToken">Cancelled when the owner cancels, when the lease is lost and when the process stops.</param>
    Task RunAsync(JobContext<TPayload> job, CancellationToken cancellationToken);
}

/// <summary>The job cannot be done, today or tomorrow: it is not tried again.</summary>
public sealed class JobFailedException(string code, string message) : Exception(message)
{
    public string Code { get; } = code;
}

/// <summary>It did not work now, for a reason that is known and may pass: it is tried again, as after any exception, and the log says no more than the code.</summary>
public sealed class JobAgainException(string code, Exception innerException) : Exception(code, innerException)
{
    public string Code { get; } = code;
}

/// <summary>Another process has taken the job over; nothing more may be written for it.</summary>
public sealed class JobLostException() : Exception("The job was taken over.");
