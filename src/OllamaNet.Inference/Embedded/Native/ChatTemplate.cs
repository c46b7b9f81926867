using System.Runtime.InteropServices;
using System.Text;
using static OllamaNet.Inference.Embedded.Native.Llama;

namespace OllamaNet.Inference.Embedded.Native;

/// <summary>Writes a chat the way its model was trained to read it; as ChatML when llama.cpp does not know the template.</summary>
internal sealed unsafe class ChatTemplate
{
    private const string ZeroWidthSpace = "\u200b";
    private static readonly byte[] ChatMl = LlamaLibrary.ZeroTerminated("chatml");
    private readonly byte[]? ofModel;
    private readonly string[] controls;

    public ChatTemplate(LlamaModel model)
    {
        controls = model.ControlTexts();
        if (llama_model_chat_template(model.Handle, null) is var text && text is not null) ofModel = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text).ToArray().Append((byte)0).ToArray();
    }

    /// <param name="openEnd">The last message stands where the answer begins, and is not closed.</param>
    public string Format(IReadOnlyList<(string Role, string Content)> messages, bool openEnd = false)
    {
        if (openEnd) return Format([.. messages.SkipLast(1)]) + Neutral(messages[^1].Content);
        var strings = messages.SelectMany(m => new[] { m.Role, Neutral(m.Content) }).Select(s => Marshal.StringToCoTaskMemUTF8(s)).ToArray();
        try
        {
            var chat = new LlamaChatMessage[messages.Count];
            for (var i = 0; i < chat.Length; i++) chat[i] = new LlamaChatMessage { Role = (byte*)strings[2 * i], Content = (byte*)strings[(2 * i) + 1] };
            return (ofModel is null ? null : Apply(ofModel, chat)) ?? Apply(ChatMl, chat) ?? throw new InvalidDataException("The chat template could not be applied.");
        }
        finally
        {
            Array.ForEach(strings, Marshal.FreeCoTaskMem);
        }
    }

    private static string? Apply(byte[] template, LlamaChatMessage[] chat)
    {
        var buffer = new byte[4096];
        fixed (byte* name = template)
        fixed (LlamaChatMessage* messages = chat)
        {
            while (true)
            {
                int length;
                fixed (byte* to = buffer) length = llama_chat_apply_template(name, messages, (nuint)chat.Length, addAssistant: 1, to, buffer.Length);
                if (length < 0) return null;
                if (length <= buffer.Length) return Encoding.UTF8.GetString(buffer, 0, length);
                buffer = new byte[length];
            }
        }
    }

    /// <summary>Breaks the control tokens that a message spells out, so that it can neither end its own turn nor start another.</summary>
    private string Neutral(string text)
    {
        foreach (var control in controls)
        {
            if (text.Contains(control, StringComparison.Ordinal)) text = text.Replace(control, control[0] + ZeroWidthSpace + control[1..], StringComparison.Ordinal);
        }
        return text.Replace("\0", "", StringComparison.Ordinal);
    }
}
