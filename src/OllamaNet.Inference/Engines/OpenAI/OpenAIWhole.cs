using System.Buffers;
using System.Text.Json;
using OllamaNet.Ollama;

namespace OllamaNet.Inference.Engines.OpenAI;

/// <summary>Passes an answer on that comes in one piece.</summary>
internal static class OpenAIWhole
{
    private const int Longest = 64 * 1024 * 1024;

    /// <param name="model">The name that the client must see, as JSON; null: it is the node's own.</param>
    /// <exception cref="WireException">It is an error, or not the protocol.</exception>
    public static async Task<OpenAIChatEnd> RelayAsync(Stream body, IWireSink sink, byte[]? model, long? length, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Clamp((length ?? 4095) + 1, 1024, Longest));
        try
        {
            var end = 0;
            int read;
            while ((read = await body.ReadAsync(buffer.AsMemory(end), cancellationToken)) > 0)
            {
                end += read;
                if (end == buffer.Length) buffer = Larger(buffer);
            }

            return HandOver(buffer.AsSpan(0, end), sink, model);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static OpenAIChatEnd HandOver(ReadOnlySpan<byte> answer, IWireSink sink, byte[]? model)
    {
        OpenAIEvent found;
        try
        {
            found = OpenAIEvent.Read(answer);
        }
        catch (JsonException e)
        {
            throw WireException.Garbage(e);
        }

        if (model is null || found.Model.End.Value == 0) sink.Wire(answer);
        else sink.Wire([.. answer[..found.Model.Start], .. model, .. answer[found.Model.End..]]);
        return new(found.Finish ?? "stop", found.CalledTools, found.PromptTokens, found.AnswerTokens, Prompt: null, Answer: null);
    }

    private static byte[] Larger(byte[] buffer)
    {
        if (buffer.Length >= Longest) throw new WireException(WireFailure.TooLong, "The engine sent an answer that does not end.");
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }
}
