using System.Text;
using OllamaNet.Contracts.Inference;

namespace OllamaNet.Inference.Tests.Embedded;

/// <summary>Keeps an answer, and checks that each part of it is text by itself.</summary>
internal sealed class AnswerCollector(Action<AnswerCollector>? onPart = null) : IAnswerSink
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private readonly StringBuilder text = new();

    public string Text => text.ToString();

    public int Parts { get; private set; }

    public bool AllPartsAreCharacters { get; private set; } = true;

    void IAnswerSink.Started(string node, string model)
    {
    }

    void IAnswerSink.Text(ReadOnlySpan<byte> utf8)
    {
        try
        {
            text.Append(Strict.GetString(utf8));
        }
        catch (DecoderFallbackException)
        {
            AllPartsAreCharacters = false;
        }
        Parts++;
        onPart?.Invoke(this);
    }

    void IAnswerSink.Thinking(ReadOnlySpan<byte> utf8) => throw new InvalidOperationException("No thinking was asked for.");

    void IAnswerSink.ToolCall(ToolCall call) => throw new InvalidOperationException("No tool was offered.");
}
