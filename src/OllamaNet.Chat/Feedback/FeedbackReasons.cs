namespace OllamaNet.Chat.Feedback;

/// <summary>A fixed set: administrators count reasons without reading anybody's words.</summary>
internal static class FeedbackReasons
{
    public static IReadOnlyList<string> Good { get; } = ["correct", "helpful", "complete", "clear", "creative", "good-style"];

    public static IReadOnlyList<string> Bad { get; } = ["incorrect", "unhelpful", "incomplete", "unclear", "off-topic", "too-long", "too-short", "bad-style", "refused", "harmful"];

    public static IReadOnlyList<string> Of(short rating) => rating > 0 ? Good : Bad;
}
