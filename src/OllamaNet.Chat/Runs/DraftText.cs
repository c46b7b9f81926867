using System.Text;
using OllamaNet.Chat.Messages;

namespace OllamaNet.Chat.Runs;

internal static class DraftText
{
    /// <summary>Joins pieces in their order; a change between text and reasoning begins a new part.</summary>
    public static IReadOnlyList<MessagePart> ToParts(IEnumerable<Draft> pieces)
    {
        List<MessagePart> parts = [];
        List<byte> bytes = [];
        bool? reasoning = null;
        foreach (var piece in pieces)
        {
            if (reasoning is { } open && open != piece.Reasoning) Close(open);
            reasoning = piece.Reasoning;
            bytes.AddRange(piece.Text);
        }

        if (reasoning is { } last) Close(last);
        return parts;

        void Close(bool isReasoning)
        {
            var text = Encoding.UTF8.GetString([.. bytes]);
            parts.Add(isReasoning ? MessagePart.OfReasoning(text) : MessagePart.OfText(text));
            bytes.Clear();
        }
    }
}
