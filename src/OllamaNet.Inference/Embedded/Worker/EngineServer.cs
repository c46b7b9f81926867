using System.Text.Json;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Embedded.Native;
using OllamaNet.Inference.Embedded.Protocol;

namespace OllamaNet.Inference.Embedded.Worker;

/// <summary>Takes the parent's requests, prepares them and hands them to the scheduler. Ends when the parent closes the pipe.</summary>
internal sealed class EngineServer(LlamaModel model, EngineSettings settings, JobQueue queue, EngineOutput output)
{
    private readonly ChatTemplate template = new(model);
    private readonly TextCounter tokens = new(model);

    public void Run(Stream input)
    {
        var frames = new FrameReader(input);
        while (frames.TryRead(out var kind, out var request, out var content))
        {
            try
            {
                Take(kind, request, content);
            }
            catch (InvalidDataException e)
            {
                output.Error(request, InferenceError.Refused, e.Message);
            }
        }
    }

    private void Take(FrameKind kind, int request, ReadOnlySpan<byte> content)
    {
        switch (kind)
        {
            case FrameKind.Chat:
                Chat(request, JsonSerializer.Deserialize(content, ProtocolJson.Default.ChatCommand)!);
                break;
            case FrameKind.Embed:
                Embed(request, JsonSerializer.Deserialize(content, ProtocolJson.Default.EmbedCommand)!);
                break;
            case FrameKind.Count:
                output.Counts(request, tokens.Count(JsonSerializer.Deserialize(content, ProtocolJson.Default.CountCommand)!.Texts));
                output.Send(FrameKind.Done, request, new DoneReport(FinishReason.Stop, 0, 0, 0, 0, 0), ProtocolJson.Default.DoneReport);
                break;
            case FrameKind.Cancel:
                queue.Cancel(request);
                break;
            default:
                throw new InvalidDataException($"Frame kind {kind} is not for an engine.");
        }
    }

    private void Chat(int request, ChatCommand command)
    {
        var context = command.Context > 0 ? command.Context : settings.ContextLength;
        if (context > settings.ContextLength)
        {
            output.Error(request, InferenceError.Unsupported, $"A context of {context} tokens was asked for; this model has {settings.ContextLength} here.", "num_ctx");
            return;
        }

        var text = command.Raw ? command.Messages[0].Content : template.Format([.. command.Messages.Select(m => (m.Role, m.Content))], command.Continue);
        var prompt = model.Tokenize(text, withControls: true);
        if (command.CountOnly)
        {
            output.Send(FrameKind.Done, request, new DoneReport(FinishReason.Stop, prompt.Length, 0, 0, 0, 0), ProtocolJson.Default.DoneReport);
            return;
        }

        if (prompt.Length >= context)
        {
            output.Error(request, InferenceError.Refused, $"The conversation has {prompt.Length} tokens; with a context of {context} tokens it may have {context - 1}. Start a new conversation or choose a model with a longer context.");
            return;
        }

        var room = context - prompt.Length;
        var limit = command.AnswerLimit > 0 ? Math.Min(command.AnswerLimit, room) : room;
        var job = new ChatJob(request, prompt, limit, new SamplerChain(model, command.Sampling), new AnswerText(command.Stop));
        if (queue.TryAdd(job)) return;
        job.Dispose();
        RefuseAsBusy(request);
    }

    private void Embed(int request, EmbedCommand command)
    {
        var inputs = command.Inputs.Select(text => model.Tokenize(text, withControls: false)).ToArray();
        var longest = inputs.Max(i => i.Length);
        if (longest > settings.LongestInput) output.Error(request, InferenceError.Refused, $"A text has {longest} tokens; the model makes vectors of up to {settings.LongestInput}. Split it.");
        else if (inputs.Any(i => i.Length == 0)) output.Error(request, InferenceError.Refused, "A text is empty.");
        else if (!queue.TryAdd(new EmbedJob(request, inputs))) RefuseAsBusy(request);
    }

    private void RefuseAsBusy(int request) => output.Error(request, InferenceError.Busy, "Too many requests wait for this model. Try again in a moment.", retryAfterSeconds: 1);
}
