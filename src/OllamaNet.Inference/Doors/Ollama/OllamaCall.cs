using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Doors.Shared;
using OllamaNet.Inference.Engines;

namespace OllamaNet.Inference.Doors.Ollama;

/// <summary>What <c>/api/chat</c> or <c>/api/generate</c> asks: understood, and as it came.</summary>
/// <param name="IsLoad">No question: the model is loaded, or unloaded, and nothing is answered.</param>
internal sealed record OllamaCall(ChatRequest Chat, WireRequest Wire, bool IsLoad)
{
    private const int MostLogprobs = 20;

    /// <summary>Fields of <c>/api/generate</c> that only Ollama's own prompt handling knows.</summary>
    private static readonly string[] OfGenerate = ["raw", "template", "context", "suffix", "width", "height", "steps"];

    public static OllamaCall Chatting(DoorBody body, Caller caller)
    {
        var root = body.Root;
        var messages = OllamaMessages.Read(root["messages"]);
        var request = Request(root, caller) with { Messages = messages, Tools = OllamaMessages.Tools(root["tools"]) };
        return new(request, WireOf(WireProtocol.OllamaChat, body, OllamaOptionsField.OnlyRelayed(root)), messages.Count == 0);
    }

    public static OllamaCall Generating(DoorBody body, Caller caller)
    {
        var root = body.Root;
        var prompt = root["prompt"].TextOrNull() ?? "";
        var images = OllamaMessages.Images(root["images"]);
        var question = new ChatMessage(ChatRole.User, prompt) { Images = images };
        var system = root["system"].TextOrNull();
        var request = Request(root, caller) with { Messages = string.IsNullOrEmpty(system) ? [question] : [new(ChatRole.System, system), question] };
        var special = OfGenerate.FirstOrDefault(name => IsSet(root[name])) ?? OllamaOptionsField.OnlyRelayed(root);
        return new(request, WireOf(WireProtocol.OllamaGenerate, body, special), prompt.Length == 0 && images.Count == 0 && !IsSet(root["suffix"]));
    }

    public static string ModelOf(JsonField root)
    {
        // What older clients say.
        var model = root["model"].TextOrNull() ?? root["name"].TextOrNull();
        return string.IsNullOrWhiteSpace(model) ? throw new DoorException("model", "'model' is required.") : model;
    }

    private static ChatRequest Request(JsonField root, Caller caller)
    {
        // Nothing else may say it: the body goes on as it is, and this is the name that is checked.
        var model = root["model"].Text();
        if (string.IsNullOrWhiteSpace(model)) throw new DoorException("model", "'model' is required.");
        var logprobs = root["logprobs"].BoolOrNull() is true;
        var top = root["top_logprobs"].IntegerOrNull(0, MostLogprobs);
        return new() { Model = model, Messages = [], Caller = caller, AffinityKey = Affinity.Of(caller.UserId, given: null, root["messages"].Value), Options = OllamaOptionsField.Read(root), TopLogprobs = logprobs ? top ?? 0 : null };
    }

    private static WireRequest WireOf(WireProtocol protocol, DoorBody body, string? onlyRelayed) =>
        new(protocol, body.Bytes, body.Root["stream"].BoolOrNull() ?? true) { OnlyRelayed = onlyRelayed };

    private static bool IsSet(JsonField field) => field.IsGiven && field.Value.ValueKind switch
    {
        System.Text.Json.JsonValueKind.False => false,
        System.Text.Json.JsonValueKind.String => field.Value.GetRawText().Length > 2,
        System.Text.Json.JsonValueKind.Array => field.Value.GetArrayLength() > 0,
        _ => true,
    };
}
