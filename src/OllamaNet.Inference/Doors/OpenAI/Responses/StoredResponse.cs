namespace OllamaNet.Inference.Doors.OpenAI.Responses;

/// <summary>A response that was kept so that a later one can follow on it. It is its owner's: every query has the owner in it.</summary>
internal sealed class StoredResponse
{
    public required string Id { get; init; }

    public required Guid OwnerId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The response that this one followed on.</summary>
    public string? PreviousId { get; init; }

    /// <summary>What was said in this turn: a JSON array of items. JSON as text, because jsonb has no NUL and models may say it.</summary>
    public required string Input { get; init; }

    /// <summary>The whole response, as it was answered.</summary>
    public required string Response { get; init; }
}
