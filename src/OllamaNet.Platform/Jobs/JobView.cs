using System.Text.Json;

namespace OllamaNet.Platform.Jobs;

/// <summary>A job as its owner sees it.</summary>
/// <param name="Done">How much is done, in the handler's own unit.</param>
/// <param name="Total">Of how much; null while nobody knows.</param>
/// <param name="Result">What the handler left so far.</param>
public sealed record JobView(
    Guid Id, JobState State, long Done, long? Total, JsonElement Payload, JsonElement? Result, JobError? Error, bool CancelRequested, DateTimeOffset CreatedAt, DateTimeOffset? EndedAt)
{
    public bool IsOver => State is not (JobState.Queued or JobState.Running);

    public T? ResultAs<T>() where T : class => Result?.Deserialize<T>(JobJson.Options);

    public T PayloadAs<T>() => Payload.Deserialize<T>(JobJson.Options)!;
}

/// <param name="Code">Stable.</param>
/// <param name="Message">What to do about it.</param>
public sealed record JobError(string Code, string Message);

internal static class JobJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);
}
