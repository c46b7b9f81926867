using System.ComponentModel.DataAnnotations;

namespace OllamaNet.Inference.Doors.OpenAI.Responses;

/// <summary>How long responses of <c>/v1/responses</c> are kept.</summary>
internal sealed class ResponsesOptions
{
    public const string Section = "Inference:Responses";

    /// <summary>Stored responses older than this are deleted; who follows on one is told that it is gone.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "3650.00:00:00")]
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How often the old ones are looked for.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan PurgeInterval { get; init; } = TimeSpan.FromHours(1);
}
