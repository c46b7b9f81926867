using System.Text.Json.Serialization;
using OllamaNet.Contracts.Inference;

namespace OllamaNet.Inference.Usage;

/// <summary>What calls are summed by.</summary>
public enum UsageBy { Hour, Day, Model, Node, User, Key, Protocol }

/// <summary>A sum. It is named by one of the fields hour, day, model, node, user, key, protocol.</summary>
/// <param name="Requests">All calls, whatever became of them.</param>
/// <param name="Errors">Calls that failed, before or in the middle of the answer; those that the caller stopped are none.</param>
/// <param name="FirstTokenMs">On average; null while there was none.</param>
/// <param name="DurationMs">On average.</param>
/// <param name="Cost">By the prices of the models, in the currency of the settings; left out where none of the models has a price, and where it is not for administrators.</param>
public sealed record UsageItem(long Requests, long PromptTokens, long AnswerTokens, long Errors, double? FirstTokenMs, double? DurationMs, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] decimal? Cost = null)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public DateTimeOffset? Hour { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public DateTimeOffset? Day { get; init; }

    /// <summary>Empty: calls that came to no model.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? Model { get; init; }

    /// <summary>Empty: calls that came to no node.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? Node { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public Guid? User { get; init; }

    /// <summary>Empty: signed in, without a key.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? Key { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public CallProtocol? Protocol { get; init; }

    /// <summary>The user's or the key's name.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? Name { get; init; }
}

public sealed record UsageList(IReadOnlyList<UsageItem> Items);
